// A stack of layers with ReLU between them and softmax cross-entropy at the end, and one pass through it.
#pragma once

#include "core/network/layer.h"
#include "core/network/loss.h"
#include "core/settings/config.h"

#include <memory>
#include <span>
#include <vector>

namespace dalescope {

template <class Scalar>
class Network {
public:
    Network() = default;
    /// Takes layers whose shapes fit. Weights are zero until initialise().
    explicit Network(std::vector<std::unique_ptr<Layer<Scalar>>> layers) : layers_(std::move(layers)) {}
    /// Throws Error (see requireSound).
    Network(const std::vector<LayerConfig>& layers, Index features, Index classes);
    Network(const Network& other) { *this = other; }
    Network& operator=(const Network& other);
    Network(Network&&) noexcept = default;
    Network& operator=(Network&&) noexcept = default;
    ~Network() = default;

    /// Draws every layer's weights from its own stream of `seed`. meanPixel: E[x] of the training data.
    void initialise(std::uint64_t seed, double meanPixel);

    std::size_t size() const { return layers_.size(); }
    const Layer<Scalar>& operator[](std::size_t i) const { return *layers_[i]; }
    Layer<Scalar>& operator[](std::size_t i) { return *layers_[i]; }
    bool allFinite() const;

private:
    std::vector<std::unique_ptr<Layer<Scalar>>> layers_;
};

/// One flat vector per layer, in the layers' layouts: gradients, squares, running means.
template <class Scalar>
using PerLayer = std::vector<Vector<Scalar>>;

/// Zeros in the layouts of `network`.
template <class Scalar>
PerLayer<Scalar> zerosLike(const Network<Scalar>& network);

/// The buffers of a pass through one network, reused from batch to batch.
template <class Scalar>
class Pass {
public:
    explicit Pass(const Network<Scalar>& network);

    /// x: d x B; must live until the last call for this batch. Returns the logits, C x B.
    const Matrix<Scalar>& forward(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x);

    /// Sets `gradients` to those of the mean cross-entropy against labels y; after forward().
    void gradients(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                   std::span<const std::int32_t> y, PerLayer<Scalar>& gradients);

    /// Sets `squares` to the mean over the batch of squared per-example gradients of the cross-entropy
    /// against labels y; after forward().
    void meanSquares(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                     std::span<const std::int32_t> y, PerLayer<Scalar>& squares);

    /// The same against class c for every example, each example's squares weighted by its probability of c.
    /// Summed over all classes this is the exact diagonal of the Fisher information.
    void meanSquaresOfClass(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x, Index c,
                            PerLayer<Scalar>& squares);

    const Matrix<Scalar>& logits() const { return works_.back()->z; }
    /// softmax(logits) of the last forward().
    const Matrix<Scalar>& probabilities() const { return probabilities_; }
    const Matrix<Scalar>& z(std::size_t layer) const { return works_[layer]->z; }
    void currents(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x, std::size_t layer,
                  Currents<Scalar>& out) const;

private:
    /// From delta_.back(), dLoss/dlogits, down to the first layer.
    template <class Visit>
    void backward(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x, Visit visit);
    void squaresOfDelta(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                        PerLayer<Scalar>& squares);
    ConstMatrixRef<Scalar> input(const ConstMatrixRef<Scalar>& x, std::size_t layer) const {
        return layer == 0 ? x : ConstMatrixRef<Scalar>(h_[layer - 1]);
    }

    std::vector<std::unique_ptr<LayerWork<Scalar>>> works_;
    std::vector<Matrix<Scalar>> h_;     // ReLU outputs of all layers but the last
    std::vector<Matrix<Scalar>> delta_; // dLoss/dz of each layer
    Matrix<Scalar> probabilities_;
};

} // namespace dalescope
