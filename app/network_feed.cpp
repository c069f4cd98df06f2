#include "app/network_feed.h"

#include <algorithm>

namespace dalescope {

namespace {

constexpr int betweenLooks = 50; // milliseconds

} // namespace

NetworkFeed::NetworkFeed(Session& session, QObject* parent) : QObject(parent), session_(session) {
    auto* timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, &NetworkFeed::look);
    timer->start(betweenLooks);
    connect(&session, &Session::journalChanged, this, &NetworkFeed::forget);
}

void NetworkFeed::add(QWidget* widget, int milliseconds, Show show) {
    viewers_.push_back({widget, std::move(show), milliseconds});
}

bool NetworkFeed::Viewer::wantsNews(const RunStatus& now) const {
    return widget && widget->isVisible() &&
           (edits != now.edits || (update != now.update && (update < 0 || shown.hasExpired(milliseconds))));
}

void NetworkFeed::forget() {
    moment_ = nullptr;
    ++run_;
    asked_ = false;
    for (auto& viewer : viewers_) {
        viewer.update = -1;
        if (viewer.widget)
            viewer.show(nullptr, 0, nullptr);
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
        if (viewer.update < 0 && viewer.widget && viewer.widget->isVisible()) {
            viewer.update = moment_->state.update;
            viewer.show(moment_->network, viewer.update, session_.current().data());
        }
}

void NetworkFeed::look() {
    if (moment_) {
        lookBack();
        return;
    }
    if (asked_ || !session_.current().journal() || std::ranges::none_of(viewers_, [this](const Viewer& v) {
            return v.wantsNews(session_.current().status());
        }))
        return;
    asked_ = true;
    QPointer<NetworkFeed> self(this);
    session_.current().copyNetwork([self, run = run_, asked = session_.current().status()](
                                       std::shared_ptr<const Network<float>> network, std::int64_t update) {
        if (!self || run != self->run_)
            return;
        self->asked_ = false;
        for (auto& viewer : self->viewers_)
            if (viewer.wantsNews(asked)) {
                viewer.update = update;
                viewer.edits = asked.edits; // or later ones: then they are shown once more
                viewer.shown.start();
                viewer.show(network, update, self->session_.current().data());
            }
    });
}

} // namespace dalescope
