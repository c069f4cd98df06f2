// A stack of layers with ReLU between them and softmax cross-entropy at the end, and one pass through it.
#pragma once

#include "core/network/layer_factory.h"
#include "core/network/loss.h"
#include "core/settings/config.h"

#include <memory>
#include <span>
#include <vector>

namespace dalescope {

/// Its layers are those with weights; pooling, dropout and the like are steps that a layer's input takes
/// first.
template <class Scalar>
class Network {
public:
    Network() = default;
    /// Takes stages whose shapes fit. Weights are zero until initialise().
    explicit Network(std::vector<Stage<Scalar>> stages) : stages_(std::move(stages)) {}
    /// Throws Error (see requireSound).
    Network(const std::vector<LayerConfig>& layers, const FeatureShape& in, Index classes);
    Network(const Network& other) { *this = other; }
    Network& operator=(const Network& other);
    Network(Network&&) noexcept = default;
    Network& operator=(Network&&) noexcept = default;
    ~Network() = default;

    /// Weights, running statistics and interventions of `other`, which has the same layers; quicker than a
    /// copy.
    void takeValues(const Network& other);

    /// Draws every layer's weights from its own stream of `seed`. meanPixel: E[x] of the training data.
    void initialise(std::uint64_t seed, double meanPixel);

    /// Does to every layer's units what the settings of `layers`, those that it was made of, say, and nothing
    /// else any more; random shares come from `seed`.
    void intervene(const std::vector<LayerConfig>& layers, std::uint64_t seed);
    /// Leaves every unit alone.
    void endInterventions();

    /// L
    std::size_t size() const { return stages_.size(); }
    const Layer<Scalar>& operator[](std::size_t i) const { return *stages_[i].layer; }
    Layer<Scalar>& operator[](std::size_t i) { return *stages_[i].layer; }
    /// The steps before layer i, in order.
    const std::vector<std::unique_ptr<Transform<Scalar>>>& transforms(std::size_t i) const {
        return stages_[i].transforms;
    }
    bool couplesExamples(const PassMode& mode) const;
    bool allFinite() const;

private:
    std::vector<Stage<Scalar>> stages_;
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
    const Matrix<Scalar>& forward(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                                  const PassMode& mode = {});

    /// Adds a penalty on every DANN layer's balance (see balance_penalty.h) to what the next gradients() or
    /// descend() goes down; after forward(). Returns its value.
    double penaliseImbalance(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x, double weight);

    /// Sets `gradients` to those of the mean cross-entropy against labels y; after forward().
    void gradients(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                   std::span<const std::int32_t> y, PerLayer<Scalar>& gradients);

    /// gradients() and a step down them at once, layer by layer: theta -= rates(p) * gradient for each
    /// parameter p of layer i, then the clamp. Layers that can do it in one pass over their weights write no
    /// gradient; what is in `gradients` after it is of no use. The same bits as gradients() and takeStep().
    void descend(Network<Scalar>& network, const ConstMatrixRef<Scalar>& x, std::span<const std::int32_t> y,
                 const std::vector<std::vector<Scalar>>& rates, PerLayer<Scalar>& gradients);

    /// descend() with, on the way, an advance of the running mean F of squares as meanSquares() gives them
    /// against `labels`, and of the sums over it: one way back for both and one pass over each memory. Only
    /// where descendsWithFisher(). steps: one for each layer.
    void descendWithFisher(Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                           std::span<const std::int32_t> y, std::span<const std::int32_t> labels,
                           const std::vector<std::vector<Scalar>>& rates,
                           const std::vector<FisherStep<Scalar>>& steps);
    /// Whether every layer can, and nothing lies between two layers but rectification.
    bool descendsWithFisher(const Network<Scalar>& network, Index batch) const;

    /// Sets `squares` to the mean over the batch of squared per-example gradients of the cross-entropy
    /// against labels y; after forward(). Where examples are coupled (batch norm), an example's gradient is
    /// that of its loss through the whole batch, and takes a backward pass of its own.
    void meanSquares(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                     std::span<const std::int32_t> y, PerLayer<Scalar>& squares);

    /// The same against class c for every example, each example's squares weighted by its probability of c.
    /// Summed over all classes this is the exact diagonal of the Fisher information.
    void meanSquaresOfClass(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x, Index c,
                            PerLayer<Scalar>& squares);

    /// Takes the batch of the last forward() into the running statistics of `network`.
    void updateState(Network<Scalar>& network) const;

    const Matrix<Scalar>& logits() const { return works_.back()->z; }
    /// softmax(logits) of the last forward().
    const Matrix<Scalar>& probabilities() const { return probabilities_; }
    const Matrix<Scalar>& z(std::size_t layer) const { return works_[layer]->z; }
    void currents(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x, std::size_t layer,
                  Currents<Scalar>& out) const;

private:
    /// From delta_.back(), the loss's gradient by the logits, to what is wanted of each layer.
    void backward(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                  PerLayer<Scalar>* gradients, PerLayer<Scalar>* squares);
    void squaresOfDelta(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                        PerLayer<Scalar>& squares);
    void backwardOne(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x, std::size_t layer,
                     Vector<Scalar>* gradient, Vector<Scalar>* squares);
    void setOutputDelta(std::span<const std::int32_t> y, double scale);
    void releasePulls(const Network<Scalar>& network);
    void backwardBetween(const Network<Scalar>& network, std::size_t layer);
    ConstMatrixRef<Scalar> input(const ConstMatrixRef<Scalar>& x, std::size_t layer) const;

    std::vector<std::unique_ptr<LayerWork<Scalar>>> works_;
    std::vector<std::vector<std::unique_ptr<TransformWork<Scalar>>>> transformWorks_;
    std::vector<Matrix<Scalar>> h_;         // what all layers but the last pass on, rectified
    std::vector<Matrix<Scalar>> delta_;     // dLoss by the z that each layer passes on
    std::vector<Matrix<Scalar>> wideDelta_; // the same in descendWithFisher()
    Matrix<Scalar> probabilities_;
    PassMode mode_;
    std::vector<Currents<Scalar>> currents_; // of each layer, for the penalty
    std::vector<BalancePull<Scalar>> pulls_; // one a layer; empty unless there is a penalty
    PerLayer<Scalar> example_;               // one example's gradients; see meanSquares()
    Matrix<Scalar> allExamples_;             // delta_.back() of them all, likewise
};

} // namespace dalescope
