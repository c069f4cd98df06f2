// Recurrent layer, standard and DANN (paper, eq. 19): weights shared over time, trained through time.
#pragma once

#include "core/network/dann_core.h"
#include "core/network/linear_core.h"

namespace dalescope {

/// What a recurrent layer takes: step t of an image is row t of all its channels; of a sequence (one
/// channel), its step t.
struct StepShape {
    Index channels = 1, steps = 0, columns = 0;
    Index units() const { return channels * columns; } ///< inputs of a step
};

/// z_t = input term of x_t + b, and from the second step on + hidden term of h_(t-1) = relu(z_(t-1)). Each
/// term is that of a Core without bias: DannCore with its own inhibition (WEE, WIE, WEI, alpha, g for the
/// hidden term, and UWEE, UWIE, UWEI, Ualpha, Ug for the input's), or LinearCore (W and U). z holds steps x n
/// for each example.
template <class Core>
class RecurrentLayer final : public Layer<typename Core::Scalar> {
public:
    using Scalar = typename Core::Scalar;

    /// Takes two cores and b made in `layout`. passSequence: whether the next layer sees all steps, or the
    /// last.
    RecurrentLayer(const StepShape& shape, bool passSequence, const Core& hidden, const Core& input,
                   const ParameterLayout& layout);

    std::unique_ptr<Layer<Scalar>> clone() const override { return std::make_unique<RecurrentLayer>(*this); }
    std::unique_ptr<LayerWork<Scalar>> makeWork() const override { return std::make_unique<Work>(); }
    Index inputs() const override { return shape_.steps * shape_.units(); }
    FeatureShape zShape() const override { return FeatureShape::sequence(shape_.steps, hidden_.units()); }
    Index passedOn() const override { return hidden_.units() * (passSequence_ ? shape_.steps : 1); }
    void initialise(Rng& rng, const InitialisationContext& context) override;
    void forward(const ConstMatrixRef<Scalar>& x, const PassMode& mode,
                 LayerWork<Scalar>& work) const override;
    void backward(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, LayerWork<Scalar>& work,
                  const Wanted<Scalar>& wanted) const override;
    bool isDivisive() const override { return Core::divisive; }
    void setPull(LayerWork<Scalar>& work, const BalancePull<Scalar>* pull) const override {
        if constexpr (Core::divisive)
            own(work).hiddenScratch.pull = own(work).inputScratch.pull = pull;
    }
    /// Of both terms: inhibitory unit k of each.
    void intervene(const Intervention& intervention) override {
        Layer<Scalar>::intervene(intervention);
        if constexpr (Core::divisive) {
            hidden_.intervene(intervention);
            input_.intervene(intervention);
        }
    }
    void currents(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>& work,
                  Currents<Scalar>& out) const override;

private:
    // Column b T + t belongs to step t of example b. Step t of all examples is every T-th column.
    struct Work : LayerWork<Scalar> {
        typename Core::Kept hidden, input; // of B T columns
        typename Core::Scratch hiddenScratch, inputScratch;
        Buffer<Scalar> x, dx;   // inputs of a step x B T, where the features are not in that order already
        Matrix<Scalar> h, dz;   // n x B T
        Buffer<Scalar> dh;      // n x B
        Vector<Scalar> example; // one example's gradient
    };
    static Work& own(LayerWork<Scalar>& work) { return static_cast<Work&>(work); }
    MatrixView<Scalar> step(Scalar* data, Index t, Index batch) const;
    Operand<Scalar> inputColumns(const ConstMatrixRef<Scalar>& x, Work& work) const;
    void throughTime(const Matrix<Scalar>& delta, Work& work, Vector<Scalar>* gradient) const;
    void addBiasGradient(ConstMatrixView<Scalar> delta, Vector<Scalar>& out) const;
    void inputGradient(Work& work, Matrix<Scalar>& dx) const;
    void squares(Operand<Scalar> x, Index batch, Work& work, Vector<Scalar>& out) const;

    StepShape shape_;
    bool passSequence_;
    Core hidden_, input_;
    std::size_t bias_; ///< index of b in the layout
};

} // namespace dalescope
