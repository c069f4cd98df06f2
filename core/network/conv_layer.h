// Convolution, standard and DANN (paper, eq. 16): the dense formulas on every patch, with the same weights.
#pragma once

#include "core/network/dann_core.h"
#include "core/network/linear_core.h"
#include "core/network/patches.h"

namespace dalescope {

/// Core is LinearCore (W n x channels x k x k, b n) or DannCore (WEE, WIE likewise, WEI, alpha, g, b n), with
/// d the kernel's area times the channels. z is n planes of outRows x outColumns for each example. The batch
/// is gone through in groups of examples whose patches fit in a few MiB.
template <class Core>
class ConvLayer final : public Layer<typename Core::Scalar> {
public:
    using Scalar = typename Core::Scalar;

    /// Takes a core made in `layout`, whose inputs are geometry.patch().
    ConvLayer(const ConvGeometry& geometry, const Core& core, const ParameterLayout& layout);

    std::unique_ptr<Layer<Scalar>> clone() const override { return std::make_unique<ConvLayer>(*this); }
    std::unique_ptr<LayerWork<Scalar>> makeWork() const override { return std::make_unique<Work>(); }
    Index inputs() const override { return geometry_.features(); }
    FeatureShape zShape() const override {
        return FeatureShape::image(core_.units(), geometry_.outRows(), geometry_.outColumns());
    }
    void initialise(Rng& rng, const InitialisationContext& context) override;
    void forward(const ConstMatrixRef<Scalar>& x, const PassMode& mode,
                 LayerWork<Scalar>& work) const override;
    void backward(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, LayerWork<Scalar>& work,
                  const Wanted<Scalar>& wanted) const override;
    bool isDivisive() const override { return Core::divisive; }
    void setPull(LayerWork<Scalar>& work, const BalancePull<Scalar>* pull) const override {
        if constexpr (Core::divisive)
            own(work).scratch.pull = pull;
    }
    void intervene(const Intervention& intervention) override {
        Layer<Scalar>::intervene(intervention);
        if constexpr (Core::divisive)
            core_.intervene(intervention);
    }
    void currents(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>& work,
                  Currents<Scalar>& out) const override;

private:
    struct Work : LayerWork<Scalar> {
        typename Core::Kept kept; // of B L columns
        typename Core::Scratch scratch;
        Buffer<Scalar> patches, dPatches; // of a group of examples: columns x d
        Buffer<Scalar> columns;           // n x columns: z or delta of the group
        Vector<Scalar> example;           // one example's gradient
    };
    static Work& own(LayerWork<Scalar>& work) { return static_cast<Work&>(work); }
    const ParameterSpec& bias() const { return this->layout_.specs.back(); }
    Index groupSize() const;
    Operand<Scalar> patches(const ConstMatrixRef<Scalar>& x, Index first, Index count, Work& work) const;
    void addBiasGradient(ConstMatrixView<Scalar> delta, Vector<Scalar>& out) const;
    void backwardGroup(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, Index first, Index count,
                       Work& work, const Wanted<Scalar>& wanted) const;
    void squares(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, Work& work,
                 Vector<Scalar>& out) const;

    ConvGeometry geometry_;
    Core core_;
};

} // namespace dalescope
