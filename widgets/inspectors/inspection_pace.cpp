#include "widgets/inspectors/inspection_pace.h"

#include "core/common/training_turn.h"

#include <algorithm>
#include <ctime>

namespace dalescope {

namespace {

// Processors. Half as much again goes with it, as threads that train wait for those that are interrupted.
constexpr double ofTraining = 0.065, forCurves = 0.05;
// What may be saved up, so that pictures come evenly, and the longest that they stay away, in seconds.
constexpr double saved = 0.03, longestRest = 0.5;

/// Processors that inspectors and the window may use in the mean.
double shareOf(int training) {
    return std::max(0, processors() - training) + ofTraining * training + forCurves;
}

} // namespace

InspectionPace& InspectionPace::get() {
    static InspectionPace pace;
    return pace;
}

double InspectionPace::ofThread() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

bool InspectionPace::mayGoOn() {
    const double window = ofThread();
    const int training = TrainingTurn::threads();
    const double share = shareOf(training);
    if (looked_.isValid()) {
        const double earned = share * 1e-9 * static_cast<double>(looked_.nsecsElapsed());
        debt_ = std::clamp(debt_ + spent_.exchange(0) + window - window_ - earned, -share * saved,
                           share * longestRest);
    }
    looked_.start();
    window_ = window;
    return debt_ <= 0 || training == 0;
}

} // namespace dalescope
