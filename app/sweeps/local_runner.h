// Makes a sweep's runs on this machine, each as a process of its own: `dalescope train` in its folder.
#pragma once

#include "core/experiments/sweep_folder.h"

#include <QList>
#include <QObject>
#include <QProcess>

#include <map>
#include <memory>

namespace dalescope {

/// What a runner of any kind is asked for.
struct RunnerSettings {
    QString program;    ///< the dalescope to start
    QString dataFolder; ///< --data of each run; empty: none
    int jobs = 0;       ///< processes at a time; 0: one for each processor
    int threads = 0;    ///< of each; 0: the processors divided among the jobs
};

/// Runs are known by their place in SweepFolder::runs(). The folders hold all results: a runner that is
/// stopped or destroyed, or whose process is killed, leaves runs that the next one takes up at their
/// checkpoints.
class LocalRunner : public QObject {
    Q_OBJECT

public:
    /// Queues every run that is not over, in the sweep's order; nothing begins before start().
    LocalRunner(SweepFolder sweep, RunnerSettings settings, QObject* parent = nullptr);
    /// Asks what runs to stop and waits until it has checkpointed.
    ~LocalRunner() override;

    const SweepFolder& sweep() const { return sweep_; }
    const RunnerSettings& settings() const { return settings_; } ///< jobs and threads as decided
    QList<int> queue() const { return queue_; }                  ///< still to begin, first one first
    QList<int> running() const;

    /// Begins runs until `jobs` of them go on. finished() follows, even where nothing is to be done.
    void start();
    /// Another order, or fewer; runs that are over or going on are left out.
    void setQueue(const QList<int>& queue);
    /// How many processes there may be at a time, at least 1; those that are too many go on to their ends.
    void setJobs(int jobs);
    /// While paused no further run begins; those that go on do so to their ends.
    void setPaused(bool paused);
    /// Takes one run from the queue, or stops it at a checkpoint.
    void cancel(int run);
    /// Stops everything at checkpoints; finished() follows.
    void stop();

Q_SIGNALS:
    void started(int run);
    /// A line of its progress as `dalescope train` prints it.
    void progressed(int run, const QString& line);
    /// Over, failed (with its sentence), or interrupted by cancel() or stop().
    void ended(int run, const dalescope::FolderStatus& status);
    /// Nothing is left to begin and nothing goes on.
    void finished();

private:
    struct Child {
        std::unique_ptr<QProcess> process;
        QString lastLine;
        bool asked = false; ///< to stop
    };
    void beginNext();
    void begin(int run);
    void readProgress(int run);
    void onEnded(int run);
    std::string causeOfEnd(const Child& child, const std::string& folder) const;
    void finishIfIdle();

    SweepFolder sweep_;
    RunnerSettings settings_;
    bool dividesThreads_; ///< nobody asked for a number of threads
    QList<int> queue_;
    std::map<int, Child> children_;
    bool started_ = false, paused_ = false;
};

} // namespace dalescope
