// Passes over flat vectors for the rules that bound a step, vectorised for each instruction set.
#pragma once

#include "core/common/matrix.h"

namespace dalescope::kernels {

/// Sum of g^2, added in double.
double sumOfSquares(const float* g, Index count);
double sumOfSquares(const double* g, Index count);

/// Sums of squares of theta' = theta - step g: of all of it, and of what a clamp at zero keeps.
struct ClampSums {
    double kept = 0, all = 0;
    ClampSums& operator+=(const ClampSums& o) {
        kept += o.kept;
        all += o.all;
        return *this;
    }
};
ClampSums clampSums(const float* theta, const float* g, Index count, float step);
ClampSums clampSums(const double* theta, const double* g, Index count, double step);

} // namespace dalescope::kernels
