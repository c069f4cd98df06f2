// The folder that a headless run leaves: config.json, metrics.csv, times.csv, snapshot.npz and summary.json.
#pragma once

#include "core/training/metrics_csv.h"
#include "core/training/trainer.h"

#include <filesystem>
#include <fstream>

namespace dalescope {

class RunFolder {
public:
    /// Makes the folder and writes config.json. Throws Error where it cannot.
    RunFolder(const std::filesystem::path& folder, const Config& config);

    /// Adds what the journal has gained to metrics.csv.part and times.csv.part.
    void append(const Journal& journal);

    /// Gives both their names and writes snapshot.npz, config.json with the edits made, and summary.json,
    /// whose text it returns.
    std::string finish(const Trainer& trainer, const Journal& journal);

private:
    void check(const std::ofstream& stream, const char* name) const;

    std::filesystem::path folder_;
    MetricsCsv csv_;
    std::ofstream metrics_, times_;
};

} // namespace dalescope
