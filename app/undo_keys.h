// The keys of undo and redo in fields of text.
#pragma once

#include <QObject>

namespace dalescope {

/// A field of text claims the keys of undo for what is being typed, also where nothing has been typed since
/// it was set. For the whole application: then the window's undo has them.
class UndoKeys : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
};

} // namespace dalescope
