// The folder of one headless run: config.json, metrics.csv, times.csv, ledger.csv, snapshot.npz and
// summary.json when it is done, and checkpoint.npz from which it can be taken up.
#pragma once

#include "core/training/checkpoint.h"
#include "core/training/ledger_csv.h"
#include "core/training/metrics_csv.h"
#include "core/training/trainer.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace dalescope {

/// What a run left behind when it stopped, done or not.
struct StoppedRun {
    Checkpoint checkpoint;
    std::map<std::string, std::uint64_t> tables; ///< bytes of each, up to the checkpoint's row
};

/// Throws Error naming the folder or file where there is no checkpoint or it is damaged.
StoppedRun readStoppedRun(const std::filesystem::path& folder);

class RunFolder {
public:
    /// Begins a run: makes the folder, removes what an earlier run left there and writes config.json. Throws
    /// Error where it cannot.
    RunFolder(const std::filesystem::path& folder, const Config& config);

    /// Takes a run up: cuts its tables back to the checkpoint's row. `config` is the checkpoint's with the
    /// edits made since. Throws Error where a table is missing or shorter than it was. The ledger of a run
    /// that an earlier version began comes out of its metrics.csv.
    RunFolder(const std::filesystem::path& folder, const StoppedRun& stopped, const Config& config);

    /// Adds what the journal has gained to the tables' .part files, and writes checkpoint.npz.
    void checkpoint(const Trainer& trainer, const Journal& journal);
    /// Since the last checkpoint, or the beginning.
    double secondsSinceCheckpoint() const;

    /// Writes a last checkpoint, gives the tables their names and writes snapshot.npz, config.json with the
    /// edits made, and summary.json, whose text it returns.
    std::string finish(const Trainer& trainer, const Journal& journal);

private:
    void openTables(std::ios::openmode mode);
    void append(const Journal& journal);
    void writeConfig(const Config& config) const;
    void check() const;

    std::filesystem::path folder_;
    MetricsCsv metrics_;
    LedgerCsv ledger_;
    std::map<std::string, std::ofstream> tables_; ///< by name
    std::chrono::steady_clock::time_point saved_ = std::chrono::steady_clock::now();
};

} // namespace dalescope
