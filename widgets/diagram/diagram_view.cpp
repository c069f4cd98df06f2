#include "widgets/diagram/diagram_view.h"

#include "widgets/plots/chart_words.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

constexpr double largestZoom = 12, margin = 12;
constexpr std::size_t partners = 8; // of a unit in each projection
constexpr int frame = 33;           // milliseconds
constexpr double flowStep = 0.05;   // layers a frame

bool isSameCircuit(const DiagramScene& a, const DiagramScene& b) {
    return a.layout.bounds == b.layout.bounds && a.layout.blocks.size() == b.layout.blocks.size() &&
           std::ranges::equal(a.circuit.populations, b.circuit.populations, {}, &Population::units,
                              &Population::units);
}

} // namespace

DiagramView::DiagramView(QWidget* parent)
    : QWidget(parent), description_(readingStays,
                                    [this] {
                                        describe();
                                        frame_ = {}; // its numbers with the words
                                        update();
                                    }),
      frames_(new QTimer(this)) {
    makeChart(*this);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(360, 220);
    setAccessibleName(tr("Network diagram"));
    setToolTip(
        tr("Wheel or +/- to zoom, drag to move, 0 for all; arrow keys from unit to unit, with Ctrl from "
           "population to population, Page up and down from arrow to arrow, Enter to look closer, Space "
           "to let the activity flow"));
    setAccessibleDescription(tr("There is no network yet."));
    frames_->setInterval(frame);
    connect(frames_, &QTimer::timeout, this, [this] {
        marks_.reached += flowStep;
        if (!scene_ || marks_.reached > static_cast<double>(scene_->means.size()) + 0.5) {
            marks_.reached = std::numeric_limits<double>::infinity();
            frames_->stop();
        }
        update();
    });
}

void DiagramView::setScene(std::shared_ptr<const DiagramScene> scene) {
    if (!scene_ || !scene || !isSameCircuit(*scene_, *scene))
        frame_ = {};
    if (scene_ && scene && !isSameCircuit(*scene_, *scene)) {
        marks_ = {};
        fitted_ = true;
    }
    scene_ = std::move(scene);
    if (!scene_)
        marks_ = {};
    markConnections(); // its weights may be others
    scene_ ? description_.ask() : description_.now();
    update();
}

void DiagramView::point(const UnitAddress& unit) {
    marks_.unit = unit;
    markConnections();
    description_.now();
    update();
}

void DiagramView::markConnections() {
    marks_.connections.clear();
    if (scene_ && marks_.unit.isValid()) {
        marks_.projection = -1;
        marks_.connections = strongestConnections(*scene_->request.network, scene_->circuit, marks_.unit,
                                                  partners, scene_->request.step);
    }
}

void DiagramView::describe() {
    const QString text = !scene_                 ? tr("There is no network yet.")
                         : marks_.unit.isValid() ? DiagramText::unit(*scene_, marks_.unit)
                         : marks_.projection >= 0
                             ? DiagramText::projection(*scene_, static_cast<std::size_t>(marks_.projection))
                             : DiagramText::summary(*scene_);
    setAccessibleDescription(text); // which a screen reader then says
    Q_EMIT pointed(text);
}

double DiagramView::fittingZoom() const {
    if (!scene_)
        return 1;
    const QSizeF room = QSizeF(size()) - QSizeF(2 * margin, 2 * margin), whole = scene_->layout.bounds.size();
    return std::clamp(std::min(room.width() / whole.width(), room.height() / whole.height()), 0.02, 2.0);
}

QPointF DiagramView::origin() const {
    if (!fitted_ || !scene_)
        return offset_;
    const QSizeF whole = scene_->layout.bounds.size() * zoom();
    return {std::round((width() - whole.width()) / 2), std::round((height() - whole.height()) / 2)};
}

void DiagramView::fit() {
    fitted_ = true;
    update();
}

void DiagramView::zoomBy(double factor) {
    zoomAround(factor, marks_.unit.isValid() && scene_ ? toWidget(scene_->layout.cellOf(marks_.unit).center())
                                                       : QRectF(rect()).center());
}

void DiagramView::zoomAround(double factor, QPointF around) {
    const QPointF kept = toDiagram(around);
    zoom_ = std::clamp(zoom() * factor, std::min(fittingZoom(), 1.0), largestZoom);
    offset_ = around - kept * zoom_;
    fitted_ = false;
    update();
}

void DiagramView::moveBy(QPointF way) {
    const QPointF from = origin();
    zoom_ = zoom();
    offset_ = from + way;
    fitted_ = false;
    update();
}

void DiagramView::flow() {
    if (!scene_)
        return;
    marks_.reached = -1;
    frames_->start();
}

bool DiagramView::event(QEvent* event) {
    // Over a unit its own tip is shown already.
    if (event->type() == QEvent::ToolTip && (marks_.unit.isValid() || marks_.projection >= 0))
        return true;
    return QWidget::event(event);
}

void DiagramView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::forPalette(palette());
    if (!scene_) {
        painter.setPen(theme.mutedText);
        painter.drawText(rect(), Qt::AlignCenter, tr("There is no network yet."));
        return;
    }
    drawFrame(theme);
    painter.drawPixmap(0, 0, frame_);
    painter.save();
    takeToDiagram(painter);
    paintDiagramActivity(painter, *scene_, marks_, theme);
    painter.restore();
    if (hasFocus()) {
        painter.setPen(theme.accent);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void DiagramView::takeToDiagram(QPainter& painter) const {
    painter.translate(origin());
    painter.scale(zoom(), zoom());
}

/// Anew where it would not be the same, or numbers in it have stayed for long enough.
void DiagramView::drawFrame(const Theme& theme) {
    const Framed now{origin(), zoom(), marks_.projection, scene_->request.step, palette().cacheKey()};
    const QSize pixels = size() * devicePixelRatioF();
    if (frame_.size() == pixels && now == framed_)
        return;
    framed_ = now;
    frame_ = QPixmap(pixels);
    frame_.setDevicePixelRatio(devicePixelRatioF());
    frame_.fill(palette().color(backgroundRole()));
    QPainter painter(&frame_);
    takeToDiagram(painter);
    paintDiagramFrame(painter, *scene_, marks_, theme);
}

void DiagramView::wheelEvent(QWheelEvent* event) {
    zoomAround(std::pow(1.2, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void DiagramView::mousePressEvent(QMouseEvent* event) {
    pressed_ = dragged_ = event->position();
    dragging_ = false;
}

void DiagramView::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton))
        return pointAt(event->position());
    if ((event->position() - pressed_).manhattanLength() >= QApplication::startDragDistance())
        dragging_ = true;
    if (dragging_) {
        moveBy(event->position() - dragged_);
        dragged_ = event->position();
    }
}

void DiagramView::mouseReleaseEvent(QMouseEvent* event) {
    if (dragging_ || event->button() != Qt::LeftButton || !scene_)
        return;
    pointAt(event->position());
    choose();
}

void DiagramView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (scene_ && !scene_->layout.unitAt(toDiagram(event->position())).isValid())
        fit();
}

void DiagramView::pointAt(QPointF position) {
    if (!scene_)
        return;
    const QPointF at = toDiagram(position);
    const UnitAddress unit = scene_->layout.unitAt(at);
    const int projection = unit.isValid() ? -1 : scene_->layout.projectionAt(at, 8);
    setCursor(unit.isValid() || projection >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (unit != marks_.unit || projection != marks_.projection) {
        byKeys_ = false;
        marks_.projection = projection;
        point(unit);
    }
    if (unit.isValid())
        QToolTip::showText(mapToGlobal(position.toPoint()), DiagramText::unit(*scene_, unit), this);
    else if (projection >= 0)
        QToolTip::showText(mapToGlobal(position.toPoint()),
                           DiagramText::projection(*scene_, static_cast<std::size_t>(projection)), this);
    else
        QToolTip::hideText();
}

void DiagramView::choose() {
    if (marks_.unit.isValid())
        marks_.unit.population == 0 ? Q_EMIT inputChosen() : Q_EMIT unitChosen(marks_.unit);
    else if (marks_.projection >= 0)
        Q_EMIT projectionChosen(static_cast<std::size_t>(marks_.projection));
}

void DiagramView::keepInSight() {
    const QPointF at = toWidget(scene_->layout.cellOf(marks_.unit).center());
    constexpr double edge = 40;
    const QPointF inside(
        std::clamp(at.x(), std::min(edge, width() / 2.0), std::max(width() - edge, width() / 2.0)),
        std::clamp(at.y(), std::min(edge, height() / 2.0), std::max(height() - edge, height() / 2.0)));
    if (inside != at && !fitted_)
        moveBy(inside - at);
}

void DiagramView::keyPressEvent(QKeyEvent* event) {
    const auto walk = [this, event](int right, int down) {
        if (!scene_)
            return;
        byKeys_ = true;
        const bool far = event->modifiers() & Qt::ControlModifier;
        point(far ? scene_->layout.jump(marks_.unit, right + down)
                  : scene_->layout.neighbour(marks_.unit, right, down));
        keepInSight();
    };
    const auto walkArrows = [this](int further) {
        if (!scene_)
            return;
        byKeys_ = true;
        const auto arrows = static_cast<int>(scene_->circuit.projections.size());
        marks_.projection = marks_.projection < 0 ? (further > 0 ? 0 : arrows - 1)
                                                  : (marks_.projection + further + arrows) % arrows;
        point({});
    };
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomBy(1.25);
    case Qt::Key_Minus:
        return zoomBy(0.8);
    case Qt::Key_0:
        return fit();
    case Qt::Key_Left:
        return walk(-1, 0);
    case Qt::Key_Right:
        return walk(1, 0);
    case Qt::Key_Up:
        return walk(0, -1);
    case Qt::Key_Down:
        return walk(0, 1);
    case Qt::Key_PageDown:
        return walkArrows(1);
    case Qt::Key_PageUp:
        return walkArrows(-1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return choose();
    case Qt::Key_Escape:
        if (marks_.unit.isValid() || marks_.projection >= 0) {
            marks_.projection = -1;
            return point({});
        }
        break;
    case Qt::Key_Space:
        return flow();
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void DiagramView::leaveEvent(QEvent*) {
    if (byKeys_)
        return;
    marks_.projection = -1;
    point({});
}

} // namespace dalescope
