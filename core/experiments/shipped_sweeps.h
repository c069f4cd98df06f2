// The sweeps that come with the program, from resources/sweeps: the work's tables and figures.
#pragma once

#include "core/experiments/sweep_plan.h"

#include <string>
#include <vector>

namespace dalescope {

struct ShippedSweep {
    std::string name; ///< "table1"
    SweepPlan plan;   ///< with its title and what it shows
};

/// All of them, by name.
const std::vector<ShippedSweep>& shippedSweeps();

/// A shipped sweep, or a preset's configuration over the work's six seeds. Throws Error that suggests the
/// nearest name.
SweepPlan findSweep(const std::string& name);

} // namespace dalescope
