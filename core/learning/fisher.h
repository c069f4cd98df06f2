// Running mean of the diagonal Fisher information and the correction by its inverse (algorithm 4).
#pragma once

#include "core/network/fisher_kernels.h"
#include "core/network/network.h"

namespace dalescope {

/// For each layer and each of its parameters.
using PerParameterSums = std::vector<std::vector<kernels::InformationSums>>;
using PerParameterEffects = std::vector<std::vector<kernels::EffectSums>>;

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

    /// advance() as a part of Pass::descendWithFisher(), which it is to be given to: begins it, and the
    /// sums() are there after it.
    const std::vector<FisherStep<Scalar>>& beginSteps(const Network<Scalar>& network,
                                                      const FisherConfig& config);

    /// F stays as it is; the sums() are over it and `gradients`, as advance() takes them, and what steps
    /// along them do to the output is returned.
    PerParameterEffects look(const Network<Scalar>& network, const PerLayer<Scalar>& gradients);

    /// Of the last advance() or look(), with the guard.
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
    /// What a new batch's squares and the mean so far are multiplied by.
    struct Shares {
        Scalar add, keep;
    };
    Shares begin(const Network<Scalar>& network, const FisherConfig& config);

    PerLayer<Scalar> information_;
    PerParameterSums sums_;
    std::vector<FisherStep<Scalar>> steps_;
    bool begun_ = false;
};

} // namespace dalescope
