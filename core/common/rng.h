// Randomness: every generator is derived from the run's seed, a named stream and a position in it, so that
// any point of a run can be reached without replaying what came before, and no use of randomness disturbs
// another.
#pragma once

#include <cstdint>
#include <random>

namespace dalescope {

using Rng = std::mt19937_64;

/// What the randomness is for. The numbers are part of the file format: a seed means the same in every
/// version.
enum class RngStream : std::uint64_t {
    Weights = 1,
    BatchOrder = 2,
    FisherLabels = 3,
    Glyphs = 4,
    ProbeBatch = 5,
    DelayedMatch = 6,
    Dropout = 10,
    Validation = 11,
    RandomSearch = 12,
    Disturbance = 13,
    Intervention = 14
};

/// The generator of `stream` at `position` (an epoch, an update, a layer: whatever counts in that stream).
Rng makeRng(std::uint64_t seed, RngStream stream, std::uint64_t position = 0);

/// Uniform in [0, 1), 53 random bits. Standard distributions differ between libraries; these do not.
double uniform(Rng& rng);
/// Exponential with the given mean.
double exponential(Rng& rng, double mean);
/// Standard normal (Box and Muller; two uniforms a draw).
double normal(Rng& rng);
/// Uniform integer in [0, bound); bound > 0.
std::uint64_t uniformBelow(Rng& rng, std::uint64_t bound);

} // namespace dalescope
