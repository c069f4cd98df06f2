// The mouse and the keys of a live plot.
#include "widgets/plots/cursor_overlay.h"
#include "widgets/plots/live_plot.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>

namespace dalescope {

QString LivePlot::keyHelp() {
    return tr(
        "Arrow keys pan, + and - zoom, Home shows everything, F follows, L logarithmic y, Shift+L "
        "logarithmic "
        "x, C crosshair, Ctrl+arrow keys move it, M sets the second cursor, Esc takes it away, 1 to 9 hide "
        "and "
        "show curves. Drag pans, right drag zooms to a rectangle, the wheel zooms (Ctrl: x alone, Shift: y "
        "alone), Shift+click sets the second cursor, double click follows again.");
}

void LivePlot::connectMouse() {
    connect(canvas_, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        setFocus(Qt::MouseFocusReason);
        const bool rectangle = event->button() == Qt::RightButton || event->modifiers() & Qt::ControlModifier;
        canvas_->setSelectionRectMode(rectangle ? QCP::srmZoom : QCP::srmNone);
        if (event->button() == Qt::LeftButton && event->modifiers() & Qt::ShiftModifier)
            setSecondCursor(canvas_->xAxis->pixelToCoord(event->position().x()));
    });
    connect(canvas_, &QCustomPlot::mouseDoubleClick, this, [this] { setFollows(true); });
    connect(canvas_, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        const bool inside = canvas_->axisRect()->rect().contains(event->pos());
        if (crosshair_ && (inside || cursors_->cursor()))
            setCursor(inside ? std::optional(canvas_->xAxis->pixelToCoord(event->position().x()))
                             : std::nullopt);
    });
    connect(canvas_, &QCustomPlot::mouseWheel, this, [this](QWheelEvent* event) {
        Qt::Orientations directions = Qt::Horizontal | Qt::Vertical;
        if (event->modifiers() & Qt::ControlModifier)
            directions = Qt::Horizontal;
        else if (event->modifiers() & Qt::ShiftModifier)
            directions = Qt::Vertical;
        canvas_->axisRect()->setRangeZoom(directions);
    });
    connect(canvas_, &QCustomPlot::legendClick, this, [this](QCPLegend*, QCPAbstractLegendItem* item) {
        auto* entry = qobject_cast<QCPPlottableLegendItem*>(item);
        const auto& curves = scene_->curves();
        for (std::size_t i = 0; entry && i < curves.size(); ++i)
            if (curves[i].line == entry->plottable())
                return toggleCurve(static_cast<int>(i));
    });
}

void LivePlot::pan(double x, double y) {
    for (const auto& [axis, share] : {std::pair{canvas_->xAxis, x}, std::pair{canvas_->yAxis, y}}) {
        const QCPRange range = axis->range();
        const double ratio = axis->scaleType() == QCPAxis::stLogarithmic ? range.upper / range.lower : 0;
        if (ratio > 0)
            axis->setRange(range.lower * std::pow(ratio, share), range.upper * std::pow(ratio, share));
        else
            axis->moveRange(share * range.size());
    }
    setFollows(false);
    redraw();
}

void LivePlot::zoom(double factor) {
    for (QCPAxis* axis : {canvas_->xAxis, canvas_->yAxis}) {
        const QCPRange range = axis->range();
        const bool log = axis->scaleType() == QCPAxis::stLogarithmic;
        axis->scaleRange(factor, log ? std::sqrt(range.lower * range.upper) : range.center());
    }
    setFollows(false);
    redraw();
}

// By a hundredth of what is in sight.
void LivePlot::moveCursor(int steps) {
    const QRect area = canvas_->axisRect()->rect();
    crosshair_ = true;
    const double pixel =
        cursors_->cursor() ? canvas_->xAxis->coordToPixel(*cursors_->cursor()) : area.center().x();
    const double next = pixel + steps * std::max(1.0, area.width() / 100.0);
    setCursor(canvas_->xAxis->pixelToCoord(std::clamp<double>(next, area.left(), area.right())));
}

void LivePlot::keyPressEvent(QKeyEvent* event) {
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    const bool control = event->modifiers() & Qt::ControlModifier;
    PlotView next = view();
    switch (event->key()) {
    case Qt::Key_Left:
        return control ? moveCursor(-1) : pan(-0.1, 0);
    case Qt::Key_Right:
        return control ? moveCursor(1) : pan(0.1, 0);
    case Qt::Key_Up:
        return pan(0, 0.1);
    case Qt::Key_Down:
        return pan(0, -0.1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(0.8);
    case Qt::Key_Minus:
        return zoom(1.25);
    case Qt::Key_Home:
        return fitAll();
    default:
        break;
    }
    // Ctrl and Alt with letters belong to the window's menus.
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_F:
        return setFollows(true);
    case Qt::Key_L:
        (shift ? next.logX : next.logY) = !(shift ? next.logX : next.logY);
        return editView(next);
    case Qt::Key_C:
        return setCrosshair(!crosshair_);
    case Qt::Key_M:
        return cursors_->cursor() ? setSecondCursor(cursors_->cursor()) : moveCursor(0);
    case Qt::Key_Escape:
        return cursors_->second() ? setSecondCursor({}) : event->ignore();
    default:
        if (event->key() >= Qt::Key_1 && event->key() <= Qt::Key_9)
            return toggleCurve(event->key() - Qt::Key_1);
        QWidget::keyPressEvent(event);
    }
}

} // namespace dalescope
