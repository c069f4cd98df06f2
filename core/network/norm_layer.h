// Dense layer with normalised pre-activations: layer norm (Ba et al., 2016) and batch norm (Ioffe and
// Szegedy, 2015).
#pragma once

#include "core/network/layer.h"

namespace dalescope {

enum class Norm {
    Layer, ///< over the units of an example
    Batch  ///< over the examples of the batch, for each unit
};

/// a = W x, n = (a - mean) / sqrt(variance + 1e-5) with the biased variance, z = g n + b. Parameters: W n x
/// d, g n, b n.
///
/// Batch norm carries running_mean and running_var (n each) along: after each training pass, a tenth of the
/// batch's mean and unbiased variance and nine tenths of the old. Passes in use take those instead of the
/// batch's own.
template <class Scalar>
class NormLayer final : public Layer<Scalar> {
public:
    NormLayer(Norm norm, Index inputs, Index outputs);

    std::unique_ptr<Layer<Scalar>> clone() const override { return std::make_unique<NormLayer>(*this); }
    std::unique_ptr<LayerWork<Scalar>> makeWork() const override { return std::make_unique<Work>(); }
    Index inputs() const override { return inputs_; }
    FeatureShape zShape() const override { return outputs_; }
    bool couplesExamples(const PassMode& mode) const override {
        return norm_ == Norm::Batch && mode.batchStatistics;
    }
    void initialise(Rng& rng, const InitialisationContext& context) override;
    void updateState(const LayerWork<Scalar>& work) override;
    void forward(const ConstMatrixRef<Scalar>& x, const PassMode& mode,
                 LayerWork<Scalar>& work) const override;
    void backward(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, LayerWork<Scalar>& work,
                  const Wanted<Scalar>& wanted) const override;
    void currents(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>& work,
                  Currents<Scalar>& out) const override;

private:
    struct Work : LayerWork<Scalar> {
        Matrix<Scalar> n;              // n x B
        Matrix<Scalar> da;             // n x B: dLoss/da
        Vector<Scalar> mean, variance; // of each example, or of each unit
        Vector<Scalar> inverse;        // 1 / sqrt(variance + 1e-5)
        Vector<Scalar> first, second;  // means of da and of da n over what was normalised together
        bool batchStatistics = false;
        Matrix<Scalar> squaredDa, squaredX;
    };
    static Work& own(LayerWork<Scalar>& work) { return static_cast<Work&>(work); }
    void differentiate(const Matrix<Scalar>& delta, Work& work) const;

    Norm norm_;
    Index inputs_, outputs_;
};

} // namespace dalescope
