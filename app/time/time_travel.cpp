#include "app/time/time_travel.h"

#include "app/time/fork.h"

#include <QCoreApplication>
#include <QPointer>
#include <QSettings>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dalescope {

TimeTravel::TimeTravel(Session& session, QObject* parent)
    : QObject(parent), session_(session),
      keepEvery_(std::max(0, QSettings().value(QStringLiteral("keepEvery"), 500).toInt())) {
    setSpeed(speed_);
    player_.setTimerType(Qt::PreciseTimer);
    connect(&player_, &QTimer::timeout, this, &TimeTravel::play);
    connect(&session, &Session::journalChanged, this, [this] {
        goLive();
        look();
    });
    connect(&session, &Session::statusChanged, this, &TimeTravel::look);
    connect(&session, &Session::added, this,
            [this](int row) { session_.runs()[static_cast<std::size_t>(row)]->setKeepEvery(keepEvery_); });
    for (const auto& run : session.runs())
        run->setKeepEvery(keepEvery_);
    look();
}

void TimeTravel::setKeepEvery(int updates) {
    keepEvery_ = std::max(0, updates);
    QSettings().setValue(QStringLiteral("keepEvery"), keepEvery_);
    for (const auto& run : session_.runs())
        run->setKeepEvery(keepEvery_);
}

void TimeTravel::look() {
    const auto shelf = session_.current().shelf();
    const std::int64_t version = shelf ? shelf->version() : -1;
    if (shelf != shelf_ || version != version_) {
        kept_ = shelf ? shelf->kept() : Moments();
        shelf_ = shelf;
        version_ = version;
    }
    if (wanted_ >= 0 && !kept_.empty() &&
        session_.current().status().state != RunStatus::State::Preparing) // later, when all have heard of it
        QTimer::singleShot(0, this, [this, update = std::exchange(wanted_, -1)] { goTo(update); });
    Q_EMIT changed();
}

Config TimeTravel::settings() const {
    return moment_ ? settingsAt(moment_->state) : session_.current().document().config();
}

void TimeTravel::show(std::shared_ptr<const Moment> moment) {
    if (!moment)
        player_.stop();
    if (moment != moment_) {
        moment_ = std::move(moment);
        Q_EMIT moved();
    }
    Q_EMIT changed();
}

void TimeTravel::goTo(std::int64_t update) {
    std::int64_t least = std::abs(now() - update);
    std::shared_ptr<const Moment> nearest;
    for (const auto& moment : kept_)
        if (const std::int64_t far = std::abs(moment->state.update - update); far < least) {
            least = far;
            nearest = moment;
        }
    show(nearest);
}

void TimeTravel::returnTo(std::int64_t update) {
    wanted_ = update;
    look(); // the run may have become ready before anybody asked
}

void TimeTravel::step(int moments) {
    // One that is where now is would look like no step.
    const auto end =
        std::ranges::lower_bound(kept_, now(), {}, [](const auto& m) { return m->state.update; });
    const auto here = moment_ ? std::ranges::lower_bound(kept_.begin(), end, update(), {},
                                                         [](const auto& m) { return m->state.update; })
                              : end;
    // Between two of them, where the moment looked at has been thinned out, the next one is a whole step on.
    const bool between = here == end || (*here)->state.update != update();
    const auto at = here - kept_.begin() + moments - (moment_ && between && moments > 0 ? 1 : 0);
    const auto count = end - kept_.begin();
    show(at >= count || count == 0 ? nullptr
                                   : kept_[static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, at))]);
}

void TimeTravel::setPlaying(bool playing) {
    if (playing && isLive()) {
        if (kept_.empty() || kept_.front()->state.update >= now())
            return;
        show(kept_.front());
    }
    playing ? player_.start() : player_.stop();
    Q_EMIT changed();
}

void TimeTravel::play() {
    step(1);
}

void TimeTravel::setSpeed(int momentsPerSecond) {
    speed_ = std::clamp(momentsPerSecond, 1, 60);
    player_.setInterval(1000 / speed_);
}

void TimeTravel::fork() {
    if (!canFork())
        return;
    if (moment_) {
        addFork(moment_);
        return;
    }
    const QPointer<TimeTravel> self(this);
    session_.current().inspect([self, journal = session_.current().journal()](const Trainer& trainer) {
        auto moment = std::make_shared<const Moment>(trainer.moment());
        QMetaObject::invokeMethod(qApp, [self, journal, moment] {
            // Unless another run is the current one by now, or this one has begun anew.
            if (self && self->session_.current().journal() == journal)
                self->addFork(moment);
        });
    });
}

void TimeTravel::addFork(std::shared_ptr<const Moment> moment) {
    NewRun fork = forkOf(session_.current(), std::move(moment));
    const QString text = tr("Fork %1").arg(fork.label.name);
    session_.add(std::move(fork), text);
}

} // namespace dalescope
