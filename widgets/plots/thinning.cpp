#include "widgets/plots/thinning.h"

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

struct Indices {
    std::size_t first, last; ///< half open
};

Indices inSight(const CurveData& curve, const MinMaxPyramid& values, const Stretch& s) {
    const std::size_t first = curve.firstAt(s.from, s.axis);
    const std::size_t last = curve.firstAfter(s.to, s.axis, first);
    return {std::min(first, values.size()), std::min(last, values.size())};
}

double pixelEdge(const Stretch& s, int pixel) {
    const double t = static_cast<double>(pixel) / s.pixels;
    return s.log ? s.from * std::pow(s.to / s.from, t) : s.from + (s.to - s.from) * t;
}

} // namespace

QVector<QPointF> thinned(const CurveData& curve, const MinMaxPyramid& values, const Stretch& s) {
    QVector<QPointF> points;
    auto [first, last] = inSight(curve, values, s);
    const auto point = [&](std::size_t i) {
        const double y = static_cast<double>(values[i]);
        points.append({curve.x(i, s.axis), std::isfinite(y) ? y : std::nan("")});
    };
    // The neighbour on the left may lie at 0 or below, which a logarithmic axis cannot draw.
    if (first > 0 && !(s.log && curve.x(first - 1, s.axis) <= 0))
        point(first - 1);
    const auto perPixel = [&](std::size_t from, std::size_t to) {
        if (to - from <= 4) {
            for (std::size_t i = from; i < to; ++i)
                point(i);
            return;
        }
        const Extremes e = values.extremes(from + 1, to - 1);
        point(from);
        if (e.any()) {
            // Which of the two came first does not show within one pixel; beginning with the nearer one saves
            // ink.
            const double middle = (curve.x(from, s.axis) + curve.x(to - 1, s.axis)) / 2;
            const bool minFirst = std::abs(values[from] - e.min) <= std::abs(values[from] - e.max);
            points.append({middle, static_cast<double>(minFirst ? e.min : e.max)});
            points.append({middle, static_cast<double>(minFirst ? e.max : e.min)});
        }
        point(to - 1);
    };
    const auto pixels = static_cast<std::size_t>(std::max(1, s.pixels));
    if (last - first <= 4 * pixels) {
        for (; first < last; ++first)
            point(first);
    } else {
        points.reserve(static_cast<qsizetype>(4 * pixels + 2));
        std::size_t ahead = 0;
        for (int pixel = 1; pixel <= s.pixels && first < last; ++pixel) {
            const std::size_t next =
                pixel == s.pixels ? last
                                  : std::min(last, curve.firstAt(pixelEdge(s, pixel), s.axis, first, ahead));
            ahead = next - first; // the next pixel has about as many
            if (next > first)
                perPixel(first, next);
            first = next;
        }
    }
    if (last < values.size())
        point(last);
    return points;
}

Extremes extremesInSight(const CurveData& curve, const MinMaxPyramid& values, const Stretch& s) {
    const auto [first, last] = inSight(curve, values, s);
    return values.extremes(first, last);
}

} // namespace dalescope
