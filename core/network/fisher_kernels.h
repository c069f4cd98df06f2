// Passes over flat vectors for the Fisher information, vectorised for each instruction set.
#pragma once

#include "core/common/matrix.h"

namespace dalescope::kernels {

/// g = scale g / (f + guard)
void divideByInformation(float* g, const float* f, Index count, float guard, float scale);
void divideByInformation(double* g, const double* f, Index count, double guard, double scale);

/// f = keep f + add s, and of the new f: sums of g^2, g c and c^2 with c = g / (f + guard), and of 1 / (f +
/// guard)^2, added in double block by block.
struct InformationSums {
    double gradient = 0, product = 0, corrected = 0, inverse = 0;
    InformationSums& operator+=(const InformationSums& o);
};
InformationSums advanceAndSum(float* f, const float* s, const float* g, Index count, float keep, float add,
                              float guard);
InformationSums advanceAndSum(double* f, const double* s, const double* g, Index count, double keep,
                              double add, double guard);

/// Sums of f, and of f g^2 and f c^2 with c = g / (f + guard), added in double block by block; with them the
/// sums that advanceAndSum() takes, of f as it is.
struct EffectSums {
    double information = 0, plain = 0, corrected = 0;
    InformationSums beside;
    EffectSums& operator+=(const EffectSums& o);
};
EffectSums effectSums(const float* f, const float* g, Index count, float guard);
EffectSums effectSums(const double* f, const double* g, Index count, double guard);

} // namespace dalescope::kernels
