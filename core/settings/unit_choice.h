// Some of a population's units, as a person names them.
#pragma once

#include "core/common/matrix.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dalescope {

/// Units by their numbers, or a random share of the population. Empty by default.
struct UnitChoice {
    std::vector<std::pair<Index, Index>> ranges; ///< first to last, counted from 0, rising and apart
    double percent = 0;                          ///< of the population, where there are no ranges; 0 to 100
    std::int64_t draw = 1;                       ///< which random order of the units the share comes from

    bool isEmpty() const { return ranges.empty() && percent == 0; }
    /// The largest number named; -1 where none is.
    Index last() const { return ranges.empty() ? -1 : ranges.back().second; }

    /// The chosen ones among `units`, rising. A share is rounded to the nearest whole number of units and
    /// taken from the front of a random order that `seed`, `population` and the draw determine: of two shares
    /// the larger contains the smaller. Numbers beyond the population are left out.
    std::vector<Index> of(Index units, std::uint64_t seed, std::uint64_t population) const;

    /// "3, 5, 10-20"; "25 %"; "25 % #2", the second draw; "" where none is chosen.
    std::string text() const;
    /// Reads what text() writes; spaces do not matter. Throws Error naming what cannot be read.
    static UnitChoice parse(const std::string& text);
    bool operator==(const UnitChoice&) const = default;
};

} // namespace dalescope
