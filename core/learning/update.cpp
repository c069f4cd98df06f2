#include "core/learning/update.h"

#include "core/learning/correction.h"
#include "core/learning/norm_limit.h"
#include "core/learning/rate_scaling.h"
#include "core/network/kernels.h"

namespace dalescope {

template <class Scalar>
void WeightUpdate<Scalar>::operator()(Network<Scalar>& network, PerLayer<Scalar>& gradients,
                                      const DiagonalFisher<Scalar>* fisher, double rate,
                                      const LearningConfig& learning) {
    if (learning.correction == "fisher")
        fisher->correct(network, gradients);
    rates_.assign(network.size(), rate);
    for (std::size_t i = 0; i < network.size(); ++i) {
        const auto& layout = network[i].layout();
        auto& theta = network[i].parameters();
        correctionFactors(layout, learning, factors_);
        if (learning.normLimit > 0) {
            const double limited = normLimitFactor(layout, gradients[i], factors_, learning.normLimit);
            for (double& factor : factors_)
                factor *= limited;
        }
        if (learning.rateScaling > 0)
            rates_[i] = scaledRate(layout, theta, gradients[i], factors_, rate, learning.rateScaling);
        for (std::size_t p = 0; p < layout.specs.size(); ++p)
            forEachStretch(layout[p], [&](Index start, Index length) {
                kernels::step(theta.data() + start, gradients[i].data() + start, length,
                              static_cast<Scalar>(rates_[i] * factors_[p]), layout[p].nonNegative);
            });
    }
}

template class WeightUpdate<float>;
template class WeightUpdate<double>;

} // namespace dalescope
