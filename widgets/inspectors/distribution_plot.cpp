#include "widgets/inspectors/distribution_plot.h"

#include "widgets/plots/axis_style.h"
#include "widgets/plots/chart_words.h"

#include <QEvent>

#include <algorithm>
#include <cmath>

namespace dalescope {

DistributionPlot::DistributionPlot(QWidget* parent) : QCustomPlot(parent) {
    makeChart(*this);
    setMinimumSize(240, 140);
    setFocusPolicy(Qt::NoFocus); // its numbers are said in words
    setAccessibleName(tr("Distribution"));
    setToolTip(tr("Bars: share of the units and examples with that value, zeros left out. Line: the same of "
                  "the present input."));
    draw();
}

void DistributionPlot::setPicture(DistributionPicture picture) {
    picture_ = std::move(picture);
    draw();
}

void DistributionPlot::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        draw();
}

void DistributionPlot::draw() {
    drawDistribution(*this, PlotStyle::screen(Theme::forPalette(palette())), picture_);
    setAccessibleDescription(QStringLiteral("%1: %2").arg(picture_.quantity, inWords(picture_.many)));
    replotSoon(*this);
}

void drawDistribution(QCustomPlot& plot, const PlotStyle& style, const DistributionPicture& picture) {
    const Distribution& many = picture.many;
    plot.clearPlottables();
    plot.setBackground(style.background);
    furnishAxis(*plot.xAxis, style, picture.quantity);
    furnishAxis(*plot.yAxis, style, DistributionPlot::tr("share of values (%)"));
    const double width = many.width();
    auto* bars = new QCPBars(plot.xAxis, plot.yAxis);
    bars->setPen(Qt::NoPen);
    bars->setBrush(picture.inhibitory ? style.theme.inhibitory : style.theme.excitatory);
    bars->setWidth(0.92 * width);
    auto* line = new QCPGraph(plot.xAxis, plot.yAxis);
    line->setPen(QPen(style.theme.text, style.curve));
    line->setLineStyle(QCPGraph::lsStepCenter);
    double most = 0;
    const auto add = [&](auto* to, const std::vector<double>& shares) {
        for (std::size_t bin = 0; bin < shares.size(); ++bin) {
            to->addData(many.low + (static_cast<double>(bin) + 0.5) * width, 100 * shares[bin]);
            most = std::max(most, 100 * shares[bin]);
        }
    };
    add(bars, many.shares);
    add(line, picture.one);
    if (!picture.one.empty()) { // its first and last steps are whole
        line->addData(many.low - 0.5 * width, 0);
        line->addData(many.high + 0.5 * width, 0);
    }
    plot.xAxis->setRange(many.low - width, many.high + width);
    plot.yAxis->setRange(0, most > 0 ? 1.06 * most : 1);
}

QByteArray distributionCsv(const DistributionPicture& picture) {
    const Distribution& many = picture.many;
    QByteArray text = "low,high,share,share_of_input\n";
    for (std::size_t bin = 0; bin < many.shares.size(); ++bin) {
        const double low = many.low + static_cast<double>(bin) * many.width();
        text += QByteArray::number(low, 'g', 9) + ',' + QByteArray::number(low + many.width(), 'g', 9) + ',' +
                QByteArray::number(many.shares[bin], 'g', 9) + ',';
        if (bin < picture.one.size())
            text += QByteArray::number(picture.one[bin], 'g', 9);
        text += '\n';
    }
    return text;
}

QString inWords(const Distribution& distribution) {
    if (distribution.values == 0)
        return DistributionPlot::tr("There are no values.");
    const auto say = [](double value) { return QString::number(value, 'g', 3); };
    QString text = DistributionPlot::tr("mean %1, standard deviation %2")
                       .arg(say(distribution.mean), say(distribution.deviation));
    if (distribution.zeros > 0)
        text += DistributionPlot::tr(", %1 % are 0").arg(100 * distribution.zeros, 0, 'f', 1);
    if (distribution.zeros < 1)
        text += (distribution.zeros > 0 ? DistributionPlot::tr(", the others from %1 to %2")
                                        : DistributionPlot::tr(", from %1 to %2"))
                    .arg(say(distribution.low), say(distribution.high));
    return text;
}

} // namespace dalescope
