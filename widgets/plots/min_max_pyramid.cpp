#include "widgets/plots/min_max_pyramid.h"

#include <algorithm>
#include <cmath>

namespace dalescope {

void Extremes::take(float value) {
    if (!std::isfinite(value))
        return;
    min = std::min(min, value);
    max = std::max(max, value);
}

void Extremes::take(const Extremes& other) {
    min = std::min(min, other.min);
    max = std::max(max, other.max);
}

void MinMaxPyramid::append(float value) {
    values_.push_back(value);
    if (values_.size() % fan != 0)
        return;
    Extremes block;
    for (std::size_t i = values_.size() - fan; i < values_.size(); ++i)
        block.take(values_[i]);
    // A full block may complete a block of the level above, and so on.
    for (std::size_t k = 0;; ++k) {
        if (k == levels_.size())
            levels_.emplace_back();
        levels_[k].push_back(block);
        if (levels_[k].size() % fan != 0)
            return;
        block = {};
        for (auto it = levels_[k].end() - fan; it != levels_[k].end(); ++it)
            block.take(*it);
    }
}

void MinMaxPyramid::clear() {
    values_.clear();
    levels_.clear();
}

Extremes MinMaxPyramid::extremes(std::size_t first, std::size_t last) const {
    Extremes found;
    for (; first < last && first % fan != 0; ++first)
        found.take(values_[first]);
    for (; first < last && last % fan != 0; --last)
        found.take(values_[last - 1]);
    // [first, last) is now whole blocks; climb while they fill blocks of the next level.
    for (std::size_t k = 0; first < last; ++k) {
        first /= fan;
        last /= fan;
        const auto& level = levels_[k];
        for (; first < last && first % fan != 0; ++first)
            found.take(level[first]);
        for (; first < last && last % fan != 0; --last)
            found.take(level[last - 1]);
    }
    return found;
}

} // namespace dalescope
