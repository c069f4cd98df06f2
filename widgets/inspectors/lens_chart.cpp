#include "widgets/inspectors/lens_chart.h"

#include "widgets/inspectors/lens_model.h"
#include "widgets/plots/axis_tickers.h"
#include "widgets/plots/plot_style.h"

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

void furnish(QCPAxis& axis, const PlotStyle& style) {
    const Theme& theme = style.theme;
    axis.setBasePen(QPen(theme.axis, style.hairline));
    axis.setTickPen(QPen(theme.axis, style.hairline));
    axis.setTickLength(0, 4);
    axis.setSubTicks(false);
    axis.setTickLabelFont(Theme::font(style.textPx));
    axis.setTickLabelColor(theme.text);
    axis.setLabelFont(Theme::font(style.textPx));
    axis.setLabelColor(theme.text);
    axis.grid()->setPen(QPen(theme.grid, style.hairline));
    axis.grid()->setSubGridVisible(false);
}

} // namespace

double lensRatio(const LayerLens& layer, const ParameterLens& parameter, Correction correction,
                 LensChart::Measure measure) {
    return sizeOf(parameter, correction, measure) / sizeOf(layer.parameters.front(), correction, measure);
}

LensChart::LensChart(QWidget* parent) : QCustomPlot(parent), group_(new QCPBarsGroup(this)) {
    group_->setSpacingType(QCPBarsGroup::stAbsolute);
    group_->setSpacing(2);
    setToolTip(tr(
        "For each kind of parameter of the layer, its gradient plain, corrected by the heuristic and by the "
        "Fisher information, as a multiple of the excitatory weights'. Plain gradients of inhibitory "
        "parameters are many times larger: without a factor they would rule the layer's updates."));
    plotLayout()->insertRow(0); // above the bars, which may be anywhere beside the line
    plotLayout()->addElement(0, 0, legend);
    plotLayout()->setRowStretchFactor(0, 0.001);
    plotLayout()->setRowSpacing(0);
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

void LensChart::note(const QString& text) {
    auto* item = new QCPItemText(this);
    item->position->setType(QCPItemPosition::ptAxisRectRatio);
    item->position->setCoords(0.5, 0.5);
    item->setText(text);
    const PlotStyle style = PlotStyle::screen(Theme::forPalette(palette()));
    item->setFont(Theme::font(style.textPx));
    item->setColor(style.theme.mutedText);
}

void LensChart::draw() {
    const PlotStyle style = PlotStyle::screen(Theme::forPalette(palette()));
    clearPlottables();
    clearItems();
    setBackground(style.background);
    for (auto* axis : {xAxis, yAxis})
        furnish(*axis, style);
    xAxis->grid()->setVisible(false);
    const bool shown = lens_ && layer_ < lens_->layers.size() && !lens_->layers[layer_].parameters.empty();
    for (auto* axis : {xAxis, yAxis})
        axis->setVisible(shown);
    legend->setVisible(shown);
    describe();
    if (!shown) {
        note(tr("There is no network yet."));
        return replot(rpQueuedReplot);
    }
    const LayerLens& layer = lens_->layers[layer_];
    const auto names = QSharedPointer<QCPAxisTickerText>::create();
    double low = 1, high = 1;
    for (std::size_t p = 0; p < layer.parameters.size(); ++p) {
        names->addTick(static_cast<double>(p), QString::fromStdString(layer.parameters[p].name));
        for (const Correction correction : all)
            if (const double ratio = lensRatio(layer, layer.parameters[p], correction, measure_);
                ratio > 0 && std::isfinite(ratio)) {
                low = std::min(low, ratio);
                high = std::max(high, ratio);
            }
    }
    // Whole powers of ten, so that the axis does not jump with every update.
    low = std::pow(10, std::floor(std::log10(low) - 0.05));
    high = std::pow(10, std::ceil(std::log10(high) + 0.12));
    xAxis->setTicker(names);
    xAxis->setRange(-0.6, static_cast<double>(layer.parameters.size()) - 0.4);
    yAxis->setScaleType(QCPAxis::stLogarithmic);
    yAxis->setTicker(QSharedPointer<LogTicker>::create());
    yAxis->setRange(low, high);
    yAxis->setLabel(axisLabel(measure_, QString::fromStdString(layer.parameters.front().name)));

    for (const Correction correction : all) {
        auto* bars = new QCPBars(xAxis, yAxis);
        bars->setBarsGroup(group_);
        bars->setWidth(0.25);
        bars->setName(nameOf(correction));
        bars->setPen(Qt::NoPen);
        bars->setBrush(style.theme.series(colourOf(correction)));
        bars->setBaseValue(1); // above WEE's up, below it down; a bar ends at base + value
        for (std::size_t p = 0; p < layer.parameters.size(); ++p) {
            const double ratio = lensRatio(layer, layer.parameters[p], correction, measure_);
            if (ratio > 0 && std::isfinite(ratio))
                bars->addData(static_cast<double>(p), ratio - 1);
        }
    }
    auto* one = new QCPItemStraightLine(this);
    one->setPen(QPen(style.theme.axis, style.hairline));
    one->point1->setCoords(0, 1);
    one->point2->setCoords(1, 1);

    legend->setFont(Theme::font(style.theme.metrics.smallTextPx));
    legend->setTextColor(style.theme.text);
    QColor behind = style.background;
    behind.setAlphaF(0.85f);
    legend->setBrush(behind);
    legend->setBorderPen(Qt::NoPen);
    legend->setIconSize(12, 10);
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    legend->setWrap(0);
    replot(rpQueuedReplot);
}

/// What the bars show, in words.
void LensChart::describe() {
    QString said = tr("Gradients by kind of parameter");
    if (lens_ && layer_ < lens_->layers.size())
        for (const auto& parameter : lens_->layers[layer_].parameters) {
            said += QStringLiteral("; %1").arg(QString::fromStdString(parameter.name));
            for (const Correction correction : all)
                said +=
                    QStringLiteral(", %1 %2")
                        .arg(nameOf(correction))
                        .arg(lensRatio(lens_->layers[layer_], parameter, correction, measure_), 0, 'g', 2);
        }
    setAccessibleName(said);
}

} // namespace dalescope
