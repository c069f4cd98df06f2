#include "widgets/inspectors/latest_job.h"

#include "core/common/training_turn.h"
#include "widgets/inspectors/inspection_pace.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <QWidget>

#include <utility>

namespace dalescope {

namespace {

constexpr qint64 betweenPictures = 50; // milliseconds: well over those from one network to the next

} // namespace

LatestJob::LatestJob(QObject* parent) : QObject(parent) {
    pace_.setInterval(11);
    connect(&pace_, &QTimer::timeout, this, &LatestJob::tryToGoOn);
}

void LatestJob::start(Work work) {
    later_ = {};
    if (running_) {
        next_ = std::move(work);
        return;
    }
    running_ = true;
    started_.start();
    QThreadPool::globalInstance()->start(
        [self = QPointer(this), generation = generation_, work = std::move(work)] {
            std::function<void()> show;
            {
                const ProcessorLoan loan;
                const double before = InspectionPace::ofThread();
                show = work();
                InspectionPace::get().spend(InspectionPace::ofThread() - before);
            }
            QMetaObject::invokeMethod(qApp, [self, generation, show] {
                if (!self)
                    return;
                self->running_ = false;
                if (generation == self->generation_)
                    show();
                if (self && self->next_)
                    self->start(std::exchange(self->next_, {}));
            });
        });
}

void LatestJob::goOn(Work work) {
    later_ = std::move(work);
    tryToGoOn();
}

void LatestJob::tryToGoOn() {
    // While a run trains, work on newer weights is better, and comes thirty times a second.
    const bool rested = TrainingTurn::threads() == 0 || started_.hasExpired(betweenPictures);
    const auto* viewer = qobject_cast<QWidget*>(parent());
    const bool seen = !viewer || viewer->isVisible();
    const bool may = later_ && seen && !running_ && !next_ && rested && InspectionPace::get().mayGoOn();
    if (may)
        start(std::exchange(later_, {}));
    later_ ? pace_.start() : pace_.stop();
}

void LatestJob::drop() {
    ++generation_;
    next_ = {};
    later_ = {};
}

} // namespace dalescope
