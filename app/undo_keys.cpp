#include "app/undo_keys.h"

#include <QAbstractSpinBox>
#include <QKeyEvent>
#include <QLineEdit>

namespace dalescope {

bool UndoKeys::eventFilter(QObject* object, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride)
        return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    if (!key->matches(QKeySequence::Undo) && !key->matches(QKeySequence::Redo))
        return false;
    const auto* field = qobject_cast<QLineEdit*>(object);
    if (const auto* box = qobject_cast<QAbstractSpinBox*>(object))
        field = box->findChild<QLineEdit*>();
    if (!field || field->isModified())
        return false;
    event->ignore();
    return true;
}

} // namespace dalescope
