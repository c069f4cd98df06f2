// Steps without parameters between two layers: pooling and dropout. (Flattening is nothing to do: features
// are stored in C order already.)
#pragma once

#include "core/network/layer.h"

namespace dalescope {

template <class Scalar>
struct TransformWork {
    virtual ~TransformWork() = default;
    Matrix<Scalar> out;  ///< outputs x B
    Matrix<Scalar> dOut; ///< dLoss/dout
    bool acted = false;  ///< in the last pass; where not, its input went on as it was
};

template <class Scalar>
class Transform {
public:
    virtual ~Transform() = default;
    virtual std::unique_ptr<Transform> clone() const = 0;
    virtual std::unique_ptr<TransformWork<Scalar>> makeWork() const = 0;

    /// Whether it does anything in that mode.
    virtual bool acts(const PassMode&) const { return true; }
    /// Sets work.out.
    virtual void forward(const ConstMatrixRef<Scalar>& x, const PassMode& mode,
                         TransformWork<Scalar>& work) const = 0;
    /// From work.dOut to dx, inputs x B; after forward().
    virtual void backward(const TransformWork<Scalar>& work, Matrix<Scalar>& dx) const = 0;
};

} // namespace dalescope
