#include "app/runs/notes_panel.h"

#include <QKeyEvent>
#include <QSignalBlocker>
#include <QTextCursor>

namespace dalescope {

NotesPanel::NotesPanel(Session& session, QWidget* parent) : QPlainTextEdit(parent), session_(session) {
    setAccessibleName(tr("Notes on the session"));
    setToolTip(
        tr("About the session as a whole: what was asked, and what came out. Saved with it, and part of "
           "its report"));
    setPlaceholderText(tr("Notes on the session: what was asked, and what came out"));
    setTabChangesFocus(true);
    setUndoRedoEnabled(false);
    connect(this, &QPlainTextEdit::textChanged, this, [this] { session_.editNotes(toPlainText()); });
    connect(&session_, &Session::notesChanged, this, &NotesPanel::showNotes);
    showNotes();
}

void NotesPanel::showNotes() {
    if (toPlainText() == session_.notes())
        return;
    const QSignalBlocker ours(this);
    setPlainText(session_.notes());
    moveCursor(QTextCursor::End);
}

bool NotesPanel::event(QEvent* event) {
    // It would take the keys of undo and redo for itself, and do nothing with them.
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

} // namespace dalescope
