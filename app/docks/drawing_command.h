// Undo of what is drawn on a pad.
#pragma once

#include "widgets/inspectors/draw_pad.h"

#include <QPointer>
#include <QUndoCommand>

namespace dalescope {

/// A stroke or a clearing that has been made. Once the pad has another shape it does nothing.
class DrawingCommand : public QUndoCommand {
public:
    /// before: the values of `pad` before it was made
    DrawingCommand(DrawPad& pad, Vector<float> before)
        : QUndoCommand(pad.values().isZero(0) ? DrawPad::tr("Clear the drawing") : DrawPad::tr("Drawing")),
          pad_(&pad), before_(std::move(before)), after_(pad.values()) {}
    void undo() override { show(before_); }
    void redo() override { show(after_); }

private:
    void show(const Vector<float>& values) {
        if (pad_ && pad_->values().size() == values.size() && pad_->values() != values)
            pad_->draw(values);
    }
    QPointer<DrawPad> pad_;
    Vector<float> before_, after_;
};

} // namespace dalescope
