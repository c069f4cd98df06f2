// Keeps the inspectors that are in sight up to date with the network that is being trained.
#pragma once

#include "app/session.h"

#include <QPointer>
#include <QWidget>

#include <functional>
#include <vector>

namespace dalescope {

/// Copies the network only where somebody looks and something has changed: a copy takes the trainer's time,
/// and what is made of it a processor's.
class NetworkFeed : public QObject {
    Q_OBJECT
public:
    using Show = std::function<void(std::shared_ptr<const Network<float>>, std::int64_t update,
                                    std::shared_ptr<const Dataset>)>;

    explicit NetworkFeed(Session& session, QObject* parent = nullptr);
    /// Calls `show` with what is new while `widget` is visible: after an edit, which may act on the network,
    /// at once; after updates not before `milliseconds` have gone since the last time; with null where there
    /// is no run any more.
    void add(QWidget* widget, int milliseconds, Show show);

    /// Shows a moment of the current run instead, at once, until null or until there is another run.
    void showMoment(std::shared_ptr<const Moment> moment);

private:
    struct Viewer {
        QPointer<QWidget> widget;
        Show show;
        int milliseconds;
        std::int64_t update = -1, edits = 0; ///< what it shows; update -1: nothing
        QElapsedTimer shown = {};

        bool wantsNews(const RunStatus& now) const;
    };
    void look();
    void forget();
    void lookBack();

    Session& session_;
    std::vector<Viewer> viewers_;
    std::shared_ptr<const Moment> moment_; ///< what is shown instead of the network as it is now
    bool asked_ = false;
    int run_ = 0; ///< a copy of an earlier run, or from before a moment, that arrives late is dropped
};

} // namespace dalescope
