#include "core/data/batch_order.h"

#include "core/common/rng.h"

#include <numeric>
#include <utility>

namespace dalescope {

void epochOrder(std::uint64_t seed, std::int64_t epoch, std::uint32_t count,
                std::vector<std::uint32_t>& order) {
    order.resize(count);
    std::iota(order.begin(), order.end(), 0U);
    Rng rng = makeRng(seed, RngStream::BatchOrder, static_cast<std::uint64_t>(epoch));
    for (std::uint32_t i = count; i > 1; --i)
        std::swap(order[i - 1], order[uniformBelow(rng, i)]);
}

} // namespace dalescope
