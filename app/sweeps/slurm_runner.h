// A sweep on a cluster.
#pragma once

#include "app/sweeps/slurm_job.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <set>

namespace dalescope {

/// Submits what a sweep still has to do as Slurm job arrays and watches until it is done. What is in the
/// queue is asked of squeue alone and what is done of the run folders alone, so that it does not matter who
/// submitted a job or whether anybody watched it. A run that is neither over nor failed nor in the queue, at
/// two looks one after the other, was lost with its node or taken out of the queue, and is submitted again.
/// Nothing here waits. A queue that does not answer is asked again, but not for ever. Runs are known by their
/// place in SweepFolder::runs().
class SlurmRunner : public QObject {
    Q_OBJECT

public:
    SlurmRunner(SweepFolder sweep, const RunnerSettings& settings, const SlurmOptions& options,
                QObject* parent = nullptr);

    const SweepFolder& sweep() const { return sweep_; }

    /// Looks, submits every run that is neither over nor in the queue, those that failed before as well, and
    /// goes on looking. finished() or failed() follows.
    void start();
    /// Stops watching; finished() follows. The jobs stay: start(), here or in another process, watches again.
    void stop();
    /// Takes this sweep's jobs out of the queue as well. Those that run save a checkpoint first.
    void cancel();

    /// A run that Slurm has ended so often without its getting any further is left as failed.
    static constexpr int mostAttempts = 3;

Q_SIGNALS:
    /// So many runs were given to Slurm.
    void submitted(int count);
    /// Slurm has started it.
    void started(int run);
    /// Over, or failed (with its sentence).
    void ended(int run, const dalescope::FolderStatus& status);
    /// What went wrong and is tried again, in one sentence.
    void hindered(const QString& sentence);
    /// Every run is over or has failed, or stop() was called.
    void finished();
    /// Why Slurm cannot be used, in one sentence; nothing is watched any longer.
    void failed(const QString& sentence);

private:
    struct Attempts {
        int count = 0;
        std::filesystem::file_time_type progress;
    };
    /// Runs `program` and gives its standard output to `use`, or what it wrote to `fail` where it failed.
    void call(const QString& program, const QStringList& arguments, std::function<void(const QString&)> use,
              std::function<void(const QString&)> fail);
    std::filesystem::path pathOf(int run) const;
    void look();
    void bear(const QString& words);
    void judge(const QString& queue);
    void notice(int run, bool runs);
    bool mayTry(int run);
    void submit(const QList<int>& runs);
    void giveUp(const QString& sentence);
    void end();

    SweepFolder sweep_;
    SlurmJob job_;
    QTimer next_;           ///< look
    int patience_;          ///< see SlurmOptions
    QElapsedTimer silence_; ///< since the queue's last answer, or the first question
    bool answered_ = false;
    bool watching_ = false;
    bool firstLook_ = true;
    std::set<int> open_;    ///< neither over nor failed, as far as is known
    std::set<int> running_; ///< at the last look
    std::set<int> missing_; ///< likewise
    std::map<int, Attempts> attempts_;
};

} // namespace dalescope
