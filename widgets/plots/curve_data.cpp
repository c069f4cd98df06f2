#include "widgets/plots/curve_data.h"

#include <algorithm>
#include <cmath>

namespace dalescope {

double xOf(const Tick& tick, XAxis axis) {
    switch (axis) {
    case XAxis::Epochs:
        return tick.epoch;
    case XAxis::Seconds:
        return tick.seconds;
    case XAxis::Updates:
        break;
    }
    return static_cast<double>(tick.update);
}

double xOfUpdate(const Journal& journal, std::int64_t update, XAxis axis) {
    std::size_t low = 0, high = journal.rows();
    if (axis == XAxis::Updates || high == 0)
        return static_cast<double>(update);
    const std::size_t rows = high;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (journal.tick(middle).update < update)
            low = middle + 1;
        else
            high = middle;
    }
    return xOf(journal.tick(std::min(low, rows - 1)), axis);
}

CurveData::CurveData(std::shared_ptr<const Journal> journal, const Series& series)
    : journal_(std::move(journal)), series_(series) {}

void CurveData::setWindow(std::int64_t updates) {
    updates = std::max<std::int64_t>(1, updates);
    if (updates == window_)
        return;
    window_ = updates;
    mean_.clear();
    windowStart_ = 0;
}

bool CurveData::behind() const {
    return size() < series_.size();
}

bool CurveData::advance(std::size_t limit) {
    const std::size_t before = size();
    const std::size_t end = std::min(series_.size(), before + limit);
    for (std::size_t i = raw_.size(); i < end; ++i) {
        const float value = series_[i].value;
        if (i % stretch == 0)
            before_.push_back(all_);
        raw_.append(value);
        all_.take(value);
    }
    if (window_ > 1)
        while (mean_.size() < end)
            appendMean();
    return size() != before;
}

void CurveData::appendMean() {
    const std::size_t i = mean_.size();
    const std::int64_t first = tick(i).update - window_;
    while (windowStart_ < i && tick(windowStart_).update <= first)
        ++windowStart_;
    const Sum end = sumBefore(i + 1), begin = sumBefore(windowStart_);
    const std::uint32_t count = end.count - begin.count;
    mean_.append(count == 0 ? std::numeric_limits<float>::quiet_NaN()
                            : static_cast<float>((end.sum - begin.sum) / count));
}

void CurveData::Sum::take(float value) {
    if (!std::isfinite(value))
        return;
    sum += static_cast<double>(value);
    ++count;
}

CurveData::Sum CurveData::sumBefore(std::size_t index) const {
    if (index == raw_.size())
        return all_;
    Sum sum = before_[index / stretch];
    for (std::size_t i = index - index % stretch; i < index; ++i)
        sum.take(raw_[i]);
    return sum;
}

const Tick& CurveData::tick(std::size_t index) const {
    return journal_->tick(series_[index].row);
}

// Steps that double until they overshoot, then halving: cheap for a neighbour, logarithmic for any distance.
// A good guess makes a neighbour of what is far.
template <class Before>
std::size_t CurveData::search(std::size_t from, std::size_t ahead, Before before) const {
    std::size_t low = from, step = 1;
    if (ahead > 2 && low + ahead - 2 < size() && before(low + ahead - 2))
        low += ahead - 1;
    while (low + step <= size() && before(low + step - 1)) {
        low += step;
        step *= 2;
    }
    std::size_t high = std::min(size(), low + step - 1);
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (before(middle))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

std::size_t CurveData::firstAt(double at, XAxis axis, std::size_t from, std::size_t ahead) const {
    return search(from, ahead, [&](std::size_t i) { return x(i, axis) < at; });
}

std::size_t CurveData::firstAfter(double at, XAxis axis, std::size_t from) const {
    return search(from, 0, [&](std::size_t i) { return x(i, axis) <= at; });
}

} // namespace dalescope
