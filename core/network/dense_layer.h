// Dense layer, z = W x + b, in two kinds: the standard one (MLP), and ColumnEi, where W is non-negative and
// the columns of inhibitory inputs count negative (appendix C.1).
#pragma once

#include "core/common/gemm.h"
#include "core/network/layer.h"

namespace dalescope {

struct DenseShape {
    Index inputs;               ///< d
    Index outputs;              ///< n
    bool columnSigned = false;  ///< ColumnEi
    Index inhibitoryInputs = 0; ///< the last so many of the d inputs; ColumnEi only
};

/// Parameters: W n x d, b n. ColumnEi stores magnitudes: W >= 0, and the sign belongs to the column.
template <class Scalar>
class DenseLayer final : public Layer<Scalar> {
public:
    explicit DenseLayer(const DenseShape& shape);

    std::unique_ptr<Layer<Scalar>> clone() const override { return std::make_unique<DenseLayer>(*this); }
    std::unique_ptr<LayerWork<Scalar>> makeWork() const override { return std::make_unique<Work>(); }
    Index inputs() const override { return shape_.inputs; }
    Index inhibitoryInputs() const override { return shape_.inhibitoryInputs; }
    FeatureShape zShape() const override { return shape_.outputs; }
    void initialise(Rng& rng, const InitialisationContext& context) override;
    void forward(const ConstMatrixRef<Scalar>& x, const PassMode& mode,
                 LayerWork<Scalar>& work) const override;
    void backward(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, LayerWork<Scalar>& work,
                  const Wanted<Scalar>& wanted) const override;
    void descend(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, LayerWork<Scalar>& work,
                 std::span<const Scalar> rates, const FisherStep<Scalar>* fisher = nullptr) override;
    bool descends(Index batch) const override {
        return gemmStepAvailable<Scalar>(batch) && inhibitoryFactor() == -1;
    }
    bool descendsWithFisher(Index batch) const override {
        return descends(batch) && gemmKeepsOrder(2 * batch);
    }
    void currents(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>& work,
                  Currents<Scalar>& out) const override;

private:
    struct Work : LayerWork<Scalar> {
        Matrix<Scalar> squaredDelta, squaredX;
        Vector<Scalar> rates, dBias, squaredBias; // for descend()
        Matrix<Scalar> rowSums;                   // likewise
    };
    static Work& own(LayerWork<Scalar>& work) { return static_cast<Work&>(work); }

    /// Of the inhibitory inputs.
    Scalar inhibitoryFactor() const {
        return shape_.inhibitoryInputs > 0 ? static_cast<Scalar>(-this->intervention_.subtractive) : -1;
    }
    void gradient(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, Vector<Scalar>& out) const;
    static void setSquares(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, Work& work);
    void squares(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, Work& work,
                 Vector<Scalar>& out) const;

    DenseShape shape_;
};

} // namespace dalescope
