// Runs on disk as rows of a table: mean and spread over seeds, beside what the work reports.
#pragma once

#include "core/experiments/published.h"
#include "core/experiments/run_summary.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace dalescope {

/// One configuration over its seeds.
struct ResultGroup {
    std::string label; ///< the published model, the sweep's label and settings, or what the network is
    Config config;     ///< of its first run
    std::map<std::int64_t, RunSummary> runs; ///< by seed; done, diverged ones as well
    std::size_t unfinished = 0;              ///< runs that wait, go on, were interrupted or failed
    const PublishedRow* published = nullptr; ///< what it repeats, if anything
    bool isTrial = false;                    ///< of a random search

    /// Errors of the runs that did not diverge, in percent.
    MeanSd train() const;
    MeanSd test() const;
    std::size_t diverged() const;
};

struct ResultTable {
    std::vector<ResultGroup> groups; ///< those of the work in its order, then others as they were met, then
                                     ///< trials of a random search, the lowest test error first
    std::vector<std::string> notes;  ///< a sentence for each run that could not be read or is there twice
};

/// Run folders, folders of run folders at any depth, or sweeps. Configurations are told apart by
/// experimentKey(). Throws Error naming the folder where it is missing or holds no run.
ResultTable collectResults(const std::vector<std::filesystem::path>& folders);

} // namespace dalescope
