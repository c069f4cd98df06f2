// Inputs made worse on purpose, to see how much a network bears.
#pragma once

#include "core/common/rng.h"
#include "core/data/dataset.h"
#include "core/network/network.h"

#include <functional>
#include <string>
#include <vector>

namespace dalescope {

/// Kinds, each with a strength from 0 (nothing) to 1.
enum class Disturbance {
    Noise,    ///< normal, with that standard deviation, cut to [0, 1]
    Contrast, ///< every pixel moves that share of the way to the image's mean
    Shift,    ///< to the right by that share of the width; what comes in is black
    Occlusion ///< a black square of that share of the image's area, at a random place
};

/// Disturbs one example in place; x: d values in [0, 1] of `shape`. The same rng state gives the same.
void disturb(Eigen::Ref<Vector<float>> x, const ImageShape& shape, Disturbance kind, double strength,
             Rng& rng);

/// Percent of the first `examples` test examples that the network gets wrong at each strength. Every strength
/// disturbs an example from the same random numbers of `seed`. Asks `goOn` before each strength and returns
/// what it has once that is false.
std::vector<double> errorUnderDisturbance(const Network<float>& network, const Dataset& data,
                                          Disturbance kind, const std::vector<double>& strengths,
                                          Index examples, std::uint64_t seed,
                                          const std::function<bool()>& goOn);

} // namespace dalescope
