#include "widgets/editors/history.h"

#include <QScopedValueRollback>

namespace dalescope {

History::History(QObject* parent) : QObject(parent) {
    connect(&stack_, &QUndoStack::indexChanged, this, &History::changed);
}

QString History::refusal(int index) const {
    const auto* command = index < 0 || index >= stack_.count()
                              ? nullptr
                              : dynamic_cast<const GuardedCommand*>(stack_.command(index));
    return command ? command->refusal() : QString();
}

QString History::anyRefusal() const {
    for (int i = 0; i < stack_.count(); ++i)
        if (const QString reason = refusal(i); !reason.isEmpty())
            return reason;
    return {};
}

void History::undo() {
    if (!canUndo())
        return;
    const QScopedValueRollback stepping(stepping_, true);
    stack_.undo();
}

void History::redo() {
    if (!canRedo())
        return;
    const QScopedValueRollback stepping(stepping_, true);
    stack_.redo();
}

} // namespace dalescope
