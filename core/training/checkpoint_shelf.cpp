#include "core/training/checkpoint_shelf.h"

#include <limits>

namespace dalescope {

void CheckpointShelf::keep(std::shared_ptr<const Moment> moment) {
    if (moment->state.update <= newest_)
        return;
    Moments gone; // freed without the lock
    {
        const std::lock_guard lock(lock_);
        bytes_ += moment->bytes();
        newest_ = moment->state.update;
        moments_.push_back(std::move(moment));
        while ((bytes_ > mostBytes_ || moments_.size() > mostMoments_) && moments_.size() > 2) {
            const auto least = moments_.begin() + static_cast<std::ptrdiff_t>(leastMissed());
            bytes_ -= (*least)->bytes();
            gone.push_back(std::move(*least));
            moments_.erase(least);
        }
    }
    ++version_;
}

std::size_t CheckpointShelf::leastMissed() const {
    const auto update = [this](std::size_t i) { return static_cast<double>(moments_[i]->state.update); };
    const std::size_t last = moments_.size() - 1;
    std::size_t least = 1;
    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < last; ++i) {
        const double gap = (update(i + 1) - update(i - 1)) / (update(last) - update(i));
        if (gap < smallest) {
            smallest = gap;
            least = i;
        }
    }
    return least;
}

Moments CheckpointShelf::kept() const {
    const std::lock_guard lock(lock_);
    return moments_;
}

std::size_t CheckpointShelf::bytes() const {
    const std::lock_guard lock(lock_);
    return bytes_;
}

} // namespace dalescope
