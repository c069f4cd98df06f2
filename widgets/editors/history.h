// Everything that a person changed, in one order, to be undone and done again.
#pragma once

#include <QObject>
#include <QUndoStack>

namespace dalescope {

/// A command that at times may neither be taken back nor repeated.
class GuardedCommand : public QUndoCommand {
public:
    using QUndoCommand::QUndoCommand;
    /// Why not now, in one sentence; empty where it may.
    virtual QString refusal() const = 0;
};

/// Undo and redo that keep to what the commands allow.
class History : public QObject {
    Q_OBJECT

public:
    explicit History(QObject* parent = nullptr);
    /// Commands may refer to what goes before the history does.
    void clear() { stack_.clear(); }

    QUndoStack& stack() { return stack_; }
    /// Does `command` and keeps it.
    void push(QUndoCommand* command) { stack_.push(command); }

    bool canUndo() const { return stack_.canUndo() && undoRefusal().isEmpty(); }
    bool canRedo() const { return stack_.canRedo() && redoRefusal().isEmpty(); }
    /// Why what would be next may not be undone or done again now; empty where it may or where there is
    /// nothing.
    QString undoRefusal() const { return refusal(stack_.index() - 1); }
    QString redoRefusal() const { return refusal(stack_.index()); }
    /// The first reason found in any command, which keeps one from going to just any place of the history.
    QString anyRefusal() const;
    void undo();
    void redo();
    /// Whether a command is being undone or done again.
    bool isStepping() const { return stepping_; }

    /// To be called when what the commands allow may have changed.
    void recheck() { Q_EMIT changed(); }

Q_SIGNALS:
    /// Something was done or undone, or what may be has changed.
    void changed();

private:
    QString refusal(int index) const;

    QUndoStack stack_;
    bool stepping_ = false;
};

} // namespace dalescope
