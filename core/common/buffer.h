// Memory for a matrix whose size changes from batch to batch.
#pragma once

#include "core/common/matrix.h"

namespace dalescope {

/// Grows when needed and never shrinks, so that after the first full batch nothing is allocated. view() of
/// the same size shows the same values again.
template <class Scalar>
class Buffer {
public:
    MatrixView<Scalar> view(Index rows, Index columns) {
        if (memory_.size() < rows * columns)
            memory_.resize(rows * columns);
        return {memory_.data(), rows, columns, Eigen::OuterStride<>(rows)};
    }
    const Scalar* data() const { return memory_.data(); }

private:
    Vector<Scalar> memory_;
};

} // namespace dalescope
