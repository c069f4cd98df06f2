// What one unit does over a probe batch: how it is distributed, what it is tuned to, what drives it most.
#pragma once

#include "core/data/dataset.h"
#include "core/inspection/circuit.h"

#include <cstdint>
#include <vector>

namespace dalescope {

/// How active a unit is on the examples of one class.
struct ClassTuning {
    double mean = 0;      ///< of h; NaN where there is no such example
    double deviation = 0; ///< standard deviation over the examples
    Index examples = 0;
};

/// Of one unit, over examples 0, 1, ... of the test set. A map counts with its mean over all locations, a
/// recurrent unit with that over all steps. An interneuron has its activity zI alone, as z and as h.
struct UnitProfile {
    Vector<float> z, h;                   ///< one for each example; h at the output is the softmax
    Vector<float> excitation;             ///< zE; empty for interneurons
    Vector<float> subtraction;            ///< WEI zI, likewise
    Vector<float> division;               ///< gamma; empty for kinds without
    std::vector<ClassTuning> tuning;      ///< one for each class
    std::vector<std::uint32_t> strongest; ///< examples by falling h; those with h > 0

    /// Of all its layer's units, each one's mean over the examples; empty for interneurons.
    Vector<float> layerExcitation, layerSubtraction;

    Index examples() const { return z.size(); }
    /// Share of the examples with z > 0.
    double activeFraction() const;
    /// Between excitatory and subtractive input over the examples; NaN where one of them does not vary.
    double correlation() const;
};

/// `unit` of `population`, which is not the input's; circuit: that of `network`. Takes at most `examples` of
/// the test set. The network is taken as it is in tests.
UnitProfile profileOf(const Network<float>& network, const Circuit& circuit, std::size_t population,
                      Index unit, const Dataset& data, Index examples);

} // namespace dalescope
