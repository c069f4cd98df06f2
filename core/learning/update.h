// From gradients to new weights: the one place that says in which order the learning rules apply.
#pragma once

#include "core/learning/fisher.h"
#include "core/learning/update_ledger.h"
#include "core/network/network.h"

#include <vector>

namespace dalescope {

/// Makes updates of one network (algorithm 2). For each layer, in this order:
///
///     gradient                        of the mean loss over the batch
///     -> correction                   by the Fisher information (algorithm 4) or the heuristic (algorithm 3)
///     -> norm limit                   of the corrected gradient (algorithm 5)
///     -> rate scaling                 of the limited one (algorithm 6)
///     -> step                         theta -= rate * gradient
///     -> clamp                        theta = max(theta, 0) where it is non-negative
///
/// Each rule takes no notice of those after it.
template <class Scalar>
class WeightUpdate {
public:
    /// `fisher` is used where learning.correction is "fisher", and must then be given; gradients are changed
    /// by it. `ledger`, where given, is set to what came of each parameter's step; it changes no bit of it.
    void operator()(Network<Scalar>& network, PerLayer<Scalar>& gradients,
                    const DiagonalFisher<Scalar>* fisher, double rate, const LearningConfig& learning,
                    UpdateLedger* ledger = nullptr);

    /// What would come of the steps, in `ledger`; the network stays as it is.
    void foresee(const Network<Scalar>& network, const PerLayer<Scalar>& gradients,
                 const DiagonalFisher<Scalar>* fisher, double rate, const LearningConfig& learning,
                 UpdateLedger& ledger);

    /// Whether a rule of `learning` looks at the gradient. Where none does, rates of each parameter say it
    /// all.
    static bool looksAtGradient(const LearningConfig& learning);
    /// What each parameter's gradient is multiplied by then: rate and correction. Sets rates().
    const std::vector<std::vector<Scalar>>& plainRates(const Network<Scalar>& network, double rate,
                                                       const LearningConfig& learning);

    /// The learning rate of each layer in the last update, after rate scaling.
    const std::vector<double>& rates() const { return rates_; }

private:
    /// Applies the rules between correction and step: sets rates_, steps_ and, where given, `ledger`.
    void prepare(const Network<Scalar>& network, const PerLayer<Scalar>& gradients,
                 const DiagonalFisher<Scalar>* fisher, double rate, const LearningConfig& learning,
                 UpdateLedger* ledger);
    void setSteps(std::size_t layer);

    std::vector<double> rates_;
    std::vector<double> factors_;            // of one layer's parameters
    std::vector<std::vector<Scalar>> steps_; // of each layer's parameters
};

} // namespace dalescope
