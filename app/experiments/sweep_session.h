// An open sweep: its files watched, its runs queued and made. What an experiments window works on.
#pragma once

#include "app/sweeps/local_runner.h"
#include "app/sweeps/slurm_runner.h"
#include "widgets/experiments/sweep_watch.h"

#include <QObject>

#include <functional>

namespace dalescope {

/// Opens and looks in the background; nothing here waits.
class SweepSession : public QObject {
    Q_OBJECT

public:
    explicit SweepSession(RunnerSettings settings, QObject* parent = nullptr);
    /// Stops what runs at checkpoints and waits for that.
    ~SweepSession() override;

    /// Opens a sweep's folder in place of the present one; opened() or failed() follows.
    void open(const QString& folder);
    /// Makes `folder` a sweep with this plan, or adds the plan to the sweep that is there, and opens it.
    void create(const QString& folder, const SweepPlan& plan);
    void createFrom(const QString& folder, const QString& sweepFile);

    const std::shared_ptr<const SweepOutline>& outline() const { return outline_; }
    const std::shared_ptr<const SweepSnapshot>& snapshot() const { return snapshot_; }
    QList<int> queue() const { return runner_ ? runner_->queue() : QList<int>(); }
    QList<int> held() const { return held_; }
    int runningCount() const { return runner_ ? static_cast<int>(runner_->running().size()) : 0; }
    bool isRunning() const { return runningCount() > 0; }
    bool isStarted() const { return started_; }
    bool isPaused() const { return paused_; }
    /// Whether the sweep's jobs on a cluster are watched.
    bool isOnSlurm() const { return onSlurm_; }
    int jobs() const { return settings_.jobs; }

    // The verbs of a queue.
    /// Begins, or goes on after a pause; runs that failed or were interrupted are taken up too.
    void start();
    /// No further run begins; those that go on do so.
    void pause();
    /// Gives what is not over to Slurm and watches until it is done; nothing where runs go on here.
    void submit(const SlurmOptions& options);
    /// Stops everything at checkpoints; takes its jobs out of Slurm's queue.
    void stop();
    void setJobs(int jobs);
    /// Takes waiting runs from the queue and stops running ones at checkpoints.
    void hold(const QList<int>& runs);
    /// Puts runs that are not over at the queue's end.
    void release(const QList<int>& runs);
    /// Moves waiting runs before another one; -1: to the end.
    void moveBefore(const QList<int>& runs, int before);
    /// By so many places, up where negative.
    void move(const QList<int>& runs, int places);
    /// start() as soon as the sweep is open.
    void startWhenOpen() { startWhenOpen_ = true; }

Q_SIGNALS:
    void opened();
    void snapshotChanged();
    void queueChanged();
    void stopped(); ///< nothing goes on any more
    void failed(const QString& sentence);
    /// What a person should know and need do nothing about.
    void noted(const QString& sentence);

private:
    struct Opened;
    void openInBackground(std::function<SweepFolder()> make);
    void take(Opened& result);
    void drop();
    QList<int> unfinished() const;
    void onEnded(int run, const FolderStatus& status);

    RunnerSettings settings_;
    std::shared_ptr<const SweepOutline> outline_;
    std::shared_ptr<const SweepSnapshot> snapshot_;
    std::unique_ptr<SweepWatch> watch_;
    std::unique_ptr<LocalRunner> runner_;
    std::unique_ptr<SlurmRunner> slurm_; // stays after its end: it may still be calling scancel
    bool onSlurm_ = false;
    QList<int> held_;
    bool started_ = false, paused_ = false, startWhenOpen_ = false;
    int opening_ = 0; ///< number of the newest opening; older ones that arrive late are dropped
};

/// The work's six seeds, or others, of a preset.
SweepPlan presetSweep(const std::string& preset, int seeds);

} // namespace dalescope
