#include "widgets/inspectors/lens_chart.h"

#include "widgets/inspectors/lens_model.h"
#include "widgets/plots/axis_style.h"
#include "widgets/plots/axis_tickers.h"
#include "widgets/plots/chart_words.h"

#include <cmath>

namespace dalescope {

namespace {

constexpr Correction all[] = {Correction::Plain, Correction::Heuristic, Correction::Fisher};

QString nameOf(Correction correction) {
    return correction == Correction::Plain       ? LensChart::tr("plain")
           : correction == Correction::Heuristic ? LensChart::tr("heuristic")
                                                 : LensChart::tr("Fisher");
}

double sizeOf(const ParameterLens& parameter, Correction correction, LensChart::Measure measure) {
    const double length = parameter.products.length(correction);
    switch (measure) {
    case LensChart::Measure::Length:
        return length;
    case LensChart::Measure::Divergence:
        return parameter.divergence[static_cast<int>(correction)];
    case LensChart::Measure::PerElement:
        break;
    }
    return length / std::sqrt(static_cast<double>(parameter.count));
}

QString axisLabel(LensChart::Measure measure, const QString& reference) {
    switch (measure) {
    case LensChart::Measure::Length:
        return LensChart::tr("gradient's length, %1 = 1").arg(reference);
    case LensChart::Measure::Divergence:
        return LensChart::tr("effect on the output, %1 = 1").arg(reference);
    case LensChart::Measure::PerElement:
        break;
    }
    return LensChart::tr("gradient per synapse, %1 = 1").arg(reference);
}

/// Above the bars, which may be anywhere beside the line.
void placeLegend(QCustomPlot& plot, const PlotStyle& style) {
    if (plot.axisRect()->insetLayout()->elementCount() > 0) {
        plot.plotLayout()->insertRow(0);
        plot.plotLayout()->addElement(0, 0, plot.legend);
        plot.plotLayout()->setRowStretchFactor(0, 0.001);
        plot.plotLayout()->setRowSpacing(0);
    }
    furnishLegend(*plot.legend, style);
    plot.legend->setIconSize(static_cast<int>(style.scaled(12)), static_cast<int>(style.scaled(10)));
    plot.legend->setWrap(0);
}

} // namespace

double lensRatio(const LayerLens& layer, const ParameterLens& parameter, Correction correction,
                 LensChart::Measure measure) {
    return sizeOf(parameter, correction, measure) / sizeOf(layer.parameters.front(), correction, measure);
}

LensChart::LensChart(QWidget* parent) : QCustomPlot(parent) {
    makeChart(*this);
    setAccessibleName(tr("Gradients by kind of parameter"));
    setToolTip(tr(
        "For each kind of parameter of the layer, its gradient plain, corrected by the heuristic and by the "
        "Fisher information, as a multiple of the excitatory weights'. Plain gradients of inhibitory "
        "parameters are many times larger: without a factor they would rule the layer's updates."));
    setFocusPolicy(Qt::NoFocus); // the numbers are in the table
    draw();
}

void LensChart::setLens(std::shared_ptr<const LearningLens> lens, std::size_t layer, Measure measure) {
    lens_ = std::move(lens);
    layer_ = layer;
    measure_ = measure;
    draw();
}

void LensChart::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        draw();
}

void LensChart::draw() {
    drawLens(*this, PlotStyle::screen(Theme::forPalette(palette())), lens_.get(), layer_, measure_);
    describe();
    replotSoon(*this);
}

void drawLens(QCustomPlot& plot, const PlotStyle& style, const LearningLens* lens, std::size_t index,
              LensChart::Measure measure) {
    plot.clearPlottables();
    plot.clearItems();
    plot.setBackground(style.background);
    furnishAxis(*plot.xAxis, style, {});
    furnishAxis(*plot.yAxis, style, {});
    plot.xAxis->grid()->setVisible(false);
    placeLegend(plot, style);
    const bool shown = lens && index < lens->layers.size() && !lens->layers[index].parameters.empty();
    for (auto* axis : {plot.xAxis, plot.yAxis})
        axis->setVisible(shown);
    plot.legend->setVisible(shown);
    if (!shown)
        return writeNote(plot, style, LensChart::tr("There is no network yet."));
    const LayerLens& layer = lens->layers[index];
    const auto names = QSharedPointer<QCPAxisTickerText>::create();
    QString beside; // as wide as all names with the gaps between them
    double low = 1, high = 1;
    for (std::size_t p = 0; p < layer.parameters.size(); ++p) {
        names->addTick(static_cast<double>(p), QString::fromStdString(layer.parameters[p].name));
        beside += QString::fromStdString(layer.parameters[p].name) + QStringLiteral("mm");
        for (const Correction correction : all)
            if (const double ratio = lensRatio(layer, layer.parameters[p], correction, measure);
                ratio > 0 && std::isfinite(ratio)) {
                low = std::min(low, ratio);
                high = std::max(high, ratio);
            }
    }
    // Whole powers of ten, so that the axis does not jump with every update.
    low = std::pow(10, std::floor(std::log10(low) - 0.05));
    high = std::pow(10, std::ceil(std::log10(high) + 0.12));
    plot.xAxis->setTicker(names);
    const bool tight =
        QFontMetrics(Theme::font(style.textPx)).horizontalAdvance(beside) > 0.85 * plot.viewport().width();
    plot.xAxis->setTickLabelRotation(tight ? -40 : 0);
    plot.xAxis->setRange(-0.6, static_cast<double>(layer.parameters.size()) - 0.4);
    plot.yAxis->setScaleType(QCPAxis::stLogarithmic);
    plot.yAxis->setTicker(QSharedPointer<LogTicker>::create());
    plot.yAxis->setRange(low, high);
    plot.yAxis->setLabel(axisLabel(measure, QString::fromStdString(layer.parameters.front().name)));

    auto* group = plot.findChild<QCPBarsGroup*>(); // of an older picture
    if (!group)
        group = new QCPBarsGroup(&plot);
    group->setSpacingType(QCPBarsGroup::stAbsolute);
    group->setSpacing(style.scaled(2));
    for (const Correction correction : all) {
        auto* bars = new QCPBars(plot.xAxis, plot.yAxis);
        bars->setBarsGroup(group);
        bars->setWidth(0.25);
        bars->setName(nameOf(correction));
        bars->setPen(Qt::NoPen);
        bars->setBrush(style.theme.series(colourOf(correction)));
        bars->setBaseValue(1); // above WEE's up, below it down; a bar ends at base + value
        for (std::size_t p = 0; p < layer.parameters.size(); ++p) {
            const double ratio = lensRatio(layer, layer.parameters[p], correction, measure);
            if (ratio > 0 && std::isfinite(ratio))
                bars->addData(static_cast<double>(p), ratio - 1);
        }
    }
    auto* one = new QCPItemStraightLine(&plot);
    one->setPen(QPen(style.theme.axis, style.hairline));
    one->point1->setCoords(0, 1);
    one->point2->setCoords(1, 1);
}

/// What the bars show, in words.
void LensChart::describe() {
    if (!lens_ || layer_ >= lens_->layers.size() || lens_->layers[layer_].parameters.empty())
        return setAccessibleDescription(tr("There is no network yet."));
    const LayerLens& layer = lens_->layers[layer_];
    QString said = tr("Layer %1, %2")
                       .arg(layer_)
                       .arg(axisLabel(measure_, QString::fromStdString(layer.parameters.front().name)));
    for (const auto& parameter : layer.parameters) {
        said += QStringLiteral("; %1").arg(QString::fromStdString(parameter.name));
        for (const Correction correction : all)
            said += QStringLiteral(", %1 %2")
                        .arg(nameOf(correction))
                        .arg(lensRatio(layer, parameter, correction, measure_), 0, 'g', 3);
    }
    setAccessibleDescription(said);
}

} // namespace dalescope
