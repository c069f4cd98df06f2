#include "core/learning/fisher_kernels.h"

#include "core/common/simd.h"

namespace dalescope::kernels {

namespace {

template <class Scalar>
DALESCOPE_INLINE void runningMeanLoop(Scalar* __restrict f, const Scalar* __restrict s, Index count,
                                      Scalar keep, Scalar add) {
    for (Index i = 0; i < count; ++i)
        f[i] = keep * f[i] + add * s[i];
}

template <class Scalar>
DALESCOPE_INLINE void divideLoop(Scalar* __restrict g, const Scalar* __restrict f, Index count, Scalar guard,
                                 Scalar scale) {
    for (Index i = 0; i < count; ++i)
        g[i] = scale * g[i] / (f[i] + guard);
}

template <class Scalar>
DALESCOPE_INLINE InformationSums sumsLoop(const Scalar* __restrict g, const Scalar* __restrict f, Index count,
                                          Scalar guard) {
    // Eight running sums of each kind: independent of one another, so that they become the lanes of vectors.
    constexpr Index lanes = 8;
    double gradient[lanes] = {}, product[lanes] = {}, corrected[lanes] = {}, inverse[lanes] = {};
    const auto add = [&](Index i, Index lane) {
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
            add(i + lane, lane);
    for (; i < count; ++i)
        add(i, 0);
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

DALESCOPE_SIMD void runningMean(float* f, const float* s, Index count, float keep, float add) {
    runningMeanLoop(f, s, count, keep, add);
}
DALESCOPE_SIMD void runningMean(double* f, const double* s, Index count, double keep, double add) {
    runningMeanLoop(f, s, count, keep, add);
}
DALESCOPE_SIMD void divideByInformation(float* g, const float* f, Index count, float guard, float scale) {
    divideLoop(g, f, count, guard, scale);
}
DALESCOPE_SIMD void divideByInformation(double* g, const double* f, Index count, double guard, double scale) {
    divideLoop(g, f, count, guard, scale);
}
DALESCOPE_SIMD InformationSums informationSums(const float* g, const float* f, Index count, float guard) {
    return sumsLoop(g, f, count, guard);
}
DALESCOPE_SIMD InformationSums informationSums(const double* g, const double* f, Index count, double guard) {
    return sumsLoop(g, f, count, guard);
}

} // namespace dalescope::kernels
