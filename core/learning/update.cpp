#include "core/learning/update.h"

#include "core/learning/correction.h"
#include "core/learning/norm_limit.h"
#include "core/learning/rate_scaling.h"
#include "core/network/step.h"

namespace dalescope {

template <class Scalar>
void WeightUpdate<Scalar>::operator()(Network<Scalar>& network, PerLayer<Scalar>& gradients,
                                      const DiagonalFisher<Scalar>* fisher, double rate,
                                      const LearningConfig& learning, UpdateLedger* ledger) {
    if (learning.correction == "fisher")
        fisher->correct(gradients);
    prepare(network, gradients, fisher, rate, learning, ledger);
    for (std::size_t i = 0; i < network.size(); ++i)
        takeStep<Scalar>(network[i].layout(), gradients[i], steps_[i], network[i].parameters());
}

template <class Scalar>
void WeightUpdate<Scalar>::foresee(const Network<Scalar>& network, const PerLayer<Scalar>& gradients,
                                   const DiagonalFisher<Scalar>* fisher, double rate,
                                   const LearningConfig& learning, UpdateLedger& ledger) {
    if (learning.correction != "fisher")
        return prepare(network, gradients, fisher, rate, learning, &ledger);
    PerLayer<Scalar> corrected = gradients;
    fisher->correct(corrected);
    prepare(network, corrected, fisher, rate, learning, &ledger);
}

template <class Scalar>
void WeightUpdate<Scalar>::prepare(const Network<Scalar>& network, const PerLayer<Scalar>& gradients,
                                   const DiagonalFisher<Scalar>* fisher, double rate,
                                   const LearningConfig& learning, UpdateLedger* ledger) {
    const bool byFisher = learning.correction == "fisher";
    if (ledger)
        ledger->resize(network.size());
    rates_.assign(network.size(), rate);
    steps_.resize(network.size());
    for (std::size_t i = 0; i < network.size(); ++i) {
        const auto& layout = network[i].layout();
        const auto& theta = network[i].parameters();
        correctionFactors(layout, learning, factors_);
        if (learning.normLimit > 0) {
            const double limited = normLimitFactor(layout, gradients[i], factors_, learning.normLimit);
            for (double& factor : factors_)
                factor *= limited;
        }
        if (learning.rateScaling > 0)
            rates_[i] = scaledRate(layout, theta, gradients[i], factors_, rate, learning.rateScaling);
        setSteps(i);
        if (ledger) {
            auto& accounts = (*ledger)[i];
            accounts.resize(layout.specs.size());
            for (std::size_t p = 0; p < accounts.size(); ++p) {
                accounts[p] = accountOfStep(layout[p], theta, gradients[i], steps_[i][p]);
                if (byFisher) // the plain gradient has been written over
                    accounts[p].gradient = fisher->sums()[i][p].gradient;
            }
        }
    }
}

template <class Scalar>
void WeightUpdate<Scalar>::setSteps(std::size_t layer) {
    steps_[layer].clear();
    for (const double factor : factors_)
        steps_[layer].push_back(static_cast<Scalar>(rates_[layer] * factor));
}

template <class Scalar>
bool WeightUpdate<Scalar>::looksAtGradient(const LearningConfig& learning) {
    return learning.correction == "fisher" || learning.normLimit > 0 || learning.rateScaling > 0;
}

template <class Scalar>
const std::vector<std::vector<Scalar>>& WeightUpdate<Scalar>::plainRates(const Network<Scalar>& network,
                                                                         double rate,
                                                                         const LearningConfig& learning) {
    rates_.assign(network.size(), rate);
    steps_.resize(network.size());
    for (std::size_t i = 0; i < network.size(); ++i) {
        correctionFactors(network[i].layout(), learning, factors_);
        setSteps(i);
    }
    return steps_;
}

template class WeightUpdate<float>;
template class WeightUpdate<double>;

} // namespace dalescope
