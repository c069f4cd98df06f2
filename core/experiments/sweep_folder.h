// A sweep on disk: OUT/sweep.json and an ordinary run folder for each run in OUT/runs/.../seed-N. What is
// done stands in the files alone, so that any process on any machine that sees the folder can go on with it.
#pragma once

#include "core/experiments/run_state.h"
#include "core/experiments/sweep_plan.h"

namespace dalescope {

class SweepFolder {
public:
    /// Opens the sweep in `folder`. Throws Error naming it where it holds none or its sweep.json is damaged.
    static SweepFolder open(const std::filesystem::path& folder);

    /// Makes `folder` a sweep with this plan or, where it is one already, extends its plan (see
    /// extendedBy()); runs that are there are kept. Throws Error where the plans do not go together or it
    /// cannot be written.
    static SweepFolder create(const std::filesystem::path& folder, const SweepPlan& plan);

    const std::filesystem::path& folder() const { return folder_; }
    const SweepPlan& plan() const { return plan_; }

    /// In the order in which they should be made. A run's folder is found again where its row has another
    /// label since.
    const std::vector<PlannedRun>& runs() const { return runs_; }
    std::filesystem::path pathOf(const PlannedRun& run) const { return folder_ / run.folder; }

    /// Writes the config.json of a run that has none yet, for `dalescope train --config`. Throws Error.
    void prepare(const PlannedRun& run) const;

private:
    SweepFolder(std::filesystem::path folder, SweepPlan plan);
    std::filesystem::path folder_;
    SweepPlan plan_;
    std::vector<PlannedRun> runs_;
};

/// Whether there is a sweep.json in it.
bool isSweepFolder(const std::filesystem::path& folder);

} // namespace dalescope
