// Running mean of the diagonal Fisher information and the correction by its inverse (algorithm 4).
#pragma once

#include "core/learning/fisher_kernels.h"
#include "core/network/network.h"

namespace dalescope {

/// For each layer and each of its parameters.
using PerParameterSums = std::vector<std::vector<kernels::InformationSums>>;

template <class Scalar>
class DiagonalFisher {
public:
    explicit DiagonalFisher(const Network<Scalar>& network) : information_(zerosLike(network)) {}

    /// F = k lambda squares + (1 - k) F; squares: mean of squared per-example gradients. The first time F =
    /// lambda squares: begun at zero, F would be too small for its first hundred updates, the inverse all
    /// guard, and the run of figure 2 would take another course. The same pass takes the sums() over the new
    /// F and the plain `gradients`.
    void advance(const Network<Scalar>& network, const PerLayer<Scalar>& squares,
                 const PerLayer<Scalar>& gradients, const FisherConfig& config);

    /// Of the last advance(), with the guard.
    const PerParameterSums& sums() const { return sums_; }

    /// 1 / (norm of 1 / (F + 1e-8) over the layer's WEE, or W): the factor that makes corrected gradients
    /// comparable in size with plain ones. After advance().
    double scale(std::size_t layer) const;

    /// gradient / (F + 1e-8) * scale, in place. After advance().
    void correct(PerLayer<Scalar>& gradients) const;

    const PerLayer<Scalar>& information() const { return information_; }
    /// For a checkpoint to fill: the running mean goes on from what is put there.
    PerLayer<Scalar>& information() {
        begun_ = true;
        return information_;
    }

    static constexpr double guard = 1e-8;

private:
    PerLayer<Scalar> information_;
    PerParameterSums sums_;
    bool begun_ = false;
};

} // namespace dalescope
