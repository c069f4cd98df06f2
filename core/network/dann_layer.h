// Dense DANN layer: separate excitatory and inhibitory units, subtractive and divisive inhibition (paper, eq.
// 1).
#pragma once

#include "core/network/dann_core.h"

namespace dalescope {

/// z = g (WEE x - WEI WIE x) / gamma + b; see DannCore. Parameters: those of the core, and b n_e.
template <class Scalar>
class DannLayer final : public Layer<Scalar> {
public:
    DannLayer(const DannShape& shape, DannInitialisation initialisation);

    std::unique_ptr<Layer<Scalar>> clone() const override { return std::make_unique<DannLayer>(*this); }
    std::unique_ptr<LayerWork<Scalar>> makeWork() const override { return std::make_unique<Work>(); }
    Index inputs() const override { return core_.inputs(); }
    FeatureShape zShape() const override { return core_.units(); }
    void initialise(Rng& rng, const InitialisationContext& context) override;
    void forward(const ConstMatrixRef<Scalar>& x, const PassMode& mode,
                 LayerWork<Scalar>& work) const override;
    void backward(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, LayerWork<Scalar>& work,
                  const Wanted<Scalar>& wanted) const override;
    void descend(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, LayerWork<Scalar>& work,
                 std::span<const Scalar> rates, const FisherStep<Scalar>* fisher = nullptr) override;
    bool descends(Index batch) const override { return DannCore<Scalar>::descends(batch); }
    bool descendsWithFisher(Index batch) const override {
        return DannCore<Scalar>::descendsWithFisher(batch);
    }
    bool isDivisive() const override { return true; }
    void setPull(LayerWork<Scalar>& work, const BalancePull<Scalar>* pull) const override {
        own(work).scratch.pull = pull;
    }
    void intervene(const Intervention& intervention) override {
        Layer<Scalar>::intervene(intervention);
        core_.intervene(intervention);
    }
    void currents(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>& work,
                  Currents<Scalar>& out) const override;

private:
    struct Work : LayerWork<Scalar> {
        typename DannCore<Scalar>::Kept kept;
        typename DannCore<Scalar>::Scratch scratch;
        Vector<Scalar> dBias, squaredBias; // for descend()
    };
    static Work& own(LayerWork<Scalar>& work) { return static_cast<Work&>(work); }
    const ParameterSpec& bias() const { return this->layout_.specs.back(); }

    DannCore<Scalar> core_;
};

} // namespace dalescope
