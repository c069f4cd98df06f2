#include "core/network/initialisation.h"

#include <cmath>
#include <numbers>

namespace dalescope {

namespace {

constexpr double twoPi = 2 * std::numbers::pi;

template <class Out, class Draw>
void fill(Out& out, Draw draw) {
    for (Index column = 0; column < out.cols(); ++column)
        for (Index row = 0; row < out.rows(); ++row)
            out(row, column) = static_cast<typename Out::Scalar>(draw());
}

} // namespace

double balancedMean(double d) {
    return std::sqrt(twoPi / (d * (twoPi - 1)));
}

double balancedAlpha(double d) {
    return std::log(std::sqrt((twoPi - 1) / d));
}

double columnMean(double excitatory, double inhibitory) {
    const double columns = inhibitory > 0 ? excitatory + excitatory * excitatory / inhibitory : excitatory;
    return balancedMean(columns);
}

template <class Scalar>
void drawExponential(Eigen::Ref<Matrix<Scalar>, 0, Eigen::OuterStride<>> out, double mean, Rng& rng) {
    fill(out, [&] { return exponential(rng, mean); });
}

template <class Scalar>
void drawNormal(Eigen::Ref<Matrix<Scalar>, 0, Eigen::OuterStride<>> out, double standardDeviation, Rng& rng) {
    fill(out, [&] { return standardDeviation * normal(rng); });
}

template void drawExponential<float>(Eigen::Ref<Matrix<float>, 0, Eigen::OuterStride<>>, double, Rng&);
template void drawExponential<double>(Eigen::Ref<Matrix<double>, 0, Eigen::OuterStride<>>, double, Rng&);
template void drawNormal<float>(Eigen::Ref<Matrix<float>, 0, Eigen::OuterStride<>>, double, Rng&);
template void drawNormal<double>(Eigen::Ref<Matrix<double>, 0, Eigen::OuterStride<>>, double, Rng&);

} // namespace dalescope
