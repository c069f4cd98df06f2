// Keeps the inspectors that are in sight up to date with the network that is being trained.
#pragma once

#include "app/session.h"

#include <QPointer>
#include <QWidget>

#include <functional>
#include <vector>

namespace dalescope {

/// Copies the network twice a second at most, and only where somebody looks and something has changed: a copy
/// takes the trainer's time, and what is made of it a processor's.
class NetworkFeed : public QObject {
    Q_OBJECT
public:
    using Show = std::function<void(std::shared_ptr<const Network<float>>, std::int64_t update,
                                    std::shared_ptr<const Dataset>)>;

    explicit NetworkFeed(Session& session, QObject* parent = nullptr);
    /// Calls `show` with what is new while `widget` is visible, but not before `milliseconds` after the last
    /// time; with null where there is no run any more.
    void add(QWidget* widget, int milliseconds, Show show);

private:
    struct Viewer {
        QPointer<QWidget> widget;
        Show show;
        int milliseconds;
        std::int64_t update = -1; ///< what it shows; -1: nothing
        QElapsedTimer shown;

        bool wantsNews(std::int64_t now) const;
    };
    void look();
    void forget();

    Session& session_;
    std::vector<Viewer> viewers_;
    bool asked_ = false;
    int run_ = 0; ///< a copy of an earlier run that arrives late is dropped
};

} // namespace dalescope
