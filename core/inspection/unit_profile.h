// What one unit does over a probe batch: how it is distributed, what it is tuned to, what drives it most.
#pragma once

#include "core/data/dataset.h"
#include "core/inspection/circuit.h"

#include <cstdint>
#include <memory>
#include <utility>
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

/// The same of a network that goes on learning, some examples at a time: each counts as last passed.
class RollingProfile {
public:
    static constexpr Index together = 32; ///< examples that are passed at once

    RollingProfile(std::shared_ptr<const Dataset> data, Index examples);

    /// Looks at `unit` of `population` in `network`, which has the circuit `circuit`, from now on; at another
    /// one than before from the beginning.
    void setUnit(std::shared_ptr<const Network<float>> network, const Circuit& circuit,
                 std::size_t population, Index unit);
    /// Passes the next few examples, after the last one the first ones again; nothing once left() is 0.
    void advance();
    /// Examples that have not been passed through the present network.
    Index left() const { return left_; }
    /// Over the examples that have been passed at all.
    UnitProfile profile() const;

    const std::shared_ptr<const Dataset>& data() const { return data_; }

private:
    void passOn(Index first, Index count);

    std::shared_ptr<const Dataset> data_;
    Index examples_, left_ = 0, next_ = 0, passed_ = 0;
    std::shared_ptr<const Network<float>> network_;
    Population population_;
    std::pair<std::size_t, Index> unit_{0, -1};
    UnitProfile all_; ///< of all examples, as far as passed; without what sums them up
    Matrix<float> layerExcitation_, layerSubtraction_; ///< units x parts: sums over each part
};

} // namespace dalescope
