// The verbs of a run as actions, enabled when they can be used.
#pragma once

#include "app/session.h"
#include "widgets/theme/theme.h"

#include <QAction>
#include <QHash>

#include <functional>

namespace dalescope {

class RunActions : public QObject {
    Q_OBJECT

public:
    /// `mayDropRun` is asked before a reset.
    RunActions(Session& session, std::function<bool()> mayDropRun, QObject* parent);

    QAction* startOrPause;
    QAction* oneUpdate;
    QAction* tenUpdates;
    QAction* hundredUpdates;
    QAction* epoch;
    QAction* stop;
    QAction* reset;
    QAction* newSeed;
    QAction* undo;
    QAction* redo;

    QList<QAction*> run() const {
        return {startOrPause, oneUpdate, tenUpdates, hundredUpdates, epoch, stop, reset, newSeed};
    }
    void setTheme(const Theme& theme);

private:
    QAction* make(const QString& text, const QString& tip, const QKeySequence& key,
                  std::function<void()> act);
    void enable(QAction* action, bool possible, const QString& obstacle);
    void updateRun();
    void showIcon(bool running);
    void updateHistory();

    Session& session_;
    std::function<bool()> mayDropRun_;
    QHash<QAction*, QString> tips_; ///< of actions while they can be used
    Theme theme_ = Theme::light();
    QString icon_; ///< of startOrPause
};

} // namespace dalescope
