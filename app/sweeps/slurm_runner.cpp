#include "app/sweeps/slurm_runner.h"

#include "core/common/error.h"

#include <QProcess>
#include <QStandardPaths>

#include <chrono>
#include <utility>

namespace dalescope {

namespace fs = std::filesystem;

SlurmRunner::SlurmRunner(SweepFolder sweep, const RunnerSettings& settings, const SlurmOptions& options,
                         QObject* parent)
    : QObject(parent), sweep_(std::move(sweep)), job_(sweep_.folder(), settings, options),
      patience_(options.patienceSeconds) {
    next_.setSingleShot(true);
    next_.setInterval(options.pollSeconds * 1000);
    connect(&next_, &QTimer::timeout, this, &SlurmRunner::look);
}

fs::path SlurmRunner::pathOf(int run) const {
    return fs::weakly_canonical(sweep_.pathOf(sweep_.runs()[static_cast<std::size_t>(run)]));
}

void SlurmRunner::start() {
    if (std::exchange(watching_, true))
        return;
    for (const auto* program : {"sbatch", "squeue"})
        if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty())
            return giveUp(QStringLiteral("%1: it is not on the path; start the sweep on a machine from which "
                                         "Slurm takes jobs, or leave --slurm out.")
                              .arg(QLatin1String(program)));
    firstLook_ = true;
    answered_ = false;
    silence_.start();
    missing_.clear();
    running_.clear();
    open_.clear();
    for (int run = 0; run < static_cast<int>(sweep_.runs().size()); ++run)
        if (!runStatus(pathOf(run)).isOver())
            open_.insert(run);
    look();
}

void SlurmRunner::stop() {
    if (!watching_)
        return;
    end();
    Q_EMIT finished();
}

void SlurmRunner::cancel() {
    call(
        QStringLiteral("scancel"), {QStringLiteral("--name=") + job_.name()}, [](const QString&) {},
        [this](const QString& words) { Q_EMIT hindered(QStringLiteral("scancel: %1").arg(words)); });
    stop();
}

void SlurmRunner::end() {
    watching_ = false;
    next_.stop();
}

void SlurmRunner::giveUp(const QString& sentence) {
    end();
    Q_EMIT failed(sentence);
}

void SlurmRunner::call(const QString& program, const QStringList& arguments,
                       std::function<void(const QString&)> use, std::function<void(const QString&)> fail) {
    auto* process = new QProcess(this);
    QTimer::singleShot(std::chrono::seconds(patience_), process, &QProcess::kill); // it may wait for ever
    connect(process, &QProcess::finished, this,
            [=, use = std::move(use)](int code, QProcess::ExitStatus status) {
                process->deleteLater();
                if (status == QProcess::NormalExit && code == 0)
                    use(QString::fromUtf8(process->readAllStandardOutput()));
                else
                    fail(QString::fromUtf8(process->readAllStandardError()).trimmed());
            });
    connect(process, &QProcess::errorOccurred, this, [=](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart) // what ends otherwise is seen above
            return;
        process->deleteLater();
        fail(process->errorString());
    });
    process->start(program, arguments);
}

void SlurmRunner::look() {
    call(
        QStringLiteral("squeue"), job_.queueArguments(),
        [this](const QString& queue) {
            answered_ = true;
            silence_.start();
            if (watching_)
                judge(queue);
        },
        [this](const QString& words) {
            if (watching_)
                bear(words.isEmpty() ? QStringLiteral("it said nothing") : words.section(u'\n', -1));
        });
}

/// No reason to submit anything: a controller that starts again still has its queue.
void SlurmRunner::bear(const QString& words) {
    constexpr int longer = 30; // a controller that has been there is worth so many times the patience
    const auto seconds = silence_.elapsed() / 1000;
    if (seconds >= qint64(patience_) * (answered_ ? longer : 1))
        return giveUp(
            QStringLiteral("squeue: Slurm has not answered for %1 s (%2); see with sinfo whether the "
                           "cluster is up, then submit the sweep again, which goes on with the jobs "
                           "that are still queued.")
                .arg(seconds)
                .arg(words));
    Q_EMIT hindered(QStringLiteral("squeue: it gave no answer (%1); it is asked again.").arg(words));
    next_.start();
}

/// Tells once that a run has been started.
void SlurmRunner::notice(int run, bool runs) {
    if (!runs)
        running_.erase(run);
    else if (running_.insert(run).second)
        Q_EMIT started(run);
}

void SlurmRunner::judge(const QString& queue) {
    const auto queued = job_.queued(queue);
    QList<int> lost;
    std::set<int> missing;
    for (const int run : std::set<int>(open_)) {
        const auto inQueue = queued.find(pathOf(run));
        if (inQueue != queued.end()) {
            notice(run, inQueue->second != QLatin1String("PENDING"));
            continue;
        }
        const FolderStatus status = runStatus(pathOf(run));
        const bool failedNow = status.state == RunState::Failed && !firstLook_;
        notice(run, status.state == RunState::Running); // by another process
        if (status.isOver() || failedNow) {
            open_.erase(run);
            Q_EMIT ended(run, status);
        } else if (status.state != RunState::Running) {
            missing.insert(run);
            // What is shared may be seen late, so a run that was in the queue a moment ago may be done.
            if (firstLook_ || missing_.contains(run))
                lost.append(run);
        }
    }
    firstLook_ = false;
    missing_ = std::move(missing);
    if (!watching_) // stopped by who heard of an end
        return;
    lost.removeIf([this](int run) { return !mayTry(run); });
    if (open_.empty())
        stop();
    else if (lost.isEmpty())
        next_.start();
    else
        submit(lost);
}

/// Whether a run may be submitted once more; if not, it is left as failed.
bool SlurmRunner::mayTry(int run) {
    std::error_code ignored;
    const fs::path folder = pathOf(run);
    const auto progress = fs::last_write_time(folder / "checkpoint.npz", ignored);
    Attempts& attempts = attempts_[run];
    if (progress != attempts.progress)
        attempts = {0, progress};
    if (++attempts.count <= mostAttempts)
        return true;
    noteFailure(folder, folder.string() + ": Slurm ended it " + std::to_string(mostAttempts) +
                            " times before it got any further; see the last files in slurm/logs of the "
                            "sweep, or ask for more --time or --memory.");
    open_.erase(run);
    Q_EMIT ended(run, runStatus(folder));
    return false;
}

void SlurmRunner::submit(const QList<int>& runs) {
    const auto now = runs.first(std::min(runs.size(), SlurmJob::mostTasks));
    try {
        std::vector<fs::path> folders;
        for (const int run : now) {
            sweep_.prepare(sweep_.runs()[static_cast<std::size_t>(run)]);
            clearFailure(pathOf(run));
            folders.push_back(pathOf(run));
        }
        call(
            QStringLiteral("sbatch"), job_.prepare(folders),
            [this, count = static_cast<int>(now.size()), later = runs.sliced(now.size())](const QString&) {
                Q_EMIT submitted(count);
                if (watching_ && !later.isEmpty())
                    submit(later);
                else if (watching_)
                    next_.start();
            },
            [this](const QString& words) { giveUp(rejection(words)); });
    } catch (const Error& error) {
        giveUp(QString::fromUtf8(error.what()));
    }
}

} // namespace dalescope
