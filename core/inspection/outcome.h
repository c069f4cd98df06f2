// What a network makes of a test set: which class is taken for which, and where it errs.
#pragma once

#include "core/data/dataset.h"
#include "core/network/network.h"

#include <cstdint>
#include <vector>

namespace dalescope {

/// An example whose class the network does not name.
struct Mistake {
    std::uint32_t example; ///< of the test set
    std::int32_t label, answer;
    std::vector<float> probabilities; ///< of all classes: the softmax
};

struct Outcome {
    Eigen::MatrixXi counts;        ///< classes x classes: examples of the row's class taken for the column's
    std::vector<Mistake> mistakes; ///< the most confident answer first

    Index examples() const { return counts.sum(); }
    double errorRate() const; ///< percent; 0 of no examples
    /// Percent of the examples of class `label`; NaN where there is none.
    double errorRateOf(Index label) const;
};

/// Of the first `most` test examples. An answer is the first of the classes with the largest logit; a network
/// that is no longer finite answers with class 0.
Outcome outcomeOf(const Network<float>& network, const Dataset& data, Index most);

} // namespace dalescope
