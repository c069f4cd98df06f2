#include "core/network/balance_penalty.h"

#include <cmath>

namespace dalescope {

template <class Scalar>
BalancePenalty<Scalar> balancePenalty(const Currents<Scalar>& currents, double weight) {
    BalancePenalty<Scalar> penalty;
    if (currents.gamma.size() == 0)
        return penalty;
    const auto zE = currents.excitatory.array().template cast<double>();
    const double mean = zE.mean(), deviation = std::sqrt((zE - mean).square().mean());
    const double inhibition = currents.inhibitory.template cast<double>().mean();
    const double gamma = currents.gamma.template cast<double>().mean();
    if (!(inhibition > 0 && gamma > 0 && deviation > 0))
        return penalty;
    const double ratio = mean / inhibition, match = deviation / gamma;
    penalty.value = weight * ((ratio - 1) * (ratio - 1) + (match - 1) * (match - 1));
    const double each = 2 * weight / static_cast<double>(currents.excitatory.size());
    const double byRatio = each * (ratio - 1) / inhibition, byMatch = each * (match - 1) / gamma;
    penalty.pull.offset = static_cast<Scalar>(byRatio);
    penalty.pull.slope = static_cast<Scalar>(byMatch / deviation);
    penalty.pull.mean = static_cast<Scalar>(mean);
    penalty.pull.subtractive = static_cast<Scalar>(-byRatio * ratio);
    penalty.pull.divisive = static_cast<Scalar>(-byMatch * match);
    return penalty;
}

template BalancePenalty<float> balancePenalty(const Currents<float>&, double);
template BalancePenalty<double> balancePenalty(const Currents<double>&, double);

} // namespace dalescope
