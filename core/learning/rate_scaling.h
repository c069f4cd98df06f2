// Learning-rate scaling (algorithm 6).
#pragma once

#include "core/network/parameters.h"

#include <span>

namespace dalescope {

/// The list of rates to try is rate, rate / 2, rate / 4, ... with this many halvings at most; where none of
/// them will do, the last one, a millionth of the first, is used.
constexpr int mostHalvings = 20;

/// The first rate of that list with cos(max(0, theta'), theta') = |max(0, theta')| / |theta'| >= `minimum`
/// (M), where theta' = theta - rate * factor * gradient over the layer's non-negative parameters taken as one
/// vector. A layer that has none keeps `rate`. factors: one a parameter.
template <class Scalar>
double scaledRate(const ParameterLayout& layout, const Vector<Scalar>& theta, const Vector<Scalar>& gradient,
                  std::span<const double> factors, double rate, double minimum);

} // namespace dalescope
