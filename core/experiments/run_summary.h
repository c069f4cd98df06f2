// summary.json of a finished run.
#pragma once

#include "core/training/trainer.h"

#include <filesystem>
#include <string>

namespace dalescope {

struct RunSummary {
    double trainError = 0, testError = 0; ///< percent, of the last epoch and the last test; NaN: unmeasured
    std::int64_t updates = 0;
    double epochs = 0, seconds = 0, updatesPerSecond = 0;
    std::int64_t threads = 1, seed = 1;
    std::string dataset;
    std::int64_t validation = 0; ///< examples on which the test error was measured; 0: the test set
    bool diverged = false;
};

RunSummary summaryOf(const Trainer& trainer);

/// With "test_error_on", "test" or "validation", for a reader.
std::string summaryToJson(const RunSummary& summary);

/// Throws Error naming the file where it is missing, cut off or not a summary.
RunSummary readSummary(const std::filesystem::path& folder);

} // namespace dalescope
