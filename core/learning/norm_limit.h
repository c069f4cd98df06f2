// Gradient norm limit (algorithm 5).
#pragma once

#include "core/network/parameters.h"

#include <span>

namespace dalescope {

/// What a layer's gradient is multiplied by so that its norm is at most `limit` (M > 0): M / norm above M,
/// else 1. `gradient` is the layer's plain one and `factors` its correction's, one a parameter: the norm is
/// that of the corrected gradient, all parameters taken together. A gradient that is not finite is left as it
/// is.
template <class Scalar>
double normLimitFactor(const ParameterLayout& layout, const Vector<Scalar>& gradient,
                       std::span<const double> factors, double limit);

} // namespace dalescope
