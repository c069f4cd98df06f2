// One intervention over its range: what it does to the test error and to the balance of every layer.
#pragma once

#include "core/data/dataset.h"
#include "core/network/network.h"
#include "core/settings/field.h"

#include <functional>
#include <string>
#include <vector>

namespace dalescope {

struct InterventionSweep {
    std::string path; ///< "network.layers.1.subtractive": a layer's setting that may change in mid-run
    /// Values of a setting that is a number; random shares, in percent, of one that chooses units.
    std::vector<double> strengths;
    int draws = 5;               ///< of each random share but none and all; the first so many
    Index testExamples = 2000;   ///< the first so many of the test set
    Index balanceExamples = 256; ///< likewise
};

/// Over the draws of one strength; all three the same of one draw, NaN where there is no such thing.
struct DrawSpread {
    double mean = 0, lowest = 0, highest = 0;
};

struct InterventionEffect {
    double strength = 0;
    DrawSpread error;              ///< percent of the test examples
    std::vector<DrawSpread> ratio; ///< E/I ratio of each layer with weights, as it acts; see Balance::ratio
};

/// From nothing or as learnt to the most that makes sense: 0 to 2 for strengths of inhibition, 0 to 100 % of
/// units, 0 to 4 for the drive; 21 values.
std::vector<double> interventionStrengths(const Field<LayerConfig>& field);

/// Tries every strength on a copy of `network`, which was made of `config`'s layers; the other interventions
/// of `config` stay in effect. Asks `goOn` again and again with the share that is done, and returns what it
/// has once that is false. Throws Error for a path that is no layer's intervention, a value that does not
/// fit, and layers that are not the network's.
std::vector<InterventionEffect> sweepIntervention(const Network<float>& network, const Config& config,
                                                  const Dataset& data, const InterventionSweep& sweep,
                                                  const std::function<bool(double done)>& goOn);

/// Percent of the first `examples` test examples that the network gets wrong, by chunks; NaN once `goOn` is
/// false or where there are none.
double testError(const Network<float>& network, const Dataset& data, Index examples,
                 const std::function<bool()>& goOn);

} // namespace dalescope
