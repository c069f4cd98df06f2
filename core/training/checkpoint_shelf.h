// The moments that a run keeps of itself, within a bound, so that one can go back to them.
#pragma once

#include "core/training/moment.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace dalescope {

using Moments = std::vector<std::shared_ptr<const Moment>>;

/// One writer, any number of readers; what a reader has got stays. Where the bound is passed, the moment goes
/// whose neighbours lie closest together for their age: recent ones stay dense and old ones become sparse,
/// each gap about in proportion to its age. The first and the newest stay always. What goes depends on the
/// moments alone, not on when anybody looks.
class CheckpointShelf {
public:
    static constexpr std::size_t usualBytes = std::size_t(256) << 20;
    static constexpr std::size_t usualCount = 400; ///< more are no better to look at

    explicit CheckpointShelf(std::size_t mostBytes = usualBytes, std::size_t mostMoments = usualCount)
        : mostBytes_(mostBytes), mostMoments_(mostMoments) {}

    /// Writer's thread only. One of an update that is no later than the newest's is left out.
    void keep(std::shared_ptr<const Moment> moment);

    /// Updates rise.
    Moments kept() const;
    /// Of the newest; -1: there is none.
    std::int64_t newest() const { return newest_; }
    std::size_t bytes() const;
    /// Another one after each change.
    std::int64_t version() const { return version_; }

private:
    std::size_t leastMissed() const;

    const std::size_t mostBytes_, mostMoments_;
    mutable std::mutex lock_; // held while a few pointers are moved
    Moments moments_;
    std::size_t bytes_ = 0;
    std::atomic<std::int64_t> newest_{-1}, version_{0};
};

} // namespace dalescope
