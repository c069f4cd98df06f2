#include "core/learning/fisher.h"

#include "core/learning/fisher_kernels.h"

#include <cmath>

namespace dalescope {

template <class Scalar>
void DiagonalFisher<Scalar>::advance(const PerLayer<Scalar>& squares, const FisherConfig& config) {
    const double share = begun_ ? config.momentum : 1;
    const auto keep = static_cast<Scalar>(1 - share), add = static_cast<Scalar>(share * config.lambda);
    begun_ = true;
    for (std::size_t i = 0; i < squares.size(); ++i)
        kernels::runningMean(information_[i].data(), squares[i].data(), squares[i].size(), keep, add);
}

template <class Scalar>
double DiagonalFisher<Scalar>::scale(const Network<Scalar>& network, std::size_t layer) const {
    const auto excitatory = view(information_[layer], network[layer].layout()[0]);
    double sum = 0;
    for (Index column = 0; column < excitatory.cols(); ++column)
        sum += (excitatory.col(column).template cast<double>().array() + guard).square().inverse().sum();
    return 1 / std::sqrt(sum);
}

template <class Scalar>
void DiagonalFisher<Scalar>::correct(const Network<Scalar>& network, PerLayer<Scalar>& gradients) const {
    for (std::size_t i = 0; i < gradients.size(); ++i)
        kernels::divideByInformation(gradients[i].data(), information_[i].data(), gradients[i].size(),
                                     static_cast<Scalar>(guard), static_cast<Scalar>(scale(network, i)));
}

template class DiagonalFisher<float>;
template class DiagonalFisher<double>;

} // namespace dalescope
