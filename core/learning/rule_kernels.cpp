#include "core/learning/rule_kernels.h"

#include "core/common/simd.h"

namespace dalescope::kernels {

namespace {

template <class Scalar>
DALESCOPE_INLINE double sumOfSquaresLoop(const Scalar* g, Index count) {
    double sums[lanes] = {};
    const auto add = [&](Index i, Index lane) {
        const auto value = static_cast<double>(g[i]);
        sums[lane] += value * value;
    };
    inLanes(0, count, add);
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
    inLanes(0, count, add);
    ClampSums sums;
    for (Index lane = 0; lane < lanes; ++lane)
        sums += {kept[lane], all[lane]};
    return sums;
}

// In the parameters' own precision, so that a vector holds as many as it can; added in double block by block.
template <class Scalar>
DALESCOPE_INLINE StepSums stepSumsLoop(const Scalar* theta, const Scalar* g, Index count, Scalar step) {
    constexpr Index block = 1024;
    StepSums sums;
    for (Index first = 0; first < count; first += block) {
        const Index end = first + block < count ? first + block : count;
        Scalar gradient[lanes] = {}, lost[lanes] = {}, left[lanes] = {}, cut[lanes] = {}, product[lanes] = {},
               zeros[lanes] = {};
        const auto add = [&](Index i, Index lane) {
            const Scalar slope = g[i], from = theta[i], wanted = step * slope, below = from - wanted;
            const Scalar falls = below < 0 ? Scalar(1) : Scalar(0);
            gradient[lane] += slope * slope;
            lost[lane] += falls * (wanted * wanted);
            left[lane] += falls * (from * from);
            cut[lane] += falls * (below * below);
            product[lane] += falls * (wanted * from);
            zeros[lane] += below <= 0 ? Scalar(1) : Scalar(0);
        };
        inLanes(first, end, add);
        for (Index lane = 0; lane < lanes; ++lane)
            sums += {static_cast<double>(gradient[lane]), static_cast<double>(lost[lane]),
                     static_cast<double>(left[lane]),     static_cast<double>(cut[lane]),
                     static_cast<double>(product[lane]),  static_cast<double>(zeros[lane])};
    }
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
