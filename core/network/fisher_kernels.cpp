#include "core/network/fisher_kernels.h"

#include "core/common/simd.h"

namespace dalescope::kernels {

namespace {

template <class Scalar>
DALESCOPE_INLINE void divideLoop(Scalar* __restrict g, const Scalar* __restrict f, Index count, Scalar guard,
                                 Scalar scale) {
    for (Index i = 0; i < count; ++i)
        g[i] = scale * g[i] / (f[i] + guard);
}

// So many are summed in the loops' own precision: their error stays far below what a cosine shows.
constexpr Index block = 512;

/// Sums of so many elements, in the lanes of the loop that takes them.
template <class Scalar>
struct InformationLanes {
    Scalar gradient[lanes] = {}, product[lanes] = {}, corrected[lanes] = {}, inverse[lanes] = {};

    DALESCOPE_INLINE void take(Index lane, Scalar slope, Scalar over) {
        const Scalar scaled = slope * over;
        gradient[lane] += slope * slope;
        product[lane] += slope * scaled;
        corrected[lane] += scaled * scaled;
        inverse[lane] += over * over;
    }
    void addTo(InformationSums& sums) const {
        for (Index lane = 0; lane < lanes; ++lane)
            sums += {static_cast<double>(gradient[lane]), static_cast<double>(product[lane]),
                     static_cast<double>(corrected[lane]), static_cast<double>(inverse[lane])};
    }
};

template <class Scalar>
DALESCOPE_INLINE InformationSums advanceLoop(Scalar* __restrict f, const Scalar* __restrict s,
                                             const Scalar* __restrict g, Index count, Scalar keep, Scalar add,
                                             Scalar guard) {
    InformationSums sums;
    for (Index first = 0; first < count; first += block) {
        const Index end = first + block < count ? first + block : count;
        InformationLanes<Scalar> part;
        const auto take = [&](Index i, Index lane) __attribute__((always_inline)) {
            f[i] = keep * f[i] + add * s[i];
            part.take(lane, g[i], Scalar(1) / (f[i] + guard));
        };
        inLanes(first, end, take);
        part.addTo(sums);
    }
    return sums;
}

template <class Scalar>
DALESCOPE_INLINE EffectSums effectLoop(const Scalar* f, const Scalar* g, Index count, Scalar guard) {
    EffectSums sums;
    for (Index first = 0; first < count; first += block) {
        const Index end = first + block < count ? first + block : count;
        InformationLanes<Scalar> part;
        Scalar information[lanes] = {}, plain[lanes] = {}, corrected[lanes] = {};
        const auto take = [&](Index i, Index lane) __attribute__((always_inline)) {
            const Scalar own = f[i], slope = g[i], over = Scalar(1) / (own + guard), scaled = slope * over;
            part.take(lane, slope, over);
            information[lane] += own;
            plain[lane] += own * (slope * slope);
            corrected[lane] += own * (scaled * scaled);
        };
        inLanes(first, end, take);
        part.addTo(sums.beside);
        for (Index lane = 0; lane < lanes; ++lane)
            sums += {static_cast<double>(information[lane]),
                     static_cast<double>(plain[lane]),
                     static_cast<double>(corrected[lane]),
                     {}};
    }
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

EffectSums& EffectSums::operator+=(const EffectSums& o) {
    information += o.information;
    plain += o.plain;
    corrected += o.corrected;
    beside += o.beside;
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
DALESCOPE_SIMD EffectSums effectSums(const float* f, const float* g, Index count, float guard) {
    return effectLoop(f, g, count, guard);
}
DALESCOPE_SIMD EffectSums effectSums(const double* f, const double* g, Index count, double guard) {
    return effectLoop(f, g, count, guard);
}

} // namespace dalescope::kernels
