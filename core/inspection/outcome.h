// What a network makes of a test set: which class is taken for which, and where it errs.
#pragma once

#include "core/data/dataset.h"
#include "core/network/network.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace dalescope {

/// An example whose class the network does not name.
struct Mistake {
    std::uint32_t example; ///< of the test set
    std::int32_t label;
    std::int32_t answer;              ///< -1: none, the output is not finite
    std::vector<float> probabilities; ///< of all classes: the softmax
};

struct Outcome {
    Eigen::MatrixXi counts; ///< classes x classes: examples of the row's class taken for the column's
    Eigen::VectorXi
        unanswered; ///< of each class, for which the output is not finite: wrong, and of no column
    std::vector<Mistake> mistakes; ///< the most confident answer first, those without one last

    Index examples() const { return counts.sum() + unanswered.sum(); }
    double errorRate() const; ///< percent; 0 of no examples
    /// Percent of the examples of class `label`; NaN where there is none.
    double errorRateOf(Index label) const;
};

/// Of the first `most` test examples, answered as answerOf() says.
Outcome outcomeOf(const Network<float>& network, const Dataset& data, Index most);

/// The same of a network that goes on learning, some examples at a time: each counts with the last answer
/// that it got.
class RollingOutcome {
public:
    RollingOutcome(std::shared_ptr<const Dataset> data, Index most);

    /// Asks `network`, as it is after `update` updates, from now on; at an earlier update than the last from
    /// the beginning. Its classes are those of the data.
    void setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update);
    /// Has the next `count` examples answered, after the last one from the first one again; no more than
    /// left().
    void advance(Index count);
    /// Examples that the present network has not answered yet.
    Index left() const { return left_; }
    /// Updates after which the network gave the oldest answer that counts; 0 before any.
    std::int64_t oldest() const;
    /// Of the examples that have an answer. Without the mistakes, which there may be thousands of, it is
    /// several times as fast.
    Outcome outcome(bool withMistakes = true) const;

    const std::shared_ptr<const Dataset>& data() const { return data_; }

private:
    std::shared_ptr<const Dataset> data_;
    Index examples_, left_ = 0, next_ = 0;
    std::shared_ptr<const Network<float>> network_;
    std::int64_t update_ = 0;
    std::vector<std::int32_t> answers_;  // as answerOf(); notAsked: none yet
    std::vector<std::int64_t> answered_; // after so many updates
    Matrix<float> probabilities_;        // classes x examples
};

} // namespace dalescope
