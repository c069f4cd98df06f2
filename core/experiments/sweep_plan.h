// What a sweep is to run: rows of configurations, varied over grids and random draws, each over seeds.
#pragma once

#include "core/settings/config.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace dalescope {

/// A configuration with a name of its own: a line of the table.
struct SweepRow {
    std::string label; ///< "DANN, 50 inhibitory"
    Config config;     ///< its seed and threads mean nothing
    bool operator==(const SweepRow&) const = default;
};

/// A setting and the values it takes.
struct GridAxis {
    std::string path; ///< as for --set
    std::vector<Value> values;
    bool operator==(const GridAxis&) const = default;
};

/// A setting drawn anew for each trial.
struct RandomSetting {
    std::string path;
    double from = 0, to = 0;
    bool logarithmic = true; ///< uniform in the logarithm, as in section 5.1
    bool operator==(const RandomSetting&) const = default;
};

/// Section 5.1's search. The draws of a trial depend on its number and the seed alone, so that more trials
/// can be added.
struct RandomSearch {
    std::int64_t trials = 0;
    std::int64_t seed = 1;
    std::vector<RandomSetting> settings;
    bool operator==(const RandomSearch&) const = default;
};

struct SweepPlan {
    std::string title, about;
    std::vector<SweepRow> rows;
    std::vector<GridAxis> grid;
    RandomSearch random;
    std::vector<std::int64_t> seeds = {1};
    bool operator==(const SweepPlan&) const = default;
};

/// One run of a sweep.
struct PlannedRun {
    std::string label;                                      ///< its row's
    std::vector<std::pair<std::string, Value>> differences; ///< what grid and draw set, in their order
    std::int64_t seed = 1;
    Config config; ///< complete, with the seed
    std::filesystem::path
        folder; ///< relative to the sweep's: runs/dann-50-learning_rate=0.1-1f3c9a02d7/seed-1
};

/// Its row's label and what sets it apart, in the settings' own words: "DANN, learning rate 0.1".
std::string nameOf(const PlannedRun& run);

/// The plan whose runs are those of both and perhaps more: rows, values, seeds and trials of either. Throws
/// Error where the two share no row, vary other settings or draw from another seed or range.
SweepPlan extendedBy(const SweepPlan& plan, const SweepPlan& more);

/// Every run once, in the order in which they should be made: all with the first seed before any with the
/// second, so that each row has something early.
std::vector<PlannedRun> expand(const SweepPlan& plan);

/// What makes two runs the same but for their seeds: ten hexadecimal digits of everything in `config` that
/// can change its results, so without seed, threads and data.folder. Settings at their defaults do not count,
/// so that a new setting in a later version changes nothing.
std::string configurationKey(const Config& config);

} // namespace dalescope
