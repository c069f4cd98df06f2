// One step down a gradient.
#pragma once

#include "core/network/parameters.h"

#include <span>

namespace dalescope {

/// theta -= rates(p) * gradient for each parameter p of `layout`, then max(theta, 0) where it is
/// non-negative.
template <class Scalar>
void takeStep(const ParameterLayout& layout, const Vector<Scalar>& gradient, std::span<const Scalar> rates,
              Vector<Scalar>& theta);

} // namespace dalescope
