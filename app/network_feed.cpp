#include "app/network_feed.h"

#include <algorithm>

namespace dalescope {

namespace {

constexpr int betweenLooks = 500; // milliseconds

} // namespace

NetworkFeed::NetworkFeed(Session& session, QObject* parent) : QObject(parent), session_(session) {
    auto* timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, &NetworkFeed::look);
    timer->start(betweenLooks);
    connect(&session, &Session::journalChanged, this, &NetworkFeed::forget);
}

void NetworkFeed::add(QWidget* widget, int milliseconds, Show show) {
    viewers_.push_back({widget, std::move(show), milliseconds, -1, {}});
}

bool NetworkFeed::Viewer::wantsNews(std::int64_t now) const {
    return widget && widget->isVisible() && update != now &&
           (!shown.isValid() || shown.hasExpired(milliseconds));
}

void NetworkFeed::forget() {
    ++run_;
    asked_ = false;
    for (auto& viewer : viewers_) {
        viewer.update = -1;
        viewer.shown.invalidate();
        if (viewer.widget)
            viewer.show(nullptr, 0, nullptr);
    }
    look();
}

void NetworkFeed::look() {
    if (asked_ || !session_.current().journal() || std::ranges::none_of(viewers_, [this](const Viewer& v) {
            return v.wantsNews(session_.current().status().update);
        }))
        return;
    asked_ = true;
    QPointer<NetworkFeed> self(this);
    session_.current().copyNetwork(
        [self, run = run_](std::shared_ptr<const Network<float>> network, std::int64_t update) {
            if (!self || run != self->run_)
                return;
            self->asked_ = false;
            for (auto& viewer : self->viewers_)
                if (viewer.widget && viewer.widget->isVisible() && viewer.update != update) {
                    viewer.update = update;
                    viewer.show(network, update, self->session_.current().data());
                }
        });
}

} // namespace dalescope
