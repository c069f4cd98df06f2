#include "widgets/inspectors/latest_job.h"

#include "core/common/worker_team.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <utility>

namespace dalescope {

void LatestJob::start(Work work) {
    if (running_) {
        next_ = std::move(work);
        return;
    }
    running_ = true;
    QThreadPool::globalInstance()->start(
        [self = QPointer(this), generation = generation_, work = std::move(work)] {
            const WorkAlone alone; // the threads of the products are the trainer's
            const auto show = work();
            QMetaObject::invokeMethod(qApp, [self, generation, show] {
                if (!self)
                    return;
                self->running_ = false;
                if (generation == self->generation_)
                    show();
                if (self->next_)
                    self->start(std::exchange(self->next_, {}));
            });
        });
}

void LatestJob::drop() {
    ++generation_;
    next_ = {};
}

} // namespace dalescope
