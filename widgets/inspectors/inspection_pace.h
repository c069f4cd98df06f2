// How much of the processors inspectors take while a run trains.
#pragma once

#include <QElapsedTimer>

#include <atomic>

namespace dalescope {

/// Keeps the processor time of the window's thread and of inspectors' jobs together at about a tenth of what
/// training uses while anybody trains, besides what the curves take and what training leaves idle: what was
/// spent is waited off before another round of pictures begins. Where that is not needed, it never waits.
class InspectionPace {
public:
    /// The one of the process.
    static InspectionPace& get();

    /// Takes account of a job that took so much processor time. On any thread.
    void spend(double seconds) { spent_ += seconds; }
    /// Whether another round may begin. On the GUI thread.
    bool mayGoOn();

    /// Processor time of the calling thread so far, in seconds.
    static double ofThread();

private:
    std::atomic<double> spent_{0}; ///< by jobs since mayGoOn() last looked
    double window_ = 0;            ///< the GUI thread's time at that
    double debt_ = 0;
    QElapsedTimer looked_;
};

} // namespace dalescope
