#include "app/sweeps/local_runner.h"

#include "core/common/error.h"

#include <QThread>

#include <algorithm>
#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace dalescope {

namespace {

QString asQString(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

/// In the child: its own process group, so that Ctrl+C reaches it through the runner alone; and a SIGTERM, at
/// which it checkpoints, should the runner die.
void detachFromTerminal() {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
}

} // namespace

LocalRunner::LocalRunner(SweepFolder sweep, RunnerSettings settings, QObject* parent)
    : QObject(parent), sweep_(std::move(sweep)), settings_(std::move(settings)),
      dividesThreads_(settings_.threads <= 0) {
    const int processors = std::max(1, QThread::idealThreadCount());
    const auto runs = static_cast<int>(sweep_.runs().size());
    if (settings_.jobs <= 0)
        settings_.jobs = std::clamp(runs, 1, processors);
    if (settings_.threads <= 0)
        settings_.threads = std::max(1, processors / settings_.jobs);
    for (int run = 0; run < runs; ++run)
        if (!runStatus(sweep_.pathOf(sweep_.runs()[static_cast<std::size_t>(run)])).isOver())
            queue_.append(run);
}

LocalRunner::~LocalRunner() {
    blockSignals(true);
    stop();
    for (auto& [run, child] : children_) {
        child.process->disconnect(this);
        child.process->waitForFinished(-1);
    }
}

QList<int> LocalRunner::running() const {
    QList<int> runs;
    for (const auto& [run, child] : children_)
        runs.append(run);
    return runs;
}

void LocalRunner::start() {
    started_ = true;
    QMetaObject::invokeMethod(this, &LocalRunner::beginNext, Qt::QueuedConnection);
}

void LocalRunner::setQueue(const QList<int>& queue) {
    queue_.clear();
    for (const int run : queue)
        if (run >= 0 && run < static_cast<int>(sweep_.runs().size()) && !children_.contains(run) &&
            !queue_.contains(run) &&
            !runStatus(sweep_.pathOf(sweep_.runs()[static_cast<std::size_t>(run)])).isOver())
            queue_.append(run);
    if (started_)
        start();
}

void LocalRunner::setJobs(int jobs) {
    settings_.jobs = std::max(1, jobs);
    if (dividesThreads_)
        settings_.threads = std::max(1, QThread::idealThreadCount() / settings_.jobs);
    if (started_)
        start();
}

void LocalRunner::setPaused(bool paused) {
    paused_ = paused;
    if (started_ && !paused)
        start();
}

void LocalRunner::cancel(int run) {
    queue_.removeAll(run);
    if (const auto child = children_.find(run); child != children_.end() && !child->second.asked) {
        child->second.asked = true;
        child->second.process->terminate();
    }
}

void LocalRunner::stop() {
    queue_.clear();
    for (const int run : running())
        cancel(run);
    if (started_)
        start();
}

void LocalRunner::beginNext() {
    while (!paused_ && !queue_.isEmpty() && static_cast<int>(children_.size()) < settings_.jobs)
        begin(queue_.takeFirst());
    finishIfIdle();
}

void LocalRunner::begin(int run) {
    const PlannedRun& planned = sweep_.runs()[static_cast<std::size_t>(run)];
    const auto folder = sweep_.pathOf(planned);
    FolderStatus status = runStatus(folder);
    if (status.isOver() || status.state == RunState::Running) { // another process was faster
        Q_EMIT ended(run, status);
        return;
    }
    QStringList arguments = {QStringLiteral("train"), QStringLiteral("--out"), asQString(folder)};
    try {
        std::error_code ignored;
        if (std::filesystem::exists(folder / "checkpoint.npz", ignored)) {
            arguments << QStringLiteral("--resume"); // with the threads it was begun with
        } else {
            sweep_.prepare(planned);
            arguments << QStringLiteral("--config") << asQString(folder / "config.json")
                      << QStringLiteral("--threads") << QString::number(settings_.threads);
        }
    } catch (const Error& error) {
        Q_EMIT ended(run, {RunState::Failed, error.what(), {}});
        return;
    }
    if (!settings_.dataFolder.isEmpty())
        arguments << QStringLiteral("--data") << settings_.dataFolder;
    clearFailure(folder);
    Child& child = children_[run];
    child.process = std::make_unique<QProcess>();
    auto* process = child.process.get();
    process->setStandardOutputFile(QProcess::nullDevice());
    process->setChildProcessModifier(detachFromTerminal);
    connect(process, &QProcess::readyReadStandardError, this, [this, run] { readProgress(run); });
    connect(process, &QProcess::finished, this, [this, run] { onEnded(run); });
    connect(process, &QProcess::errorOccurred, this, [this, run](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            onEnded(run);
    });
    process->start(settings_.program, arguments);
    if (children_.contains(run))
        Q_EMIT started(run);
}

void LocalRunner::readProgress(int run) {
    Child& child = children_.at(run);
    for (const auto& line :
         QString::fromUtf8(child.process->readAllStandardError()).split(u'\n', Qt::SkipEmptyParts)) {
        child.lastLine = line;
        Q_EMIT progressed(run, line);
    }
}

void LocalRunner::onEnded(int run) {
    readProgress(run);
    Child child = std::move(children_.at(run));
    children_.erase(run);
    const auto folder = sweep_.pathOf(sweep_.runs()[static_cast<std::size_t>(run)]);
    FolderStatus status = runStatus(folder);
    if (!status.isOver() && status.state != RunState::Failed && !child.asked) {
        const bool canGoOn = status.state == RunState::Interrupted;
        status = {RunState::Failed, causeOfEnd(child, folder.string()), {}};
        if (!canGoOn)
            noteFailure(folder, status.sentence);
    }
    child.process.release()->deleteLater(); // this is called from its signal
    Q_EMIT ended(run, status);
    start();
}

std::string LocalRunner::causeOfEnd(const Child& child, const std::string& folder) const {
    if (child.process->error() == QProcess::FailedToStart)
        return settings_.program.toStdString() + ": it cannot be started; check that it is installed.";
    if (child.process->exitStatus() != QProcess::NormalExit)
        return folder + ": its process was killed or crashed; start the sweep again.";
    return child.lastLine.toStdString();
}

void LocalRunner::finishIfIdle() {
    if (started_ && children_.empty() && queue_.isEmpty()) {
        started_ = false;
        Q_EMIT finished();
    }
}

} // namespace dalescope
