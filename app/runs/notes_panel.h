// What a person notes about the session as a whole.
#pragma once

#include "app/session.h"

#include <QPlainTextEdit>

namespace dalescope {

/// Undo and redo are the session's.
class NotesPanel : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit NotesPanel(Session& session, QWidget* parent = nullptr);

protected:
    bool event(QEvent* event) override;

private:
    void showNotes();

    Session& session_;
};

} // namespace dalescope
