// Dropout (Srivastava et al., 2014), inverted: what remains is scaled up while training, so that in use
// nothing is to do.
#pragma once

#include "core/network/transform.h"

namespace dalescope {

template <class Scalar>
class Dropout final : public Transform<Scalar> {
public:
    /// rate: share of features set to zero, from 0 to below 1. position: which of the network's layers this
    /// is; its masks depend on that, the run's seed and the update alone.
    Dropout(double rate, std::size_t position) : rate_(rate), position_(position) {}
    std::unique_ptr<Transform<Scalar>> clone() const override { return std::make_unique<Dropout>(*this); }
    std::unique_ptr<TransformWork<Scalar>> makeWork() const override { return std::make_unique<Work>(); }
    bool acts(const PassMode& mode) const override { return mode.dropout && rate_ > 0; }
    void forward(const ConstMatrixRef<Scalar>& x, const PassMode& mode,
                 TransformWork<Scalar>& work) const override;
    void backward(const TransformWork<Scalar>& work, Matrix<Scalar>& dx) const override;

private:
    struct Work : TransformWork<Scalar> {
        Matrix<Scalar> mask; // 0 or 1 / (1 - rate)
    };

    double rate_;
    std::size_t position_;
};

} // namespace dalescope
