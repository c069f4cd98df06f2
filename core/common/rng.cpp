#include "core/common/rng.h"

#include <cmath>
#include <numbers>

namespace dalescope {

namespace {

// SplitMix64 (Steele, Lea and Flood, 2014): decorrelates neighbouring seeds, streams and positions.
std::uint64_t mix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

} // namespace

Rng makeRng(std::uint64_t seed, RngStream stream, std::uint64_t position) {
    return Rng(mix(mix(mix(seed) + static_cast<std::uint64_t>(stream)) + position));
}

double uniform(Rng& rng) {
    return static_cast<double>(rng() >> 11) * 0x1.0p-53;
}

double exponential(Rng& rng, double mean) {
    return -mean * std::log1p(-uniform(rng));
}

double normal(Rng& rng) {
    const double radius = std::sqrt(-2 * std::log1p(-uniform(rng)));
    return radius * std::cos(2 * std::numbers::pi * uniform(rng));
}

std::uint64_t uniformBelow(Rng& rng, std::uint64_t bound) {
    // Values from the incomplete last block would favour small results; draw again.
    const std::uint64_t limit = Rng::max() - Rng::max() % bound;
    std::uint64_t x = rng();
    while (x >= limit)
        x = rng();
    return x % bound;
}

} // namespace dalescope
