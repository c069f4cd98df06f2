// From corrected gradients to new weights (algorithm 2).
#pragma once

#include "core/network/network.h"

namespace dalescope {

/// theta -= rate * factor * gradient, factor the heuristic's where learning.correction asks for it; then the
/// non-negative parameters are clamped at zero.
template <class Scalar>
void updateWeights(Network<Scalar>& network, const PerLayer<Scalar>& gradients, double rate,
                   const LearningConfig& learning);

} // namespace dalescope
