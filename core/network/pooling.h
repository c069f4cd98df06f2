// Pooling of images: the largest or the mean value of each window.
#pragma once

#include "core/network/transform.h"

namespace dalescope {

struct PoolShape {
    Index channels = 1, rows = 0, columns = 0;
    Index size =
        2; ///< side of a window, and the step to the next; what is left over at the edges is not seen
    bool mean = false;

    Index outRows() const { return rows / size; }
    Index outColumns() const { return columns / size; }
};

template <class Scalar>
class Pooling final : public Transform<Scalar> {
public:
    explicit Pooling(const PoolShape& shape) : shape_(shape) {}
    std::unique_ptr<Transform<Scalar>> clone() const override { return std::make_unique<Pooling>(*this); }
    std::unique_ptr<TransformWork<Scalar>> makeWork() const override { return std::make_unique<Work>(); }
    void forward(const ConstMatrixRef<Scalar>& x, const PassMode& mode,
                 TransformWork<Scalar>& work) const override;
    void backward(const TransformWork<Scalar>& work, Matrix<Scalar>& dx) const override;

private:
    struct Work : TransformWork<Scalar> {
        Eigen::Matrix<std::int32_t, Eigen::Dynamic, Eigen::Dynamic> largest; // feature that each output took
    };
    void forwardMax(const ConstMatrixRef<Scalar>& x, Work& work) const;
    void forwardMean(const ConstMatrixRef<Scalar>& x, Work& work) const;

    PoolShape shape_;
};

} // namespace dalescope
