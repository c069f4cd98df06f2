// The folder of one headless run: config.json, metrics.csv, times.csv, snapshot.npz and summary.json when it
// is done, and checkpoint.npz from which it can be taken up.
#pragma once

#include "core/training/checkpoint.h"
#include "core/training/metrics_csv.h"
#include "core/training/trainer.h"

#include <chrono>
#include <filesystem>
#include <fstream>

namespace dalescope {

/// What a run left behind when it stopped, done or not.
struct StoppedRun {
    Checkpoint checkpoint;
    std::uint64_t metricsBytes = 0, timesBytes = 0; ///< of its tables, up to the checkpoint's row
};

/// Throws Error naming the folder or file where there is no checkpoint or it is damaged.
StoppedRun readStoppedRun(const std::filesystem::path& folder);

class RunFolder {
public:
    /// Begins a run: makes the folder, removes what an earlier run left there and writes config.json. Throws
    /// Error where it cannot.
    RunFolder(const std::filesystem::path& folder, const Config& config);

    /// Takes a run up: cuts its tables back to the checkpoint's row. `config` is the checkpoint's with the
    /// edits made since. Throws Error where a table is missing or shorter than it was.
    RunFolder(const std::filesystem::path& folder, const StoppedRun& stopped, const Config& config);

    /// Adds what the journal has gained to metrics.csv.part and times.csv.part, and writes checkpoint.npz.
    void checkpoint(const Trainer& trainer, const Journal& journal);
    /// Since the last checkpoint, or the beginning.
    double secondsSinceCheckpoint() const;

    /// Writes a last checkpoint, gives the tables their names and writes snapshot.npz, config.json with the
    /// edits made, and summary.json, whose text it returns.
    std::string finish(const Trainer& trainer, const Journal& journal);

private:
    void append(const Journal& journal);
    void writeConfig(const Config& config) const;
    void check(const std::ofstream& stream, const char* name) const;

    std::filesystem::path folder_;
    MetricsCsv csv_;
    std::ofstream metrics_, times_;
    std::chrono::steady_clock::time_point saved_ = std::chrono::steady_clock::now();
};

} // namespace dalescope
