#include "app/experiments/sweep_session.h"

#include "core/experiments/presets.h"
#include "core/experiments/published.h"
#include "core/experiments/shipped_sweeps.h"
#include "core/experiments/sweep_json.h"
#include "core/io/atomic_file.h"

#include <QPointer>
#include <QThreadPool>

#include <algorithm>

namespace dalescope {

struct SweepSession::Opened {
    std::shared_ptr<const SweepOutline> outline;
    std::unique_ptr<LocalRunner> runner;
    QString fault;
};

SweepSession::SweepSession(RunnerSettings settings, QObject* parent)
    : QObject(parent), settings_(std::move(settings)) {
    if (settings_.jobs <= 0)
        settings_.jobs = std::max(1, QThread::idealThreadCount());
}

SweepSession::~SweepSession() {
    drop();
    QThreadPool::globalInstance()->waitForDone();
}

void SweepSession::open(const QString& folder) {
    openInBackground([folder] { return SweepFolder::open(folder.toStdString()); });
}

void SweepSession::create(const QString& folder, const SweepPlan& plan) {
    openInBackground([folder, plan] { return SweepFolder::create(folder.toStdString(), plan); });
}

void SweepSession::createFrom(const QString& folder, const QString& sweepFile) {
    openInBackground([folder, file = sweepFile.toStdString()] {
        return SweepFolder::create(folder.toStdString(), sweepFromJson(readFile(file), file));
    });
}

// The runner looks at every run's folder when it is made, so that is done in the background too.
void SweepSession::openInBackground(std::function<SweepFolder()> make) {
    const int number = ++opening_;
    QThreadPool::globalInstance()->start(
        [self = QPointer(this), number, make = std::move(make), settings = settings_, home = thread()] {
            auto opened = std::make_shared<Opened>();
            try {
                const SweepFolder folder = make();
                opened->outline = std::make_shared<SweepOutline>(outlineOf(folder));
                opened->runner = std::make_unique<LocalRunner>(folder, settings);
                opened->runner->moveToThread(home);
            } catch (const std::exception& error) {
                opened->fault = QString::fromUtf8(error.what());
            }
            if (self)
                QMetaObject::invokeMethod(self, [self, number, opened] {
                    if (self && number == self->opening_)
                        self->take(*opened);
                });
        });
}

void SweepSession::take(Opened& result) {
    if (!result.fault.isEmpty()) {
        startWhenOpen_ = false;
        Q_EMIT failed(result.fault);
        return;
    }
    drop();
    outline_ = result.outline;
    runner_ = std::move(result.runner);
    connect(runner_.get(), &LocalRunner::started, this, [this] {
        watch_->look();
        Q_EMIT queueChanged();
    });
    connect(runner_.get(), &LocalRunner::ended, this, &SweepSession::onEnded);
    connect(runner_.get(), &LocalRunner::finished, this, [this] {
        started_ = paused_ = false;
        watch_->look();
        Q_EMIT queueChanged();
        Q_EMIT stopped();
    });
    watch_ = std::make_unique<SweepWatch>(outline_);
    connect(watch_.get(), &SweepWatch::seen, this, [this](const auto& snapshot) {
        snapshot_ = snapshot;
        Q_EMIT snapshotChanged();
    });
    Q_EMIT opened();
    Q_EMIT queueChanged();
    if (startWhenOpen_)
        start();
    startWhenOpen_ = false;
}

void SweepSession::drop() {
    watch_.reset();
    if (runner_ && !runner_->running().isEmpty()) { // it stays until its runs have checkpointed
        LocalRunner* old = runner_.release();
        old->disconnect(this);
        old->setParent(this);
        connect(old, &LocalRunner::finished, old, &QObject::deleteLater);
        old->stop();
    }
    runner_.reset();
    slurm_.reset(); // its jobs stay
    onSlurm_ = false;
    outline_.reset();
    snapshot_.reset();
    held_.clear();
    started_ = paused_ = false;
}

void SweepSession::onEnded(int run, const FolderStatus& status) {
    watch_->look();
    Q_EMIT queueChanged();
    if (status.state == RunState::Failed)
        Q_EMIT failed(tr("%1, seed %2 failed: %3")
                          .arg(QString::fromStdString(
                              outline_->names[outline_->configurationOf[static_cast<std::size_t>(run)]]))
                          .arg(outline_->sweep.runs()[static_cast<std::size_t>(run)].seed)
                          .arg(QString::fromStdString(status.sentence)));
}

QList<int> SweepSession::unfinished() const {
    QList<int> runs;
    for (int run = 0; outline_ && run < static_cast<int>(outline_->sweep.runs().size()); ++run)
        if (!held_.contains(run) &&
            !(snapshot_ && snapshot_->runs[static_cast<std::size_t>(run)].status.isOver()))
            runs.append(run);
    return runs;
}

void SweepSession::start() {
    if (!runner_ || onSlurm_)
        return;
    if (!started_ && runner_->queue().isEmpty())
        runner_->setQueue(unfinished());
    started_ = true;
    paused_ = false;
    runner_->setPaused(false);
    runner_->start();
    Q_EMIT queueChanged();
}

void SweepSession::submit(const SlurmOptions& options) {
    if (!runner_ || onSlurm_ || started_ || isRunning())
        return;
    slurm_ = std::make_unique<SlurmRunner>(outline_->sweep, settings_, options);
    const auto look = [this] {
        watch_->look();
        Q_EMIT queueChanged();
    };
    const auto end = [this, look](const QString& sentence) {
        onSlurm_ = false;
        look();
        Q_EMIT noted(sentence);
    };
    connect(slurm_.get(), &SlurmRunner::submitted, this,
            [this](int count) { Q_EMIT noted(tr("%1 runs were given to Slurm.").arg(count)); });
    connect(slurm_.get(), &SlurmRunner::started, this, look);
    connect(slurm_.get(), &SlurmRunner::ended, this, &SweepSession::onEnded);
    connect(slurm_.get(), &SlurmRunner::hindered, this, &SweepSession::failed);
    connect(slurm_.get(), &SlurmRunner::finished, this,
            [end] { end(tr("Slurm has nothing of this sweep any more.")); });
    connect(slurm_.get(), &SlurmRunner::failed, this, [this, look](const QString& sentence) {
        onSlurm_ = false;
        look();
        Q_EMIT failed(sentence);
    });
    onSlurm_ = true;
    Q_EMIT queueChanged();
    slurm_->start();
}

void SweepSession::pause() {
    if (!runner_ || !started_)
        return;
    paused_ = true;
    runner_->setPaused(true);
    Q_EMIT queueChanged();
}

void SweepSession::stop() {
    if (!runner_)
        return;
    if (onSlurm_)
        return slurm_->cancel();
    runner_->setPaused(false);
    runner_->stop();
    Q_EMIT queueChanged();
}

void SweepSession::setJobs(int jobs) {
    settings_.jobs = jobs;
    if (runner_)
        runner_->setJobs(jobs);
    Q_EMIT queueChanged();
}

void SweepSession::hold(const QList<int>& runs) {
    if (!runner_)
        return;
    for (const int run : runs) {
        if (!runner_->queue().contains(run) && !runner_->running().contains(run))
            continue;
        runner_->cancel(run);
        if (!held_.contains(run))
            held_.append(run);
    }
    Q_EMIT queueChanged();
}

void SweepSession::release(const QList<int>& runs) {
    if (!runner_)
        return;
    QList<int> queue = runner_->queue();
    for (const int run : runs) {
        held_.removeAll(run);
        if (!queue.contains(run))
            queue.append(run);
    }
    runner_->setQueue(queue);
    Q_EMIT queueChanged();
}

void SweepSession::moveBefore(const QList<int>& runs, int before) {
    if (!runner_ || runs.contains(before))
        return;
    QList<int> rest, moved;
    for (const int run : runner_->queue())
        (runs.contains(run) ? moved : rest).append(run);
    const qsizetype found = rest.indexOf(before);
    // Before a run that does not wait any more is before all that wait.
    qsizetype at = before < 0 ? rest.size() : std::max<qsizetype>(0, found);
    for (const int run : moved)
        rest.insert(at++, run);
    runner_->setQueue(rest);
    Q_EMIT queueChanged();
}

void SweepSession::move(const QList<int>& runs, int places) {
    if (!runner_)
        return;
    QList<int> queue = runner_->queue();
    const int step = places < 0 ? -1 : 1;
    for (int count = std::abs(places); count > 0; --count)
        for (qsizetype k = 0; k < queue.size(); ++k) {
            const qsizetype from = step < 0 ? k : queue.size() - 1 - k, to = from + step;
            if (to >= 0 && to < queue.size() && runs.contains(queue[from]) && !runs.contains(queue[to]))
                queue.swapItemsAt(from, to);
        }
    runner_->setQueue(queue);
    Q_EMIT queueChanged();
}

SweepPlan presetSweep(const std::string& preset, int seeds) {
    const Preset& found = findPreset(preset);
    SweepPlan plan = findSweep(preset);
    plan.title = found.title;
    if (const PublishedRow* row = publishedFor(found.config))
        plan.rows.front().config = asPublished(*row);
    plan.seeds.clear();
    for (int seed = 1; seed <= seeds; ++seed)
        plan.seeds.push_back(seed);
    return plan;
}

} // namespace dalescope
