// The heuristic correction of updates (algorithm 3).
#pragma once

#include "core/network/parameters.h"
#include "core/settings/config.h"

namespace dalescope {

/// What the gradient of `spec` is multiplied by: 1/sqrt(n_e) for WIE, 1/d for WEI, 1/(d sqrt(n_e)) for alpha
/// where `learning` has that kind switched on, 1 otherwise. Whether the correction is in use at all is not
/// asked.
double heuristicFactor(const ParameterSpec& spec, const LearningConfig& learning);

/// Whether parameters of that kind are not to move.
bool isFrozen(const ParameterSpec& spec, const FrozenConfig& freeze);

/// Sets `factors` to one for each parameter of `layout`: 0 where it is frozen, heuristicFactor() where the
/// heuristic is the correction in use, 1 otherwise. A frozen parameter keeps its bits in every kind of
/// update, counts nothing in the norm of algorithm 5, and in algorithm 6 stands among the clamped ones
/// unmoved.
void correctionFactors(const ParameterLayout& layout, const LearningConfig& learning,
                       std::vector<double>& factors);

} // namespace dalescope
