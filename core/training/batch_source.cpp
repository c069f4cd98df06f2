#include "core/training/batch_source.h"

#include "core/data/batch_order.h"

#include <span>

namespace dalescope {

BatchSource::BatchSource(const Examples& examples, std::uint64_t seed) : examples_(examples), seed_(seed) {}

void BatchSource::next(Index batchSize) {
    if (orderedEpoch_ != epoch_) {
        epochOrder(seed_, epoch_, static_cast<std::uint32_t>(examples_.count()), order_);
        orderedEpoch_ = epoch_;
    }
    const Index count = std::min(batchSize, examples_.count() - offset_);
    x_.resize(examples_.features, count);
    y_.resize(static_cast<std::size_t>(count));
    examples_.gather<float>(std::span(order_).subspan(static_cast<std::size_t>(offset_), y_.size()), x_, y_);
    offset_ += count;
    if (offset_ == examples_.count()) {
        offset_ = 0;
        ++epoch_;
    }
}

double BatchSource::progress() const {
    return static_cast<double>(epoch_) +
           static_cast<double>(offset_) / static_cast<double>(examples_.count());
}

void BatchSource::moveTo(std::int64_t epoch, Index offset) {
    epoch_ = epoch;
    offset_ = offset;
}

} // namespace dalescope
