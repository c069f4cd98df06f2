#include "widgets/inspectors/heat_map.h"

#include "widgets/plots/chart_words.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace dalescope {

namespace {

constexpr double scaleWidth = 12, scaleLabels = 54, gap = 8, largestZoom = 64;

QRgb between(const QColor& from, const QColor& to, float share) {
    const auto mix = [share](int a, int b) {
        return static_cast<int>(std::lround(a + share * static_cast<float>(b - a)));
    };
    return qRgb(mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue()));
}

/// The colour of `value`, -1 to 1 of the full scale.
QRgb colourOf(float value, HeatScale scale, const Theme& theme) {
    const bool inhibitory = scale == HeatScale::Inhibitory || (scale == HeatScale::Signed && value < 0);
    return between(theme.panel, inhibitory ? theme.inhibitory : theme.excitatory,
                   std::clamp(std::abs(value), 0.0f, 1.0f));
}

/// Of many values some in equal steps stand for all: a picture has to be made thirty times a second.
float largestOfMost(const Matrix<float>& values) {
    constexpr Index enough = 16000;
    const Index step = values.size() > 4 * enough ? values.size() / enough | 1 : 1;
    std::vector<float> magnitudes;
    magnitudes.reserve(static_cast<std::size_t>(values.size() / step + 1));
    float largest = 0;
    for (Index i = 0; i < values.size(); i += step)
        if (const float value = values.data()[i]; std::isfinite(value))
            magnitudes.push_back(std::abs(value));
    if (magnitudes.empty())
        return 0;
    // Of a few hundred values none is lost to the scale's end.
    const auto beyond = static_cast<std::ptrdiff_t>(magnitudes.size() < 1000 ? 0 : magnitudes.size() / 200);
    const auto rank = magnitudes.end() - 1 - beyond;
    std::nth_element(magnitudes.begin(), rank, magnitudes.end());
    if (*rank > 0)
        return *rank;
    for (const float value : values.reshaped())
        if (std::isfinite(value))
            largest = std::max(largest, std::abs(value));
    return largest;
}

/// The colours of a scale, in as many steps as one can tell apart.
class Colours {
public:
    Colours(HeatScale scale, const Theme& theme, float largest)
        : steps_(largest > 0 ? steps / largest : 0), notFinite_(theme.error.rgb()) {
        for (int i = -steps; i <= steps; ++i)
            colours_[static_cast<std::size_t>(i + steps)] =
                colourOf(static_cast<float>(i) / steps, scale, theme);
    }
    QRgb of(float value) const {
        const float at = value * steps_;
        if (!(at >= -steps && at <= steps)) // the largest, or no number
            return std::isnan(value)   ? qRgba(0, 0, 0, 0)
                   : std::isinf(value) ? notFinite_
                                       : colours_[value < 0 ? 0 : std::size_t(2 * steps)];
        return colours_[static_cast<std::size_t>(static_cast<int>(at + (steps + 0.5f)))];
    }

private:
    static constexpr int steps = 255;
    std::array<QRgb, 2 * steps + 1> colours_{};
    float steps_;
    QRgb notFinite_;
};

} // namespace

HeatPicture heatPicture(Matrix<float> values, HeatScale scale, const Theme& theme, Matrix<float> inhibitory) {
    HeatPicture picture;
    picture.scale = scale;
    picture.dark = theme.isDark;
    picture.largest = largestOfMost(values);
    picture.image = QImage(static_cast<int>(values.cols()), static_cast<int>(values.rows()),
                           QImage::Format_ARGB32_Premultiplied);
    const Colours colours(scale, theme, picture.largest);
    // A matrix lies in memory column by column and an image row by row: strips of one cache line's height.
    constexpr int strip = 16;
    for (int top = 0; top < picture.image.height(); top += strip) {
        const int rows = std::min(strip, picture.image.height() - top);
        std::array<QRgb*, strip> lines{};
        for (int row = 0; row < rows; ++row)
            lines[static_cast<std::size_t>(row)] = reinterpret_cast<QRgb*>(picture.image.scanLine(top + row));
        for (int column = 0; column < picture.image.width(); ++column) {
            const float* from = &values(top, column);
            for (int row = 0; row < rows; ++row)
                lines[static_cast<std::size_t>(row)][column] = colours.of(from[row]);
        }
    }
    const Colours inhibited(HeatScale::Inhibitory, theme, picture.largest);
    for (Index column = 0; column < inhibitory.cols(); ++column)
        for (Index row = 0; row < inhibitory.rows(); ++row)
            if (const float value = inhibitory(row, column); !std::isnan(value))
                reinterpret_cast<QRgb*>(picture.image.scanLine(static_cast<int>(row)))[column] =
                    inhibited.of(value);
    picture.values = std::move(values);
    picture.inhibitory = std::move(inhibitory);
    return picture;
}

HeatMap::HeatMap(QWidget* parent) : QWidget(parent) {
    makeChart(*this);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(160, 120);
    setAccessibleName(tr("Weights as colours"));
    setToolTip(
        tr("Wheel or +/- to zoom, drag to move, double-click or 0 for all, arrow keys from value to value, "
           "click or Enter to look closer"));
    setReading({});
}

void HeatMap::setPicture(HeatPicture picture) {
    const bool sameSize = picture.image.size() == picture_.image.size();
    picture_ = std::move(picture);
    if (!sameSize) {
        fitted_ = true;
        cell_ = QPoint(-1, -1);
    }
    Q_EMIT cellChosen(cell_); // its value may be another
    update();
}

void HeatMap::setReading(const QString& reading) {
    setAccessibleDescription(!reading.isEmpty() ? reading
                             : picture_.words   ? picture_.words(picture_.values)
                                                : tr("There is nothing to show yet."));
}

void HeatMap::fit() {
    fitted_ = true;
    update();
}

QRectF HeatMap::area() const {
    return QRectF(rect()).adjusted(0, 0, -(scaleWidth + scaleLabels + gap), 0);
}

double HeatMap::fittingZoom() const {
    if (picture_.image.isNull())
        return 1;
    const double across = area().width() / picture_.image.width(),
                 upwards = area().height() / picture_.image.height();
    if (picture_.fills)
        return std::min(upwards, largestZoom);
    const double zoom = std::min(across, upwards);
    // Whole pixels of the screen where one more or less could be seen.
    const double dense = devicePixelRatioF();
    if (zoom * dense > 4)
        return std::min(zoom, largestZoom);
    return zoom * dense > 1 ? std::floor(zoom * dense) / dense : zoom;
}

QSizeF HeatMap::cellSize() const {
    const double high = zoom();
    if (!picture_.fills || picture_.image.isNull())
        return {high, high};
    const double stretch = area().width() / picture_.image.width() / fittingZoom();
    return {high * stretch, high};
}

QPointF HeatMap::origin() const {
    if (!fitted_)
        return offset_;
    const QSizeF cell = cellSize(),
                 size(cell.width() * picture_.image.width(), cell.height() * picture_.image.height());
    return {std::round((area().width() - size.width()) / 2),
            std::round((area().height() - size.height()) / 2)};
}

QPoint HeatMap::cellAt(QPointF position) const {
    const QPointF at = position - origin();
    const QSizeF size = cellSize();
    const QPoint cell(static_cast<int>(std::floor(at.x() / size.width())),
                      static_cast<int>(std::floor(at.y() / size.height())));
    return area().contains(position) && picture_.image.rect().contains(cell) ? cell : QPoint(-1, -1);
}

void HeatMap::zoomBy(double factor, QPointF around) {
    const double least = std::min(fittingZoom(), 1.0), before = zoom();
    const QPointF from = around - origin();
    zoom_ = std::clamp(before * factor, least, largestZoom);
    offset_ = around - from * (zoom_ / before);
    fitted_ = false;
    update();
}

void HeatMap::choose(QPoint cell) {
    if (cell == cell_)
        return;
    cell_ = cell;
    Q_EMIT cellChosen(cell_);
    update();
}

void HeatMap::drawScale(QPainter& painter, const Theme& theme) const {
    const QRectF bar(width() - scaleWidth - scaleLabels, 8, scaleWidth, height() - 16);
    const bool bothSigns = picture_.scale == HeatScale::Signed;
    QImage colours(1, 128, QImage::Format_RGB32);
    for (int y = 0; y < colours.height(); ++y) {
        const float top = 1 - static_cast<float>(y) / static_cast<float>(colours.height() - 1);
        colours.setPixel(0, y, colourOf(bothSigns ? 2 * top - 1 : top, picture_.scale, theme));
    }
    painter.drawImage(bar, colours);
    painter.setPen(theme.axis);
    painter.drawRect(bar);
    painter.setPen(theme.text);
    painter.setFont(Theme::font(theme.metrics.smallTextPx));
    const auto label = [&](double y, float value) {
        painter.drawText(QRectF(bar.right() + 4, y - 10, scaleLabels - 4, 20),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         QString::number(static_cast<double>(value), 'g', 2));
    };
    label(bar.top() + 4, picture_.largest);
    if (bothSigns)
        label(bar.center().y(), 0);
    label(bar.bottom() - 4, bothSigns ? -picture_.largest : 0);
}

void HeatMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::forPalette(palette());
    if (picture_.image.isNull())
        return;
    painter.save();
    painter.setClipRect(area());
    painter.setRenderHint(QPainter::SmoothPixmapTransform, zoom() < 1);
    // Only what can be seen, since an enlarged whole may be larger than any screen.
    const QSizeF cell = cellSize();
    const QPointF from = origin();
    const auto onWidget = [&](const QRectF& cells) {
        return QRectF(from.x() + cells.x() * cell.width(), from.y() + cells.y() * cell.height(),
                      cells.width() * cell.width(), cells.height() * cell.height());
    };
    const QRectF seen(-from.x() / cell.width(), -from.y() / cell.height(), area().width() / cell.width(),
                      area().height() / cell.height());
    const QRect source = seen.toAlignedRect().intersected(picture_.image.rect());
    painter.drawImage(onWidget(source), picture_.image, source);
    if (cell_.x() >= 0) {
        painter.setPen(QPen(theme.accent, 2));
        QRectF chosen = onWidget(QRect(cell_, QSize(1, 1)));
        chosen.setSize(chosen.size().expandedTo({4, 4}));
        painter.drawRect(chosen.adjusted(-1, -1, 1, 1));
    }
    painter.restore();
    if (hasFocus()) {
        painter.setPen(theme.accent);
        painter.drawRect(area().adjusted(0.5, 0.5, -0.5, -0.5));
    }
    drawScale(painter, theme);
}

void HeatMap::wheelEvent(QWheelEvent* event) {
    zoomBy(std::pow(1.2, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void HeatMap::mousePressEvent(QMouseEvent* event) {
    dragged_ = pressed_ = event->position();
}

void HeatMap::mouseReleaseEvent(QMouseEvent* event) {
    const bool still = (event->position() - pressed_).manhattanLength() < QApplication::startDragDistance();
    if (event->button() == Qt::LeftButton && still && cell_.x() >= 0)
        Q_EMIT cellActivated(cell_);
}

void HeatMap::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) {
        const QPointF from = origin();
        zoom_ = zoom();
        offset_ = from + event->position() - dragged_;
        fitted_ = false;
        dragged_ = event->position();
        update();
    }
    choose(cellAt(event->position()));
}

void HeatMap::mouseDoubleClickEvent(QMouseEvent*) {
    fit();
}

void HeatMap::keyPressEvent(QKeyEvent* event) {
    const auto walk = [this](int dx, int dy) {
        if (picture_.image.isNull())
            return;
        const QPoint from = cell_.x() < 0 ? QPoint(0, 0) : cell_ + QPoint(dx, dy);
        choose({std::clamp(from.x(), 0, picture_.image.width() - 1),
                std::clamp(from.y(), 0, picture_.image.height() - 1)});
    };
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomBy(1.25, area().center());
    case Qt::Key_Minus:
        return zoomBy(0.8, area().center());
    case Qt::Key_0:
        return fit();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (cell_.x() >= 0)
            Q_EMIT cellActivated(cell_);
        return;
    case Qt::Key_Left:
        return walk(-1, 0);
    case Qt::Key_Right:
        return walk(1, 0);
    case Qt::Key_Up:
        return walk(0, -1);
    case Qt::Key_Down:
        return walk(0, 1);
    default:
        QWidget::keyPressEvent(event);
    }
}

void HeatMap::leaveEvent(QEvent*) {
    choose(QPoint(-1, -1));
}

} // namespace dalescope
