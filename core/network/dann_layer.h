// Dense DANN layer: separate excitatory and inhibitory units, subtractive and divisive inhibition (paper, eq.
// 1).
#pragma once

#include "core/network/layer.h"

namespace dalescope {

enum class DannInitialisation { Paper, Reference, BothRandom };

struct DannShape {
    Index inputs;     ///< d
    Index excitatory; ///< n_e, the units that the next layer sees
    Index inhibitory; ///< n_i >= 1
};

/// zE = WEE x, zI = WIE x, gamma = WEI (e^alpha zI) + 1e-8, z = g (zE - WEI zI) / gamma + b.
/// Parameters: WEE n_e x d, WIE n_i x d (one above the other in memory, so that both are one product), WEI
/// n_e x n_i, alpha n_i, g and b n_e.
template <class Scalar>
class DannLayer final : public Layer<Scalar> {
public:
    DannLayer(const DannShape& shape, DannInitialisation initialisation);

    std::unique_ptr<Layer<Scalar>> clone() const override { return std::make_unique<DannLayer>(*this); }
    std::unique_ptr<LayerWork<Scalar>> makeWork() const override { return std::make_unique<Work>(); }
    Index inputs() const override { return shape_.inputs; }
    Index outputs() const override { return shape_.excitatory; }
    void initialise(Rng& rng, const InitialisationContext& context) override;
    void forward(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>& work) const override;
    void backward(const Matrix<Scalar>& delta, LayerWork<Scalar>& work, Matrix<Scalar>* dx) const override;
    void gradient(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, LayerWork<Scalar>& work,
                  Vector<Scalar>& out) const override;
    void squares(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, LayerWork<Scalar>& work,
                 Vector<Scalar>& out) const override;
    void currents(const ConstMatrixRef<Scalar>& x, const LayerWork<Scalar>& work,
                  Currents<Scalar>& out) const override;

private:
    struct Work : LayerWork<Scalar> {
        Matrix<Scalar> stacked;       // (n_e + n_i) x B: zE above zI
        Matrix<Scalar> interneurons;  // n_i x 2B: zI | e^alpha zI
        Matrix<Scalar> inhibition;    // n_e x 2B: WEI zI | WEI (e^alpha zI)
        Matrix<Scalar> n;             // n_e x B: (zE - WEI zI) / gamma
        Matrix<Scalar> gammaInverse;  // n_e x B
        Vector<Scalar> expAlpha;      // n_i
        Matrix<Scalar> dInhibition;   // n_e x 2B: dLoss by the two halves of `inhibition`
        Matrix<Scalar> dInterneurons; // n_i x 2B: WEI^T of that
        Matrix<Scalar> dStacked;      // (n_e + n_i) x B: dLoss by zE above dLoss by zI
        Matrix<Scalar> squaredStacked, squaredX, squaredLeft, squaredRight; // for squares()
        void resize(const DannShape& shape, Index batch);
    };
    static Work& own(LayerWork<Scalar>& work) { return static_cast<Work&>(work); }
    static const Work& own(const LayerWork<Scalar>& work) { return static_cast<const Work&>(work); }

    ConstMatrixView<Scalar> stack(const Vector<Scalar>& flat) const;
    MatrixView<Scalar> stack(Vector<Scalar>& flat) const;

    DannShape shape_;
    DannInitialisation initialisation_;
};

} // namespace dalescope
