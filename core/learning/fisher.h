// Running mean of the diagonal Fisher information and the correction by its inverse (algorithm 4).
#pragma once

#include "core/network/network.h"

namespace dalescope {

template <class Scalar>
class DiagonalFisher {
public:
    explicit DiagonalFisher(const Network<Scalar>& network) : information_(zerosLike(network)) {}

    /// F = k lambda squares + (1 - k) F; squares: mean of squared per-example gradients against sampled
    /// labels.
    void advance(const PerLayer<Scalar>& squares, const FisherConfig& config);

    /// 1 / (norm of 1 / (F + 1e-8) over the layer's WEE, or W): the factor that makes corrected gradients
    /// comparable in size with plain ones.
    double scale(const Network<Scalar>& network, std::size_t layer) const;

    /// gradient / (F + 1e-8) * scale, in place.
    void correct(const Network<Scalar>& network, PerLayer<Scalar>& gradients) const;

    const PerLayer<Scalar>& information() const { return information_; }
    PerLayer<Scalar>& information() { return information_; }

    static constexpr double guard = 1e-8;

private:
    PerLayer<Scalar> information_;
};

} // namespace dalescope
