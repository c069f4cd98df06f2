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

} // namespace

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

} // namespace dalescope::kernels
