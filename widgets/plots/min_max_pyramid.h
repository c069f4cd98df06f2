// Values in the order they came, with the smallest and largest of every block of 8, 64, 512, ... beside them,
// so that the extremes of any stretch of a million values are found in a few dozen steps.
#pragma once

#include <cstddef>
#include <deque>
#include <limits>
#include <vector>

namespace dalescope {

/// min > max where there was no finite value.
struct Extremes {
    float min = std::numeric_limits<float>::infinity();
    float max = -std::numeric_limits<float>::infinity();

    bool any() const { return min <= max; }
    /// Values that are not finite leave it as it is.
    void take(float value);
    void take(const Extremes& other);
};

class MinMaxPyramid {
public:
    void append(float value);
    void clear();
    std::size_t size() const { return values_.size(); }
    /// index < size()
    float operator[](std::size_t index) const { return values_[index]; }
    /// Of the values first <= index < last <= size().
    Extremes extremes(std::size_t first, std::size_t last) const;

private:
    static constexpr std::size_t fan = 8;

    // Deques, since a vector that grows past a million copies itself for longer than a frame.
    std::deque<float> values_;
    std::vector<std::deque<Extremes>> levels_; ///< level k holds whole blocks of fan^(k+1) values
};

} // namespace dalescope
