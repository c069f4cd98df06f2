#include "core/network/network.h"

#include "core/network/kernels.h"
#include "core/network/layer_factory.h"

namespace dalescope {

template <class Scalar>
Network<Scalar>::Network(const std::vector<LayerConfig>& layers, Index features, Index classes)
    : layers_(makeLayers<Scalar>(layers, features, classes)) {}

template <class Scalar>
Network<Scalar>& Network<Scalar>::operator=(const Network& other) {
    if (this == &other)
        return *this;
    layers_.clear();
    for (const auto& layer : other.layers_)
        layers_.push_back(layer->clone());
    return *this;
}

template <class Scalar>
void Network<Scalar>::initialise(std::uint64_t seed, double meanPixel) {
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        Rng rng = makeRng(seed, RngStream::Weights, i);
        layers_[i]->initialise(rng, {.firstLayer = i == 0, .meanPixel = meanPixel});
    }
}

template <class Scalar>
bool Network<Scalar>::allFinite() const {
    for (const auto& layer : layers_)
        if (!layer->parameters().allFinite())
            return false;
    return true;
}

template <class Scalar>
PerLayer<Scalar> zerosLike(const Network<Scalar>& network) {
    PerLayer<Scalar> zeros;
    for (std::size_t i = 0; i < network.size(); ++i)
        zeros.push_back(Vector<Scalar>::Zero(network[i].layout().size));
    return zeros;
}

template <class Scalar>
Pass<Scalar>::Pass(const Network<Scalar>& network) : h_(network.size() - 1), delta_(network.size()) {
    for (std::size_t i = 0; i < network.size(); ++i)
        works_.push_back(network[i].makeWork());
}

template <class Scalar>
const Matrix<Scalar>& Pass<Scalar>::forward(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x) {
    for (std::size_t i = 0; i < network.size(); ++i) {
        network[i].forward(input(x, i), *works_[i]);
        if (i + 1 < network.size()) {
            const Matrix<Scalar>& z = works_[i]->z;
            h_[i].resize(z.rows(), z.cols());
            kernels::relu(z.data(), h_[i].data(), z.size());
        }
    }
    softmax(logits(), probabilities_);
    return logits();
}

template <class Scalar>
template <class Visit>
void Pass<Scalar>::backward(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x, Visit visit) {
    for (std::size_t i = network.size(); i-- > 0;) {
        Matrix<Scalar>* dx = i > 0 ? &delta_[i - 1] : nullptr;
        network[i].backward(delta_[i], *works_[i], dx);
        visit(network[i], input(x, i), delta_[i], *works_[i], i);
        if (dx)
            kernels::reluBackward(works_[i - 1]->z.data(), dx->data(), dx->size());
    }
}

template <class Scalar>
void Pass<Scalar>::gradients(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                             std::span<const std::int32_t> y, PerLayer<Scalar>& gradients) {
    crossEntropyGradient(probabilities_, y, 1.0 / static_cast<double>(x.cols()), delta_.back());
    backward(network, x,
             [&](const auto& layer, const auto& in, const auto& delta, auto& work, std::size_t i) {
                 layer.gradient(in, delta, work, gradients[i]);
             });
}

template <class Scalar>
void Pass<Scalar>::meanSquares(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                               std::span<const std::int32_t> y, PerLayer<Scalar>& squares) {
    crossEntropyGradient(probabilities_, y, 1, delta_.back());
    squaresOfDelta(network, x, squares);
}

template <class Scalar>
void Pass<Scalar>::meanSquaresOfClass(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                                      Index c, PerLayer<Scalar>& squares) {
    weightedClassGradient(probabilities_, c, delta_.back());
    squaresOfDelta(network, x, squares);
}

template <class Scalar>
void Pass<Scalar>::squaresOfDelta(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                                  PerLayer<Scalar>& squares) {
    backward(network, x,
             [&](const auto& layer, const auto& in, const auto& delta, auto& work, std::size_t i) {
                 layer.squares(in, delta, work, squares[i]);
                 squares[i] /= static_cast<Scalar>(x.cols());
             });
}

template <class Scalar>
void Pass<Scalar>::currents(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                            std::size_t layer, Currents<Scalar>& out) const {
    network[layer].currents(input(x, layer), *works_[layer], out);
}

template class Network<float>;
template class Network<double>;
template class Pass<float>;
template class Pass<double>;
template PerLayer<float> zerosLike(const Network<float>&);
template PerLayer<double> zerosLike(const Network<double>&);

} // namespace dalescope
