// A sweep's progress on standard error.
#pragma once

#include "core/experiments/run_state.h"
#include "core/experiments/sweep_folder.h"

#include <QString>

#include <chrono>
#include <map>

namespace dalescope {

/// "DANN, learning_rate 0.1, seed 2"
std::string runName(const PlannedRun& run);

/// A line for each run that ends, and one on how far the whole is: written over on a terminal, now and then
/// elsewhere.
class SweepReport {
public:
    explicit SweepReport(const SweepFolder& sweep);

    void started(int run);
    void ended(int run, const FolderStatus& status);
    /// Shows the line of the whole if it is time.
    void show();
    void end() const;

    std::size_t over() const { return over_; }           ///< runs done or diverged, earlier ones as well
    std::size_t failed() const { return failed_; }       ///< since this report began
    std::size_t elsewhere() const { return elsewhere_; } ///< runs that another process makes

private:
    using Clock = std::chrono::steady_clock;
    void print(const std::string& line) const;
    std::string timeLeft() const;

    const SweepFolder& sweep_;
    bool terminal_;
    std::size_t over_ = 0, failed_ = 0, elsewhere_ = 0, overHere_ = 0;
    std::map<int, Clock::time_point> running_;
    Clock::time_point begun_ = Clock::now(), shown_ = begun_;
};

} // namespace dalescope
