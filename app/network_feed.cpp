#include "app/network_feed.h"

#include "widgets/inspectors/inspection_pace.h"

#include <algorithm>

namespace dalescope {

namespace {

constexpr qint64 betweenRounds = 33; // milliseconds: thirty rounds a second

} // namespace

NetworkFeed::NetworkFeed(Session& session, QObject* parent) : QObject(parent), session_(session) {
    clock_.start();
    connect(&session, &Session::tick, this, &NetworkFeed::look);
    connect(&session, &Session::journalChanged, this, &NetworkFeed::forget);
}

void NetworkFeed::add(QWidget* widget, int everyRound, bool wantsInformation, Show show) {
    viewers_.push_back({widget, std::move(show), everyRound, wantsInformation});
}

bool NetworkFeed::Viewer::isSeen() const {
    return widget && widget->isVisible() && !widget->window()->isMinimized();
}

bool NetworkFeed::Viewer::wantsNews(const RunStatus& now, std::int64_t inRound) const {
    return isSeen() && (cannotWait(now) || (update != now.update && inRound >= round + everyRound));
}

void NetworkFeed::forget() {
    moment_ = nullptr;
    ++run_;
    asked_ = false;
    for (auto& viewer : viewers_) {
        viewer.update = -1;
        if (viewer.widget)
            viewer.show({}, nullptr);
    }
    look();
}

void NetworkFeed::showMoment(std::shared_ptr<const Moment> moment) {
    if (moment == moment_)
        return;
    moment_ = std::move(moment);
    ++run_;
    asked_ = false;
    for (auto& viewer : viewers_)
        viewer.update = -1;
    look();
}

void NetworkFeed::lookBack() {
    for (auto& viewer : viewers_)
        if (viewer.update < 0 && viewer.isSeen()) {
            viewer.update = moment_->state.update;
            viewer.show({moment_->network, viewer.update, moment_->fisher}, session_.current().data());
        }
}

/// A round that came late does not put off the next ones.
void NetworkFeed::beginRound(qint64 time) {
    ++round_;
    due_ = std::max(due_ + betweenRounds, time + betweenRounds / 2);
}

void NetworkFeed::look() {
    if (moment_) {
        lookBack();
        return;
    }
    if (asked_ || !session_.current().journal())
        return;
    const RunStatus now = session_.current().status();
    const qint64 time = clock_.elapsed();
    const bool next = time >= due_;
    bool any = false, information = false, cannotWait = false;
    for (const auto& viewer : viewers_)
        if (viewer.wantsNews(now, round_ + 1)) {
            any = true;
            information = information || viewer.wantsInformation;
            cannotWait = cannotWait || viewer.cannotWait(now);
        }
    if (!any) {
        if (next) // the rarer ones' turn comes all the same
            beginRound(time);
        return;
    }
    if (!cannotWait && !(next && InspectionPace::get().mayGoOn()))
        return;
    asked_ = true;
    beginRound(time);
    session_.current().copyNetwork(
        [self = QPointer(this), run = run_, now, information](const NetworkNews& news) {
            if (!self || run != self->run_)
                return;
            self->asked_ = false;
            for (auto& viewer : self->viewers_)
                if (viewer.wantsNews(now, self->round_) && (information || !viewer.wantsInformation)) {
                    viewer.update = news.update;
                    viewer.edits = now.edits; // or later ones: then they are shown once more
                    viewer.round = self->round_;
                    viewer.show(news, self->session_.current().data());
                }
        },
        information);
}

} // namespace dalescope
