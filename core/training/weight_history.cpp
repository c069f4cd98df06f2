#include "core/training/weight_history.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dalescope {

double ValueHistogram::between(double a, double b) const {
    const auto from = static_cast<double>(low), to = static_cast<double>(high);
    if (!(to > from))
        return a <= from && from < b ? 1 : 0;
    const double width = (to - from) / bins;
    const double first = std::clamp((a - from) / width, 0.0, double(bins)),
                 last = std::clamp((b - from) / width, 0.0, double(bins));
    double sum = 0;
    for (int bin = static_cast<int>(first); bin < bins && bin < last; ++bin)
        sum += static_cast<double>(shares[static_cast<std::size_t>(bin)]) *
               (std::min<double>(last, bin + 1) - std::max<double>(first, bin));
    return sum;
}

ValueHistogram histogramOf(const Vector<float>& flat, const ParameterSpec& spec, std::int64_t update,
                           Index most) {
    ValueHistogram result;
    result.update = update;
    const Index count = spec.count();
    Index step = std::max<Index>(1, count / std::max<Index>(1, most));
    while (std::gcd(step, spec.rows) != 1) // or it would keep to some of the rows
        ++step;
    const auto each = [&](const auto& use) {
        Index column = 0, row = 0;
        while (column < spec.columns) {
            use(flat[spec.offset + column * spec.leading + row]);
            for (row += step; row >= spec.rows; row -= spec.rows)
                ++column;
        }
    };
    float low = std::numeric_limits<float>::infinity(), high = -low;
    Index seen = 0, zeros = 0;
    each([&](float value) {
        low = std::min(low, value);
        high = std::max(high, value);
        zeros += value == 0 ? 1 : 0;
        ++seen;
    });
    if (seen == 0 || !std::isfinite(low) || !std::isfinite(high))
        return result;
    result.low = low;
    result.high = high;
    result.zeros = static_cast<float>(zeros) / static_cast<float>(seen);
    const float scale = high > low ? static_cast<float>(ValueHistogram::bins) / (high - low) : 0;
    std::array<Index, ValueHistogram::bins> counts{};
    each([&](float value) {
        const auto bin = static_cast<std::size_t>((value - low) * scale);
        ++counts[std::min<std::size_t>(bin, ValueHistogram::bins - 1)];
    });
    for (std::size_t bin = 0; bin < counts.size(); ++bin)
        result.shares[bin] = static_cast<float>(counts[bin]) / static_cast<float>(seen);
    return result;
}

void WeightHistory::offer(const Network<float>& network, std::int64_t update) {
    if (offers_++ % every_ != 0)
        return;
    Moment moment;
    for (std::size_t l = 0; l < network.size(); ++l) {
        auto& layer = moment.emplace_back();
        for (const auto& spec : network[l].layout().specs)
            layer.push_back(histogramOf(network[l].parameters(), spec, update, sampled));
    }
    const std::lock_guard lock(lock_);
    moments_.push_back(std::move(moment));
    if (moments_.size() < mostMoments)
        return;
    for (std::size_t i = 1; 2 * i < moments_.size(); ++i)
        moments_[i] = std::move(moments_[2 * i]);
    moments_.resize((moments_.size() + 1) / 2);
    every_ *= 2;
}

void WeightHistory::begin(const WeightHistory& parent, std::int64_t offers) {
    std::vector<Moment> moments;
    std::int64_t every = 1;
    {
        const std::lock_guard lock(parent.lock_);
        every = parent.every_;
        const auto taken = std::min<std::int64_t>((offers + every - 1) / every,
                                                  static_cast<std::int64_t>(parent.moments_.size()));
        moments.assign(parent.moments_.begin(), parent.moments_.begin() + taken);
    }
    const std::lock_guard lock(lock_);
    moments_ = std::move(moments);
    every_ = every;
    offers_ = offers;
}

std::vector<ValueHistogram> WeightHistory::of(std::size_t layer, std::size_t parameter) const {
    std::vector<ValueHistogram> result;
    const std::lock_guard lock(lock_);
    for (const auto& moment : moments_)
        if (layer < moment.size() && parameter < moment[layer].size())
            result.push_back(moment[layer][parameter]);
    return result;
}

WeightHistory::Kept WeightHistory::keep() const {
    return {moments_, offers_, every_};
}

void WeightHistory::take(Kept kept) {
    const std::lock_guard lock(lock_);
    moments_ = std::move(kept.moments);
    offers_ = kept.offers;
    every_ = kept.every;
}

} // namespace dalescope
