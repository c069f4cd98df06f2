// What can be read off a plot: values at a place, and a summary in words.
#include "widgets/plots/axis_tickers.h"
#include "widgets/plots/chart_words.h"
#include "widgets/plots/plot_scene.h"

#include <cmath>

namespace dalescope {

namespace {

/// Of at most so many values, evenly chosen: of a million it takes no longer.
constexpr std::size_t trendPoints = 400;

Trend courseOf(const MinMaxPyramid& values) {
    const std::size_t count = std::min(values.size(), trendPoints);
    std::vector<double> chosen;
    for (std::size_t i = 0; i < count; ++i)
        chosen.push_back(static_cast<double>(values[(i + 1) * values.size() / count - 1]));
    return trendOf(std::span<const double>(chosen));
}

} // namespace

std::optional<PlotScene::Point> PlotScene::pointAt(const Curve& curve, double x) const {
    if (!curve.data || curve.hidden)
        return {};
    const std::size_t after = curve.data->firstAfter(x, view_.xAxis);
    if (after == 0)
        return {};
    const Tick& tick = curve.data->tick(after - 1);
    return Point{tick, xOf(tick, view_.xAxis), static_cast<double>(curve.data->shown()[after - 1])};
}

QString PlotScene::summary() const {
    QStringList parts;
    for (const Curve& curve : curves_) {
        if (!curve.data || curve.data->size() == 0)
            continue;
        if (curve.hidden) {
            parts << tr("%1: hidden").arg(curve.spec.fullLabel());
            continue;
        }
        const MinMaxPyramid& values = curve.data->shown();
        const std::size_t last = values.size() - 1;
        const Trend trend = courseOf(values);
        QString part = tr("%1: %2%3 at update %4")
                           .arg(curve.spec.fullLabel(),
                                trend == Trend::Unknown ? QString() : inWords(trend) + QStringLiteral(", "),
                                inWords(static_cast<double>(values[last])),
                                tickText(static_cast<double>(curve.data->tick(last).update), 1));
        const Extremes all = values.extremes(0, values.size());
        if (all.any())
            part += tr(", lowest %1, highest %2")
                        .arg(inWords(static_cast<double>(all.min)), inWords(static_cast<double>(all.max)));
        parts << part;
    }
    if (parts.isEmpty())
        return tr("%1: no values yet.").arg(spec_.title);
    return tr("%1, %2. %3.").arg(spec_.title, spec_.yLabel, parts.join(QStringLiteral("; ")));
}

} // namespace dalescope
