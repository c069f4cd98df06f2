// The verbs of a sweep's queue as actions, enabled when they can be used.
#pragma once

#include "app/experiments/sweep_session.h"
#include "widgets/theme/theme.h"

#include <QAction>

#include <functional>

namespace dalescope {

class QueueActions : public QObject {
    Q_OBJECT

public:
    /// `selected` gives the runs that single verbs are for.
    QueueActions(SweepSession& session, std::function<QList<int>()> selected, QObject* parent);

    QAction* start;
    QAction* pause;
    QAction* stop;
    QAction* submit;
    QAction* hold;
    QAction* release;
    QAction* up;
    QAction* down;

    QList<QAction*> whole() const { return {start, pause, stop}; }
    QList<QAction*> single() const { return {up, down, hold, release}; }
    void setTheme(const Theme& theme);
    /// Which of them can be used now.
    void update();

Q_SIGNALS:
    /// A person wants what is not over to go to Slurm.
    void submitAsked();

private:
    QAction* make(const QString& text, const QString& tip, const QKeySequence& key,
                  std::function<void()> act);

    SweepSession& session_;
    std::function<QList<int>()> selected_;
};

} // namespace dalescope
