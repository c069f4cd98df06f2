#include "core/training/journal.h"

#include "core/training/weight_history.h"

namespace dalescope {

Journal::Journal(const std::vector<std::string>& seriesNames) : weights_(std::make_shared<WeightHistory>()) {
    for (const auto& name : seriesNames)
        series_.emplace_back(name);
    pending_.reserve(series_.size());
}

void Journal::beginRow(const Tick& tick) {
    pendingTick_ = tick;
    pending_.clear();
}

void Journal::put(std::size_t series, double value) {
    pending_.emplace_back(series, static_cast<float>(value));
}

void Journal::commitRow() {
    // The tick goes first: a reader that sees a sample can look up its row.
    const auto row = static_cast<std::uint32_t>(ticks_.size());
    ticks_.append(pendingTick_);
    for (const auto& [series, value] : pending_)
        series_[series].append({row, value});
}

const Series* Journal::find(const std::string& name) const {
    for (const auto& series : series_)
        if (series.name() == name)
            return &series;
    return nullptr;
}

} // namespace dalescope
