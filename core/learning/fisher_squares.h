// The squared gradients from which the Fisher information is estimated, by choice of their labels.
#pragma once

#include "core/network/network.h"

#include <vector>

namespace dalescope {

/// Computes the mean over a batch of squared per-example gradients of the cross-entropy against
///   - sampled: labels drawn from the model's softmax (algorithm 4): unbiased, one pass back;
///   - empirical: the batch's own labels: the "empirical Fisher", not the Fisher once the model errs;
///   - exact: every class, weighted by its probability: the expectation itself, one pass back a class.
template <class Scalar>
class FisherSquares {
public:
    explicit FisherSquares(const Network<Scalar>& network) : squares_(zerosLike(network)) {}

    /// After pass.forward() of x (d x B). y: the batch's labels; labels: FisherConfig::labels; rng: for
    /// sampled.
    const PerLayer<Scalar>& operator()(Pass<Scalar>& pass, const Network<Scalar>& network,
                                       const ConstMatrixRef<Scalar>& x, std::span<const std::int32_t> y,
                                       const std::string& labels, Rng rng);

    /// The labels that the choice stands for; none for "exact", which takes every class.
    std::span<const std::int32_t> choose(const Pass<Scalar>& pass, std::span<const std::int32_t> y,
                                         const std::string& labels, Rng rng);

private:
    void addClasses(Pass<Scalar>& pass, const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x);

    PerLayer<Scalar> squares_;
    PerLayer<Scalar> ofClass_; // made when first needed
    std::vector<std::int32_t> sampled_;
};

} // namespace dalescope
