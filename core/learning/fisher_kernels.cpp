#include "core/learning/fisher_kernels.h"

#include "core/common/simd.h"

namespace dalescope::kernels {

namespace {

template <class Scalar>
DALESCOPE_INLINE void divideLoop(Scalar* __restrict g, const Scalar* __restrict f, Index count, Scalar guard,
                                 Scalar scale) {
    for (Index i = 0; i < count; ++i)
        g[i] = scale * g[i] / (f[i] + guard);
}

template <class Scalar>
DALESCOPE_INLINE InformationSums advanceLoop(Scalar* __restrict f, const Scalar* __restrict s,
                                             const Scalar* __restrict g, Index count, Scalar keep, Scalar add,
                                             Scalar guard) {
    // Eight running sums of each kind: independent of one another, so that they become the lanes of vectors.
    constexpr Index lanes = 8;
    double gradient[lanes] = {}, product[lanes] = {}, corrected[lanes] = {}, inverse[lanes] = {};
    const auto take = [&](Index i, Index lane) __attribute__((always_inline)) {
        f[i] = keep * f[i] + add * s[i];
        const Scalar over = Scalar(1) / (f[i] + guard);
        const auto plain = static_cast<double>(g[i]);
        const auto scaled = static_cast<double>(g[i] * over);
        gradient[lane] += plain * plain;
        product[lane] += plain * scaled;
        corrected[lane] += scaled * scaled;
        inverse[lane] += static_cast<double>(over) * static_cast<double>(over);
    };
    Index i = 0;
    for (; i + lanes <= count; i += lanes)
        for (Index lane = 0; lane < lanes; ++lane)
            take(i + lane, lane);
    for (; i < count; ++i)
        take(i, 0);
    InformationSums sums;
    for (Index lane = 0; lane < lanes; ++lane)
        sums += {gradient[lane], product[lane], corrected[lane], inverse[lane]};
    return sums;
}

} // namespace

InformationSums& InformationSums::operator+=(const InformationSums& o) {
    gradient += o.gradient;
    product += o.product;
    corrected += o.corrected;
    inverse += o.inverse;
    return *this;
}

DALESCOPE_SIMD void divideByInformation(float* g, const float* f, Index count, float guard, float scale) {
    divideLoop(g, f, count, guard, scale);
}
DALESCOPE_SIMD void divideByInformation(double* g, const double* f, Index count, double guard, double scale) {
    divideLoop(g, f, count, guard, scale);
}
DALESCOPE_SIMD InformationSums advanceAndSum(float* f, const float* s, const float* g, Index count,
                                             float keep, float add, float guard) {
    return advanceLoop(f, s, g, count, keep, add, guard);
}
DALESCOPE_SIMD InformationSums advanceAndSum(double* f, const double* s, const double* g, Index count,
                                             double keep, double add, double guard) {
    return advanceLoop(f, s, g, count, keep, add, guard);
}

} // namespace dalescope::kernels
