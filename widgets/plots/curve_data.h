// The samples of one curve, taken over from the journal bit by bit, and their running mean.
#pragma once

#include "core/training/journal.h"
#include "widgets/plots/min_max_pyramid.h"
#include "widgets/plots/plot_spec.h"

#include <cstdint>
#include <deque>
#include <memory>

namespace dalescope {

/// `tick` on the chosen axis: updates, epochs or seconds.
double xOf(const Tick& tick, XAxis axis);
/// Where `update` lies on the axis: the first row at or after it, or the last row there is.
double xOfUpdate(const Journal& journal, std::int64_t update, XAxis axis);

class CurveData {
public:
    /// `series` belongs to `journal`, which is kept alive.
    CurveData(std::shared_ptr<const Journal> journal, const Series& series);

    /// The mean at a sample is over the samples of the last `updates` updates, so that it means the same for
    /// a quantity measured at each update and for one measured at every tenth. 1: no mean is kept. A changed
    /// window is computed anew by advance().
    void setWindow(std::int64_t updates);
    std::int64_t window() const { return window_; }

    /// Takes over at most `limit` samples; true when something changed.
    bool advance(std::size_t limit);
    /// Samples in the journal that advance() has yet to take.
    bool behind() const;

    /// Samples taken; with a window, those whose mean is known.
    std::size_t size() const { return shown().size(); }
    const Tick& tick(std::size_t index) const;
    double x(std::size_t index, XAxis axis) const { return xOf(tick(index), axis); }
    /// The first index in [from, size()] whose x is at least (after: above) `x`. Both are size() where none
    /// is. `ahead`: about how far from `from` it may be, for speed.
    std::size_t firstAt(double x, XAxis axis, std::size_t from = 0, std::size_t ahead = 0) const;
    std::size_t firstAfter(double x, XAxis axis, std::size_t from = 0) const;

    const MinMaxPyramid& raw() const { return raw_; }
    /// The running mean; raw() where there is none.
    const MinMaxPyramid& shown() const { return window_ > 1 ? mean_ : raw_; }
    const Journal& journal() const { return *journal_; }

private:
    template <class Before>
    std::size_t search(std::size_t from, std::size_t ahead, Before before) const;
    void appendMean();

    std::shared_ptr<const Journal> journal_;
    const Series& series_;
    std::int64_t window_ = 1;
    MinMaxPyramid raw_, mean_;

    /// Of finite samples. A window's mean is a difference of two such sums from the beginning.
    struct Sum {
        double sum = 0;
        std::uint32_t count = 0;
        void take(float value);
    };
    /// Over the samples before `index`, at most raw_.size().
    Sum sumBefore(std::size_t index) const;
    static constexpr std::size_t stretch = 32;
    std::deque<Sum> before_; ///< every `stretch`-th sample: one for each would be most of a curve's memory
    Sum all_;
    std::size_t windowStart_ = 0;
};

} // namespace dalescope
