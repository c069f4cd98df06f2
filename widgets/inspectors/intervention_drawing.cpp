#include "widgets/inspectors/intervention_drawing.h"

#include "widgets/plots/axis_style.h"
#include "widgets/plots/axis_tickers.h"
#include "widgets/plots/chart_words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("InterventionSweepView", text);
}

struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    void take(double x) {
        if (std::isfinite(x)) {
            low = std::min(low, x);
            high = std::max(high, x);
        }
    }
    bool isEmpty() const { return low > high; }
};

/// A line through the means with, where draws differ, a band behind it.
QCPGraph* addCurve(QCPAxisRect& rect, const PlotStyle& style, const QVector<double>& x,
                   const std::vector<DrawSpread>& spreads, int series, Range& range) {
    QVector<double> at, mean, low, high;
    bool spread = false;
    for (std::size_t i = 0; i < spreads.size(); ++i) {
        const DrawSpread& s = spreads[i];
        if (std::isnan(s.mean)) // without inhibition there is no ratio
            continue;
        at.append(x[static_cast<qsizetype>(i)]);
        mean.append(s.mean);
        low.append(s.lowest);
        high.append(s.highest);
        range.take(s.lowest);
        range.take(s.highest);
        spread = spread || s.lowest < s.highest;
    }
    auto *horizontal = rect.axis(QCPAxis::atBottom), *vertical = rect.axis(QCPAxis::atLeft);
    const auto graph = [&](const QVector<double>& y) {
        auto* added = new QCPGraph(horizontal, vertical); // the plot's
        added->setData(at, y, true);
        added->removeFromLegend();
        return added;
    };
    if (spread) {
        auto *below = graph(low), *above = graph(high);
        below->setPen(Qt::NoPen);
        above->setPen(Qt::NoPen);
        above->setBrush(style.faint(series, 0.25));
        above->setChannelFillGraph(below);
    }
    auto* line = graph(mean);
    line->setPen(QPen(style.theme.series(series), style.curve, Theme::dash(series)));
    line->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, style.scaled(4)));
    return line;
}

/// A quiet line across the rectangle at x or at y.
void addReference(QCPAxisRect& rect, const PlotStyle& style, bool upright, double at) {
    auto* line = new QCPItemStraightLine(rect.parentPlot());
    line->setClipAxisRect(&rect);
    for (auto* point : {line->point1, line->point2})
        point->setAxes(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
    line->point1->setCoords(upright ? at : 0, upright ? 1 : at);
    line->point2->setCoords(upright ? at : 1, upright ? 2 : at);
    line->setPen(QPen(style.theme.mutedText, style.hairline, Qt::DotLine));
}

void clear(QCustomPlot& plot, const PlotStyle& style) {
    plot.clearPlottables();
    plot.clearItems();
    plot.plotLayout()->clear();
    qDeleteAll(plot.findChildren<QCPMarginGroup*>());
    plot.setBackground(style.background);
}

QCPAxisRect* addRect(QCustomPlot& plot, const PlotStyle& style, int row, const QString& x, const QString& y) {
    auto* rect = new QCPAxisRect(&plot, true);
    plot.plotLayout()->addElement(row, 0, rect);
    for (auto* axis : rect->axes())
        axis->setLayer(QStringLiteral("axes"));
    furnishAxis(*rect->axis(QCPAxis::atBottom), style, x);
    furnishAxis(*rect->axis(QCPAxis::atLeft), style, y);
    rect->axis(QCPAxis::atBottom)->setTicker(QSharedPointer<LinearTicker>::create(6));
    const int margin = static_cast<int>(style.scaled(8));
    rect->setMinimumMargins(QMargins(margin, margin / 2, 2 * margin, margin / 2));
    return rect;
}

/// In a row of its own, since curves may be anywhere.
QCPLegend* addLegend(QCustomPlot& plot, const PlotStyle& style, int row) {
    auto* legend = new QCPLegend;
    plot.plotLayout()->addElement(row, 0, legend);
    plot.plotLayout()->setRowStretchFactor(row, 0.001);
    legend->setLayer(QStringLiteral("legend"));
    furnishLegend(*legend, style);
    legend->setWrap(4);
    legend->setRowSpacing(0);
    legend->setIconSize(static_cast<int>(style.scaled(16)), static_cast<int>(style.scaled(15)));
    return legend;
}

} // namespace

void drawIntervention(QCustomPlot& plot, const PlotStyle& style, const InterventionCurves& curves) {
    clear(plot, style);
    if (curves.effects.empty()) {
        auto* nothing = new QCPTextElement(
            &plot, tr("Sweep shows how test error and balance\ndepend on one intervention."),
            Theme::font(style.textPx));
        nothing->setTextColor(style.theme.mutedText);
        nothing->setTextFlags(Qt::AlignCenter);
        plot.plotLayout()->addElement(0, 0, nothing);
        return;
    }
    auto* above = addRect(plot, style, 0, {}, tr("test error (%)"));
    auto* below = addRect(plot, style, 2, curves.strength, tr("E/I ratio"));
    auto* group = new QCPMarginGroup(&plot);
    for (auto* rect : {above, below})
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, group);
    above->axis(QCPAxis::atBottom)->setTickLabels(false);

    QVector<double> x;
    std::vector<DrawSpread> errors;
    for (const auto& effect : curves.effects) {
        x.append(curves.factor * effect.strength);
        errors.push_back(effect.error);
    }
    Range error, ratio;
    addCurve(*above, style, x, errors, 0, error);
    auto* legend = addLegend(plot, style, 1);
    for (std::size_t layer = 0; layer < curves.effects.front().ratio.size(); ++layer) {
        std::vector<DrawSpread> ratios;
        for (const auto& effect : curves.effects)
            ratios.push_back(effect.ratio[layer]);
        auto* line = addCurve(*below, style, x, ratios, static_cast<int>(layer), ratio);
        line->setName(tr("layer %1").arg(layer));
        line->addToLegend(legend);
    }
    for (auto* rect : {above, below}) {
        addReference(*rect, style, true, curves.factor * curves.neutral);
        const double margin = 0.015 * (x.last() - x.first()) + 1e-9; // for the dots at the ends
        rect->axis(QCPAxis::atBottom)->setRange(x.first() - margin, x.last() + margin);
    }
    above->axis(QCPAxis::atLeft)->setTicker(QSharedPointer<LinearTicker>::create(4));
    above->axis(QCPAxis::atLeft)->setRange(0, error.isEmpty() ? 100 : 1.08 * error.high + 1e-9);
    ratio.take(1);
    auto& vertical = *below->axis(QCPAxis::atLeft);
    if (ratio.low > 0 && ratio.high > 3 * ratio.low) {
        vertical.setScaleType(QCPAxis::stLogarithmic);
        vertical.setTicker(QSharedPointer<LogTicker>::create());
        vertical.setRange(ratio.low / 1.15, ratio.high * 1.15);
    } else {
        vertical.setTicker(QSharedPointer<LinearTicker>::create(4));
        const double pad = 0.15 * (ratio.high - ratio.low) + 0.02;
        vertical.setRange(ratio.low - pad, ratio.high + pad);
    }
    addReference(*below, style, false, 1);
}

QByteArray interventionCsv(const InterventionCurves& curves) {
    const auto number = [](double x) { return std::isnan(x) ? QByteArray() : QByteArray::number(x, 'g', 7); };
    const auto cells = [&](const DrawSpread& s) {
        return "," + number(s.mean) + "," + number(s.lowest) + "," + number(s.highest);
    };
    const auto heads = [](const QByteArray& name) {
        return "," + name + "," + name + ".lowest," + name + ".highest";
    };
    QByteArray csv = "setting,update,strength" + heads("test_error");
    const std::size_t layers = curves.effects.empty() ? 0 : curves.effects.front().ratio.size();
    for (std::size_t layer = 0; layer < layers; ++layer)
        csv += heads("ei_ratio." + QByteArray::number(static_cast<qulonglong>(layer)));
    csv += '\n';
    for (const auto& effect : curves.effects) {
        csv += QByteArray::fromStdString(curves.setting) + ',' +
               QByteArray::number(static_cast<qlonglong>(curves.update)) + ',' + number(effect.strength) +
               cells(effect.error);
        for (const auto& ratio : effect.ratio)
            csv += cells(ratio);
        csv += '\n';
    }
    return csv;
}

QString interventionSummary(const InterventionCurves& curves) {
    if (curves.effects.empty())
        return {};
    const auto less = [](const InterventionEffect& a, const InterventionEffect& b) {
        return a.error.mean < b.error.mean;
    };
    const auto [least, most] = std::ranges::minmax_element(curves.effects, less);
    const auto neutral = std::ranges::min_element(curves.effects, {}, [&](const InterventionEffect& e) {
        return std::abs(e.strength - curves.neutral);
    });
    const auto at = [&](const InterventionEffect& e) {
        const bool percent = curves.factor == 100 || curves.strength.contains(u'%');
        return (percent ? tr("%1 % at %2 %") : tr("%1 % at %2"))
            .arg(e.error.mean, 0, 'f', 2)
            .arg(curves.factor * e.strength, 0, 'g', 4);
    };
    const QString update = QLocale().toString(static_cast<qlonglong>(curves.update));
    const QString what = curves.run.isEmpty()
                             ? tr("%1, update %2").arg(curves.title, update)
                             : tr("%1 of %2, update %3").arg(curves.title, curves.run, update);
    QString text = tr("%1: test error %2 where nothing is done, least %3, most %4.")
                       .arg(what, at(*neutral), at(*least), at(*most));
    std::vector<double> x;
    for (const auto& effect : curves.effects)
        x.push_back(curves.factor * effect.strength);
    for (std::size_t layer = 0; layer < curves.effects.front().ratio.size(); ++layer) {
        std::vector<double> ratios;
        for (const auto& effect : curves.effects)
            ratios.push_back(effect.ratio[layer].mean);
        if (const QString course = courseInWords(x, ratios); !course.isEmpty())
            text += QLatin1Char(' ') + tr("E/I ratio of layer %1: %2.").arg(layer).arg(course);
    }
    if (curves.draws > 1)
        text += QLatin1Char(' ') + tr("Mean and range of %1 random draws.").arg(curves.draws);
    return text;
}

} // namespace dalescope
