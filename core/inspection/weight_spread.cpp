#include "core/inspection/weight_spread.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

constexpr double beyond = 1e-3; // share of a moment's values that may lie beyond an end

/// Takes the ends of `moment`, without its stragglers, into the range.
void include(const ValueHistogram& moment, double& low, double& high) {
    const auto from = static_cast<double>(moment.low), to = static_cast<double>(moment.high);
    const double width = (to - from) / ValueHistogram::bins;
    int first = 0, last = ValueHistogram::bins;
    for (double left = beyond; first < last; ++first)
        if ((left -= static_cast<double>(moment.shares[static_cast<std::size_t>(first)])) < 0)
            break;
    for (double left = beyond; last > first; --last)
        if ((left -= static_cast<double>(moment.shares[static_cast<std::size_t>(last - 1)])) < 0)
            break;
    low = std::min(low, from + first * width);
    high = std::max(high, to > from ? from + last * width : to);
}

/// Shares of `moment` in the rows of the picture.
template <class Row>
void spread(const ValueHistogram& moment, const WeightSpread& picture, Index rows, Row set) {
    const double height = (picture.high - picture.low) / static_cast<double>(rows);
    for (Index row = 0; row < rows; ++row)
        set(row, moment.between(picture.low + static_cast<double>(row) * height,
                                picture.low + static_cast<double>(row + 1) * height));
}

WeightSpread spreadOf(const Layer<float>& layer, const ParameterSpec& spec,
                      const std::vector<ValueHistogram>& moments, std::int64_t update, Index rows,
                      Index times) {
    WeightSpread picture;
    const std::string role = spec.role();
    picture.name = spec.name;
    picture.nonNegative = spec.nonNegative;
    picture.inhibitory = role == "WIE" || role == "WEI" || role == "alpha";
    picture.last = update;
    const ValueHistogram now = histogramOf(layer.parameters(), spec, update);
    picture.zeros = static_cast<double>(now.zeros);
    picture.low = std::numeric_limits<double>::infinity();
    picture.high = -picture.low;
    include(now, picture.low, picture.high);
    for (const auto& moment : moments)
        include(moment, picture.low, picture.high);
    // Zero is where clamped weights end; but far from it they would have little room.
    if (spec.nonNegative && picture.low < 0.3 * picture.high)
        picture.low = std::min(picture.low, 0.0);
    // Neither end lies on the frame, and there is something to divide where all are equal.
    const double pad = std::max({0.03 * (picture.high - picture.low),
                                 0.01 * std::max(std::abs(picture.low), std::abs(picture.high)), 1e-6});
    picture.high += pad;
    picture.low -= pad;

    picture.now.resize(static_cast<std::size_t>(rows));
    spread(now, picture, rows,
           [&](Index row, double share) { picture.now[static_cast<std::size_t>(row)] = share; });
    picture.density = Matrix<float>::Zero(rows, moments.empty() ? 0 : times);
    std::size_t moment = 0;
    for (Index time = 0; time < picture.density.cols(); ++time) {
        const double at =
            static_cast<double>(update) * (static_cast<double>(time) + 0.5) / static_cast<double>(times);
        const std::size_t before = moment;
        while (moment + 1 < moments.size() && static_cast<double>(moments[moment + 1].update) <= at)
            ++moment;
        if (time > 0 && moment == before)
            picture.density.col(time) = picture.density.col(time - 1);
        else
            spread(moments[moment], picture, rows,
                   [&](Index row, double share) { picture.density(row, time) = static_cast<float>(share); });
    }
    return picture;
}

} // namespace

std::vector<WeightSpread> weightSpreads(const Layer<float>& layer, std::size_t number, std::int64_t update,
                                        const WeightHistory& history, Index rows, Index times) {
    std::vector<WeightSpread> pictures;
    for (std::size_t p = 0; p < layer.layout().specs.size(); ++p)
        pictures.push_back(spreadOf(layer, layer.layout()[p], history.of(number, p), update, rows, times));
    return pictures;
}

} // namespace dalescope
