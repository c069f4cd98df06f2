// The verbs of a run as actions, enabled when they can be used.
#pragma once

#include "app/session.h"

#include <QAction>

namespace dalescope {

class RunActions : public QObject {
    Q_OBJECT

public:
    RunActions(Session& session, QObject* parent);

    QAction* startOrPause;
    QAction* oneUpdate;
    QAction* tenUpdates;
    QAction* hundredUpdates;
    QAction* epoch;
    QAction* reset;
    QAction* newSeed;
    QAction* undo;
    QAction* redo;

    QList<QAction*> run() const {
        return {startOrPause, oneUpdate, tenUpdates, hundredUpdates, epoch, reset, newSeed};
    }

private:
    QAction* make(const QString& text, const QString& tip, const QKeySequence& key,
                  std::function<void()> act);
    void updateRun();
    void updateHistory();

    Session& session_;
};

} // namespace dalescope
