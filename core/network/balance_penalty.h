// A homeostatic loss (the paper's discussion): it pulls a layer's inhibition after its excitation.
#pragma once

#include "core/network/layer.h"

namespace dalescope {

/// weight ((ratio - 1)^2 + (match - 1)^2) of one layer on one batch, with ratio = mean(zE) / mean(WEI zI) (1
/// is subtractive balance) and match = std(zE) / mean(gamma) (1 is divisive balance), all taken jointly over
/// the units and columns of `currents`. Zero, without a pull, where a mean or the deviation is not positive,
/// and where the layer has no gamma.
template <class Scalar>
struct BalancePenalty {
    double value = 0;
    BalancePull<Scalar> pull; ///< its exact gradient
};

template <class Scalar>
BalancePenalty<Scalar> balancePenalty(const Currents<Scalar>& currents, double weight);

} // namespace dalescope
