// How what a layer's units do is distributed over a probe batch.
#pragma once

#include "core/data/dataset.h"
#include "core/network/network.h"

#include <vector>

namespace dalescope {

/// Of many values of one quantity. Those that are exactly 0, as most activities are, would hide the rest and
/// are counted apart.
struct Distribution {
    double low = 0, high = 1;       ///< the bins, of equal width, reach from one to the other
    std::vector<double> shares;     ///< of all values in each bin, without zeros; empty: there are no values
    double zeros = 0;               ///< share of all values that is exactly 0
    double mean = 0, deviation = 0; ///< standard deviation; of all values
    Index values = 0;

    /// Of a bin.
    double width() const { return (high - low) / static_cast<double>(shares.empty() ? 1 : shares.size()); }
    /// Bins from the least to the largest value other than 0. Values that are not finite make it empty.
    static Distribution of(const Vector<float>& values, std::size_t bins = 48);
    /// Share of `values` in each of this one's bins, those outside in the nearest one, zeros left out.
    std::vector<double> sharesOf(const Matrix<float>& values) const;
};

/// Of all units of a layer, at all places or steps, over examples 0, 1, ... of the test set.
struct LayerDistribution {
    Distribution excitatory, subtractive, divisive; ///< zE, WEI zI, gamma; see LayerActivity
    Distribution z, h;
    Index examples = 0;
};

/// Takes at most `examples`, fewer of a layer with so many values that they would be over two million. The
/// network is taken as it is in tests.
LayerDistribution distributionOf(const Network<float>& network, std::size_t layer, const Dataset& data,
                                 Index examples);

} // namespace dalescope
