// Excitation-inhibition balance of a layer on one batch.
#pragma once

#include "core/network/layer.h"

namespace dalescope {

/// All statistics are taken jointly over units and examples unless said. NaN where a layer's kind has no such
/// thing (divisive match and gamma outside DANN) or where it is undefined (no inhibition at all).
struct Balance {
    double ratio = 0;         ///< mean(zE) / mean(WEI zI); 1 is subtractive balance
    double divisiveMatch = 0; ///< std(zE) / mean(gamma); 1: gamma is the standard deviation (eq. 3)
    double zMean = 0, zStd = 0;
    double activeFraction = 0; ///< share of z above 0
    double correlation = 0;    ///< between a unit's E and I over examples, averaged over units that vary
    double gammaMin = 0; ///< smallest gamma where there is any input: of a patch of zeros nothing comes back
    double gammaMean = 0;
};

template <class Scalar>
Balance measureBalance(const Currents<Scalar>& currents, const Matrix<Scalar>& z);

} // namespace dalescope
