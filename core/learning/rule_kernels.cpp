#include "core/learning/rule_kernels.h"

#include "core/common/simd.h"

namespace dalescope::kernels {

namespace {

// Running sums that are independent of one another, so that they become the lanes of vectors.
constexpr Index lanes = 16;

template <class Scalar>
DALESCOPE_INLINE double sumOfSquaresLoop(const Scalar* g, Index count) {
    double sums[lanes] = {};
    const auto add = [&](Index i, Index lane) {
        const auto value = static_cast<double>(g[i]);
        sums[lane] += value * value;
    };
    Index i = 0;
    for (; i + lanes <= count; i += lanes)
        for (Index lane = 0; lane < lanes; ++lane)
            add(i + lane, lane);
    for (; i < count; ++i)
        add(i, 0);
    double total = 0;
    for (const double sum : sums)
        total += sum;
    return total;
}

template <class Scalar>
DALESCOPE_INLINE ClampSums clampSumsLoop(const Scalar* theta, const Scalar* g, Index count, Scalar step) {
    double kept[lanes] = {}, all[lanes] = {};
    const auto add = [&](Index i, Index lane) {
        const auto moved = static_cast<double>(theta[i] - step * g[i]);
        const double square = moved * moved;
        all[lane] += square;
        kept[lane] += moved < 0 ? 0 : square;
    };
    Index i = 0;
    for (; i + lanes <= count; i += lanes)
        for (Index lane = 0; lane < lanes; ++lane)
            add(i + lane, lane);
    for (; i < count; ++i)
        add(i, 0);
    ClampSums sums;
    for (Index lane = 0; lane < lanes; ++lane)
        sums += {kept[lane], all[lane]};
    return sums;
}

template <class Scalar>
DALESCOPE_INLINE StepSums stepSumsLoop(const Scalar* theta, const Scalar* g, Index count, Scalar step) {
    double gradient[lanes] = {}, lost[lanes] = {}, left[lanes] = {}, cut[lanes] = {}, product[lanes] = {},
           zeros[lanes] = {};
    const auto wide = static_cast<double>(step);
    const auto add = [&](Index i, Index lane) {
        const auto slope = static_cast<double>(g[i]), from = static_cast<double>(theta[i]);
        const double wanted = wide * slope, below = from - wanted;
        const bool falls = below < 0;
        gradient[lane] += slope * slope;
        lost[lane] += falls ? wanted * wanted : 0;
        left[lane] += falls ? from * from : 0;
        cut[lane] += falls ? below * below : 0;
        product[lane] += falls ? wanted * from : 0;
        zeros[lane] += below <= 0 ? 1 : 0;
    };
    Index i = 0;
    for (; i + lanes <= count; i += lanes)
        for (Index lane = 0; lane < lanes; ++lane)
            add(i + lane, lane);
    for (; i < count; ++i)
        add(i, 0);
    StepSums sums;
    for (Index lane = 0; lane < lanes; ++lane)
        sums += {gradient[lane], lost[lane], left[lane], cut[lane], product[lane], zeros[lane]};
    return sums;
}

} // namespace

StepSums& StepSums::operator+=(const StepSums& o) {
    gradient += o.gradient;
    lost += o.lost;
    left += o.left;
    cut += o.cut;
    product += o.product;
    zeros += o.zeros;
    return *this;
}

DALESCOPE_SIMD double sumOfSquares(const float* g, Index count) {
    return sumOfSquaresLoop(g, count);
}
DALESCOPE_SIMD double sumOfSquares(const double* g, Index count) {
    return sumOfSquaresLoop(g, count);
}
DALESCOPE_SIMD ClampSums clampSums(const float* theta, const float* g, Index count, float step) {
    return clampSumsLoop(theta, g, count, step);
}
DALESCOPE_SIMD ClampSums clampSums(const double* theta, const double* g, Index count, double step) {
    return clampSumsLoop(theta, g, count, step);
}
DALESCOPE_SIMD StepSums stepSums(const float* theta, const float* g, Index count, float step) {
    return stepSumsLoop(theta, g, count, step);
}
DALESCOPE_SIMD StepSums stepSums(const double* theta, const double* g, Index count, double step) {
    return stepSumsLoop(theta, g, count, step);
}

} // namespace dalescope::kernels
