// The mini-batches of a run, one after another.
#pragma once

#include "core/data/dataset.h"

#include <cstdint>
#include <vector>

namespace dalescope {

/// Goes through the training examples in each epoch's random order. The last batch of an epoch may be
/// smaller. Where it stands is two numbers, epoch and offset, from which it can be taken up again.
class BatchSource {
public:
    BatchSource(const Examples& examples, std::uint64_t seed);

    /// Fills x() and y() with the next min(batchSize, left in the epoch) examples.
    void next(Index batchSize);
    const Matrix<float>& x() const { return x_; }
    const std::vector<std::int32_t>& y() const { return y_; }

    bool atEpochStart() const { return offset_ == 0; }
    std::int64_t epoch() const { return epoch_; } ///< whole passes made
    Index offset() const { return offset_; }      ///< examples taken in the current one
    Index examplesPerEpoch() const { return examples_.count(); }
    /// Passes over the data, with the fraction of the current one.
    double progress() const;
    void moveTo(std::int64_t epoch, Index offset);

private:
    const Examples& examples_;
    std::uint64_t seed_;
    std::int64_t epoch_ = 0;
    Index offset_ = 0;
    std::int64_t orderedEpoch_ = -1;
    std::vector<std::uint32_t> order_;
    Matrix<float> x_;
    std::vector<std::int32_t> y_;
};

} // namespace dalescope
