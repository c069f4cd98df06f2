// What can be done with the list of runs, as actions.
#pragma once

#include "app/session.h"

#include <QAction>

#include <functional>

namespace dalescope {

class SessionActions : public QObject {
    Q_OBJECT

public:
    explicit SessionActions(Session& session, QObject* parent);

    QAction* newRun;
    QAction* duplicate;
    QAction* rename; ///< emits renameAsked()
    QAction* pin;
    QAction* hide;
    QAction* remove;
    QAction* next;
    QAction* previous;

    QList<QAction*> all() const { return {newRun, duplicate, rename, pin, hide, remove, next, previous}; }
    /// What duplicate, pin, hide and remove act on; the current run where this is empty.
    void setSelection(const std::vector<Run*>& runs);

Q_SIGNALS:
    void renameAsked();

private:
    QAction* make(const QString& text, const QString& tip, const QString& key, std::function<void()> act);
    std::vector<Run*> chosen() const;
    void change(bool RunLabel::*mark, const QString& setText, const QString& clearText);
    void step(int by);
    void update();

    Session& session_;
    std::vector<Run*> selection_;
};

} // namespace dalescope
