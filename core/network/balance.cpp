#include "core/network/balance.h"

#include <cmath>
#include <limits>

namespace dalescope {

namespace {

struct Moments {
    double mean, deviation;
};

template <class Scalar>
Moments moments(const Matrix<Scalar>& m) {
    const double mean = m.template cast<double>().mean();
    return {mean, std::sqrt((m.template cast<double>().array() - mean).square().mean())};
}

template <class Scalar>
double meanCorrelation(const Currents<Scalar>& currents) {
    double sum = 0;
    Index units = 0;
    for (Index unit = 0; unit < currents.excitatory.rows(); ++unit) {
        const Eigen::ArrayXd e = currents.excitatory.row(unit).template cast<double>().transpose();
        const Eigen::ArrayXd i = currents.inhibitory.row(unit).template cast<double>().transpose();
        const Eigen::ArrayXd de = e - e.mean(), di = i - i.mean();
        const double norm = std::sqrt(de.square().sum() * di.square().sum());
        if (norm > 0) {
            sum += (de * di).sum() / norm;
            ++units;
        }
    }
    return units ? sum / static_cast<double>(units) : std::numeric_limits<double>::quiet_NaN();
}

/// NaN where no unit has any input.
template <class Scalar>
double smallestGamma(const Currents<Scalar>& currents) {
    const auto silent = currents.excitatory.array() <= 0 && currents.inhibitory.array() <= 0;
    constexpr Scalar largest = std::numeric_limits<Scalar>::max();
    const Scalar smallest = silent.select(largest, currents.gamma.array()).minCoeff();
    return smallest < largest ? static_cast<double>(smallest) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

template <class Scalar>
Balance measureBalance(const Currents<Scalar>& currents, const Matrix<Scalar>& z) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    Balance balance;
    const Moments excitation = moments(currents.excitatory), all = moments(z);
    const double inhibition = currents.inhibitory.template cast<double>().mean();
    balance.ratio = inhibition > 0 ? excitation.mean / inhibition : none;
    balance.zMean = all.mean;
    balance.zStd = all.deviation;
    balance.activeFraction =
        static_cast<double>((z.array() > Scalar(0)).count()) / static_cast<double>(z.size());
    balance.correlation = meanCorrelation(currents);
    const bool divisive = currents.gamma.size() > 0;
    balance.gammaMean = divisive ? currents.gamma.template cast<double>().mean() : none;
    balance.gammaMin = divisive ? smallestGamma(currents) : none;
    balance.divisiveMatch = divisive ? excitation.deviation / balance.gammaMean : none;
    return balance;
}

template Balance measureBalance(const Currents<float>&, const Matrix<float>&);
template Balance measureBalance(const Currents<double>&, const Matrix<double>&);

} // namespace dalescope
