// Extremes and sum of many values at once, for the pictures of a network that trains.
#pragma once

#include "core/common/matrix.h"

#include <limits>

namespace dalescope {

/// Of those values that are finite; least > most where there is none.
struct FiniteRange {
    float least = std::numeric_limits<float>::infinity();
    float most = -std::numeric_limits<float>::infinity();
    double sum = 0;
    Index count = 0;
};
FiniteRange finiteRange(const float* values, Index count);

} // namespace dalescope
