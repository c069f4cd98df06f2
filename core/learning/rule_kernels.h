// Passes over flat vectors for the rules that bound a step and for what comes of it, vectorised for each
// instruction set.
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

/// What a clamp at zero does to the step from theta to theta - step g. Sums of squares, but for two: over all
/// elements of g; over those that would fall below zero, of the step wanted (`lost`), of the one left (to
/// zero, `left`), of the difference (`cut`), and wanted by left (`product`). zeros: elements that end at
/// zero.
struct StepSums {
    double gradient = 0, lost = 0, left = 0, cut = 0, product = 0, zeros = 0;
    StepSums& operator+=(const StepSums& o);
};
StepSums stepSums(const float* theta, const float* g, Index count, float step);
StepSums stepSums(const double* theta, const double* g, Index count, double step);

} // namespace dalescope::kernels
