#include "widgets/inspectors/draw_pad.h"

#include "widgets/theme/theme.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dalescope {

namespace {

constexpr double penRadius = 1.3; // pixels of the image, with an edge as soft again

} // namespace

DrawPad::DrawPad(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(140, 140);
    setCursor(Qt::CrossCursor);
    setAcceptDrops(true);
    setAccessibleName(tr("Drawing pad"));
    setToolTip(tr(
        "Draw with the left button, rub out with the right one; by keyboard: arrow keys move, Space draws, "
        "Backspace rubs out, Delete clears. A picture can be dropped here or pasted."));
    refresh();
}

void DrawPad::refresh() {
    setAccessibleDescription(values_.size() == 0
                                 ? tr("There is no image yet.")
                                 : tr("%1 \u00d7 %2 pixels, %3 % of them above half")
                                       .arg(shape_.rows)
                                       .arg(shape_.columns)
                                       .arg(100.0 * static_cast<double>((values_.array() > 0.5f).count()) /
                                                static_cast<double>(values_.size()),
                                            0, 'f', 1));
    update();
}

void DrawPad::setShape(const ImageShape& shape) {
    shape_ = shape;
    values_.setZero(shape.features());
    given_ = values_;
    isDrawn_ = false;
    seen_.resize(0);
    cursor_ = QPoint(static_cast<int>(shape.columns / 2), static_cast<int>(shape.rows / 2));
    refresh();
}

void DrawPad::setValues(const Vector<float>& values) {
    if (values.size() != values_.size())
        return;
    values_ = values;
    given_ = values;
    isDrawn_ = false;
    refresh();
}

void DrawPad::draw(const Vector<float>& values) {
    if (values.size() != values_.size() || !values.allFinite())
        return;
    values_ = values;
    changeByHand(values_ != given_);
}

void DrawPad::restore() {
    if (!isDrawn_)
        return;
    values_ = given_;
    changeByHand(false);
}

void DrawPad::changeByHand(bool isDrawn) {
    isDrawn_ = isDrawn;
    refresh();
    Q_EMIT drawn();
}

void DrawPad::setSeen(const Vector<float>& seen) {
    if (seen.size() == seen_.size() && seen == seen_)
        return;
    seen_ = seen.size() == values_.size() ? seen : Vector<float>();
    update();
}

void DrawPad::clear() {
    const Vector<float> before = values_;
    values_.setZero();
    changeByHand(true);
    Q_EMIT edited(before);
}

void DrawPad::put(const Vector<float>& values) {
    const Vector<float> before = values_;
    draw(values);
    Q_EMIT edited(before);
}

void DrawPad::give(const QMimeData& given) {
    if (const auto urls = given.urls(); !urls.isEmpty() && urls.first().isLocalFile())
        Q_EMIT fileGiven(urls.first().toLocalFile());
    else if (given.hasImage())
        Q_EMIT pictureGiven(qvariant_cast<QImage>(given.imageData()));
}

void DrawPad::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() || event->mimeData()->hasImage())
        event->acceptProposedAction();
}

void DrawPad::dropEvent(QDropEvent* event) {
    give(*event->mimeData());
    event->acceptProposedAction();
}

QRectF DrawPad::imageArea() const {
    if (shape_.rows == 0 || shape_.columns == 0)
        return {};
    const double pixel =
        std::min(width() / static_cast<double>(shape_.columns), height() / static_cast<double>(shape_.rows));
    const QSizeF size(pixel * static_cast<double>(shape_.columns), pixel * static_cast<double>(shape_.rows));
    return {QPointF((width() - size.width()) / 2, (height() - size.height()) / 2), size};
}

void DrawPad::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::forPalette(palette());
    const QRectF area = imageArea();
    if (area.isEmpty())
        return;
    const int rows = static_cast<int>(shape_.rows), columns = static_cast<int>(shape_.columns);
    QImage image(columns, rows, QImage::Format_RGB32);
    const Index plane = shape_.rows * shape_.columns;
    const Vector<float>& seen = seen_.size() > 0 ? seen_ : values_;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            const Index at = row * shape_.columns + column;
            const auto level = [&](Index channel) {
                return static_cast<int>(
                    255 * std::clamp(seen[std::min(channel, shape_.channels - 1) * plane + at], 0.0f, 1.0f));
            };
            image.setPixel(column, row, qRgb(level(0), level(1), level(2)));
        }
    painter.drawImage(area, image);
    painter.setPen(hasFocus() ? theme.accent : theme.border);
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5));
    if (hasFocus()) {
        const double pixel = area.width() / columns;
        painter.setPen(QPen(theme.accent, 1.5));
        painter.drawRect(QRectF(area.topLeft() + QPointF(cursor_) * pixel, QSizeF(pixel, pixel)));
    }
}

void DrawPad::dab(QPointF at, bool rub) {
    const Index plane = shape_.rows * shape_.columns;
    const auto first = [](double x) {
        return std::max<Index>(0, static_cast<Index>(std::floor(x - 2 * penRadius)));
    };
    for (Index row = first(at.y()); row < std::min<Index>(shape_.rows, first(at.y()) + 7); ++row)
        for (Index column = first(at.x()); column < std::min<Index>(shape_.columns, first(at.x()) + 7);
             ++column) {
            const double distance = std::hypot(static_cast<double>(column) + 0.5 - at.x(),
                                               static_cast<double>(row) + 0.5 - at.y());
            const auto ink = static_cast<float>(std::clamp(2 - distance / penRadius, 0.0, 1.0));
            for (Index channel = 0; channel < shape_.channels; ++channel) {
                float& value = values_[channel * plane + row * shape_.columns + column];
                value = rub ? std::min(value, 1 - ink) : std::max(value, ink);
            }
        }
}

void DrawPad::stroke(QPointF from, QPointF to, bool rub) {
    const double length = std::hypot(to.x() - from.x(), to.y() - from.y());
    const int dabs = std::max(1, static_cast<int>(std::ceil(2 * length)));
    for (int i = 1; i <= dabs; ++i)
        dab(from + (to - from) * i / dabs, rub);
    changeByHand(true);
}

void DrawPad::mousePressEvent(QMouseEvent* event) {
    const QRectF area = imageArea();
    if (area.isEmpty())
        return;
    last_ = (event->position() - area.topLeft()) / (area.width() / static_cast<double>(shape_.columns));
    if (before_.size() == 0)
        before_ = values_;
    stroke(last_, last_, event->button() == Qt::RightButton);
}

void DrawPad::mouseMoveEvent(QMouseEvent* event) {
    const QRectF area = imageArea();
    if (area.isEmpty() || !(event->buttons() & (Qt::LeftButton | Qt::RightButton)))
        return;
    const QPointF at =
        (event->position() - area.topLeft()) / (area.width() / static_cast<double>(shape_.columns));
    stroke(last_, at, event->buttons() & Qt::RightButton);
    last_ = at;
}

void DrawPad::mouseReleaseEvent(QMouseEvent* event) {
    if (event->buttons() & (Qt::LeftButton | Qt::RightButton) || before_.size() == 0)
        return;
    const Vector<float> before = std::exchange(before_, {});
    if (before.size() == values_.size()) // else another network came meanwhile
        Q_EMIT edited(before);
}

void DrawPad::strokeHere(bool rub) {
    const Vector<float> before = values_;
    const QPointF here = QPointF(cursor_) + QPointF(0.5, 0.5);
    stroke(here, here, rub);
    Q_EMIT edited(before);
}

void DrawPad::keyPressEvent(QKeyEvent* event) {
    const auto walk = [this](int dx, int dy) {
        cursor_ = {std::clamp(cursor_.x() + dx, 0, std::max(0, static_cast<int>(shape_.columns) - 1)),
                   std::clamp(cursor_.y() + dy, 0, std::max(0, static_cast<int>(shape_.rows) - 1))};
        update();
    };
    if (event->matches(QKeySequence::Paste))
        return give(*QGuiApplication::clipboard()->mimeData());
    switch (event->key()) {
    case Qt::Key_Left:
        return walk(-1, 0);
    case Qt::Key_Right:
        return walk(1, 0);
    case Qt::Key_Up:
        return walk(0, -1);
    case Qt::Key_Down:
        return walk(0, 1);
    case Qt::Key_Space:
        return strokeHere(false);
    case Qt::Key_Backspace:
        return strokeHere(true);
    case Qt::Key_Delete:
        return clear();
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace dalescope
