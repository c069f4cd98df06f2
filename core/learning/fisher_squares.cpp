#include "core/learning/fisher_squares.h"

namespace dalescope {

template <class Scalar>
const PerLayer<Scalar>& FisherSquares<Scalar>::operator()(Pass<Scalar>& pass, const Network<Scalar>& network,
                                                          const ConstMatrixRef<Scalar>& x,
                                                          std::span<const std::int32_t> y,
                                                          const std::string& labels, Rng rng) {
    if (const auto chosen = choose(pass, y, labels, rng); chosen.empty())
        addClasses(pass, network, x);
    else
        pass.meanSquares(network, x, chosen, squares_);
    return squares_;
}

template <class Scalar>
std::span<const std::int32_t> FisherSquares<Scalar>::choose(const Pass<Scalar>& pass,
                                                            std::span<const std::int32_t> y,
                                                            const std::string& labels, Rng rng) {
    if (labels == "exact")
        return {};
    if (labels == "empirical")
        return y;
    sampled_.resize(y.size());
    sampleLabels(pass.probabilities(), rng, sampled_);
    return sampled_;
}

template <class Scalar>
void FisherSquares<Scalar>::addClasses(Pass<Scalar>& pass, const Network<Scalar>& network,
                                       const ConstMatrixRef<Scalar>& x) {
    if (ofClass_.empty())
        ofClass_ = zerosLike(network);
    for (Index c = 0; c < pass.probabilities().rows(); ++c) {
        pass.meanSquaresOfClass(network, x, c, ofClass_);
        for (std::size_t i = 0; i < network.size(); ++i)
            if (c == 0)
                squares_[i] = ofClass_[i];
            else
                squares_[i] += ofClass_[i];
    }
}

template class FisherSquares<float>;
template class FisherSquares<double>;

} // namespace dalescope
