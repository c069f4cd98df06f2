#include "core/common/finite_range.h"

#include "core/common/simd.h"

#include <algorithm>

namespace dalescope {

DALESCOPE_SIMD FiniteRange finiteRange(const float* values, Index count) {
    constexpr Index block = 1024; // keeps a float's sum and count exact enough
    constexpr float none = std::numeric_limits<float>::infinity(),
                    largest = std::numeric_limits<float>::max();
    FiniteRange range;
    for (Index first = 0; first < count; first += block) {
        const Index end = std::min(first + block, count);
        float least[lanes], most[lanes], sum[lanes] = {}, finite[lanes] = {};
        std::fill(least, least + lanes, none);
        std::fill(most, most + lanes, -none);
        const auto take = [&](Index i, Index lane) __attribute__((always_inline)) {
            const float value = values[i];
            const bool counts = value >= -largest && value <= largest;
            const float low = counts ? value : none, high = counts ? value : -none;
            least[lane] = low < least[lane] ? low : least[lane];
            most[lane] = high > most[lane] ? high : most[lane];
            sum[lane] += counts ? value : 0.0f;
            finite[lane] += counts ? 1.0f : 0.0f;
        };
        inLanes(first, end, take);
        for (Index lane = 0; lane < lanes; ++lane) {
            range.least = std::min(range.least, least[lane]);
            range.most = std::max(range.most, most[lane]);
            range.sum += static_cast<double>(sum[lane]);
            range.count += static_cast<Index>(finite[lane]);
        }
    }
    return range;
}

} // namespace dalescope
