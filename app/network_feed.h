// Keeps the inspectors that are in sight up to date with the network that is being trained.
#pragma once

#include "app/session.h"

#include <QPointer>
#include <QWidget>

#include <functional>
#include <vector>

namespace dalescope {

/// Copies the network only where somebody looks and something has changed, and no more often than the
/// inspectors' pace allows (see InspectionPace): a copy takes the trainer's time, and what is made of it a
/// processor's. One copy serves all.
class NetworkFeed : public QObject {
    Q_OBJECT
public:
    using Show = std::function<void(const NetworkNews&, std::shared_ptr<const Dataset>)>;

    explicit NetworkFeed(Session& session, QObject* parent = nullptr);
    /// Calls `show` with what is new while `widget` is visible: after an edit, which may act on the network,
    /// at once; after updates at every `everyRound`-th of the rounds, of which there are up to thirty a
    /// second; with null where there is no run any more. The run's Fisher information comes along only where
    /// it is wanted.
    void add(QWidget* widget, int everyRound, bool wantsInformation, Show show);

    /// Shows a moment of the current run instead, at once, until null or until there is another run.
    void showMoment(std::shared_ptr<const Moment> moment);

private:
    struct Viewer {
        QPointer<QWidget> widget;
        Show show;
        int everyRound;
        bool wantsInformation;
        std::int64_t update = -1, edits = 0; ///< what it shows; update -1: nothing
        std::int64_t round = 0;              ///< in which that was

        bool isSeen() const;
        bool wantsNews(const RunStatus& now, std::int64_t inRound) const;
        bool cannotWait(const RunStatus& now) const { return update < 0 || edits != now.edits; }
    };
    void look();
    void beginRound(qint64 time);
    void forget();
    void lookBack();

    Session& session_;
    std::vector<Viewer> viewers_;
    std::shared_ptr<const Moment> moment_; ///< what is shown instead of the network as it is now
    bool asked_ = false;
    std::int64_t round_ = 0;
    QElapsedTimer clock_;
    qint64 due_ = 0; ///< when the next round is, in milliseconds of clock_
    int run_ = 0;    ///< a copy of an earlier run, or from before a moment, that arrives late is dropped
};

} // namespace dalescope
