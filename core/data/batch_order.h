// In which order a run sees its examples.
#pragma once

#include <cstdint>
#include <vector>

namespace dalescope {

/// A random order of 0 .. count-1 (Fisher-Yates) that depends on seed and epoch alone, so that a run can be
/// taken up at any epoch without replaying the ones before.
void epochOrder(std::uint64_t seed, std::int64_t epoch, std::uint32_t count,
                std::vector<std::uint32_t>& order);
inline std::vector<std::uint32_t> epochOrder(std::uint64_t seed, std::int64_t epoch, std::uint32_t count) {
    std::vector<std::uint32_t> order;
    epochOrder(seed, epoch, count, order);
    return order;
}

} // namespace dalescope
