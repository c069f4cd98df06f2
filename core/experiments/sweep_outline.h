// An open sweep, sorted by configurations: what lists, curves and tables of it share.
#pragma once

#include "core/experiments/setting_differences.h"
#include "core/experiments/sweep_folder.h"

namespace dalescope {

/// Runs and configurations are known by their places.
struct SweepOutline {
    SweepFolder sweep;
    std::vector<std::size_t> configurationOf; ///< of each run of the sweep
    std::vector<std::string> names;      ///< of each configuration, all different: "DANN, learning rate 0.1"
    std::vector<VariedSetting> settings; ///< in which the configurations differ; a text for each of them
};

SweepOutline outlineOf(SweepFolder sweep);

} // namespace dalescope
