// The diagonal Fisher information (algorithm 4) as a part of a step: once memory is read for the step, the
// rest costs little.
#pragma once

#include "core/common/matrix.h"
#include "core/network/fisher_kernels.h"

namespace dalescope {

/// What Layer::descend() does on its way with the running mean F of a layer's squared gradients: F = keep F +
/// add squares, and then the sums over the new F and the gradient that is gone down.
template <class Scalar>
struct FisherStep {
    Scalar add, keep, guard;
    Vector<Scalar>* information;    ///< F, flat, in the layer's layout
    kernels::InformationSums* sums; ///< one for each parameter, set
};

/// The sums over `rows` rows, from `first` on, of what gemmStepComparing() left in rows x 4 `sums`.
template <class Scalar>
kernels::InformationSums sumOfRows(const MatrixView<Scalar>& sums, Index first, Index rows) {
    const auto total = [&](Index column) {
        return sums.col(column).segment(first, rows).template cast<double>().sum();
    };
    return {total(0), total(1), total(2), total(3)};
}

} // namespace dalescope
