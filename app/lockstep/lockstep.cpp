#include "app/lockstep/lockstep.h"

#include "core/common/training_turn.h"

#include <QThreadPool>

#include <algorithm>

namespace dalescope {

namespace {

bool hasEnded(const RunStatus& status) {
    return status.state == RunStatus::State::Ended || status.state == RunStatus::State::Failed;
}

} // namespace

Lockstep::Lockstep(std::vector<LockstepModel> models, std::vector<std::int64_t> seeds,
                   std::shared_ptr<const Dataset> data, QObject* parent)
    : QObject(parent), models_(std::move(models)), seeds_(std::move(seeds)),
      stretch_(std::max<std::int64_t>(1, models_.front().config.training.testEvery)) {
    for (const auto& model : models_)
        for (const auto seed : seeds_)
            members_.push_back(
                {std::make_unique<Runner>(inLockstep(model.config, models_.front().config, seed), data)});
    connect(&poll_, &QTimer::timeout, this, &Lockstep::poll);
    poll_.setInterval(5);
}

// The trainers may be in the middle of an update: lets other threads wait for them.
Lockstep::~Lockstep() {
    for (Member& member : members_)
        QThreadPool::globalInstance()->start(
            [old = std::shared_ptr<Runner>(std::move(member.runner))]() mutable { old.reset(); });
}

void Lockstep::start() {
    if (running_ || done_)
        return;
    for (Member& member : members_)
        member.asked = -1;
    setRunning(true);
    poll_.start();
}

void Lockstep::pause() {
    if (!running_)
        return;
    poll_.stop();
    for (Member& member : members_)
        member.runner->pause();
    setRunning(false);
}

void Lockstep::setRunning(bool running) {
    running_ = running;
    Q_EMIT stateChanged();
}

void Lockstep::poll() {
    const std::int64_t target = reached_ + stretch_;
    // More at once than there are processors would only hold one another up.
    int places = processors();
    std::size_t arrived = 0, ended = 0;
    std::vector<Member*> waiting;
    for (std::size_t i = 0; i < members_.size(); ++i) {
        Member& member = members_[i];
        const RunStatus status = member.runner->status();
        if (status.state == RunStatus::State::Failed) {
            pause();
            Q_EMIT failed(tr("%1 cannot train on these data: %2")
                              .arg(models_[i / seeds_.size()].name, QString::fromStdString(status.message)));
            return;
        }
        const bool over = hasEnded(status);
        ended += over ? 1 : 0;
        if (over || (status.state == RunStatus::State::Paused && status.update >= target))
            ++arrived;
        else if (member.asked == target)
            --places;
        else
            waiting.push_back(&member);
    }
    for (Member* member : waiting)
        if (places-- > 0) {
            member->asked = target;
            member->runner->runTo(target);
        }
    if (arrived < members_.size())
        return;
    reached_ = target;
    done_ = ended == members_.size();
    Q_EMIT advanced();
    if (done_) {
        poll_.stop();
        setRunning(false);
    }
}

std::vector<PlotRun> Lockstep::plotRuns() const {
    std::vector<PlotRun> runs;
    for (std::size_t m = 0; m < models_.size(); ++m)
        for (std::size_t s = 0; s < seeds_.size(); ++s)
            runs.push_back({tr("%1, seed %2").arg(models_[m].name).arg(seeds_[s]), runner(m, s).config(),
                            journal(m, s)});
    return runs;
}

} // namespace dalescope
