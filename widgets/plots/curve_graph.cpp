#include "widgets/plots/curve_graph.h"

#include "widgets/theme/sign.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace dalescope {

namespace {

/// How far a line goes, in pixels, to the right and up and down.
QPointF travelled(const QVector<QPointF>& line) {
    QPointF sum;
    for (qsizetype i = 1; i < line.size(); ++i) {
        const QPointF step = line[i] - line[i - 1];
        if (std::isfinite(step.y()))
            sum += QPointF(std::abs(step.x()), std::min(std::abs(step.y()), 1e4));
    }
    return sum;
}

/// The dashes of a pen, laid along the x axis whichever way the line goes.
class Dashes {
public:
    /// `unit` is the length of the pattern's 1 in pixels.
    Dashes(const QPen& pen, double unit) : parts_(pen.dashPattern()), unit_(unit) {
        length_ = std::accumulate(parts_.begin(), parts_.end(), 0.0);
    }

    /// Whether what lies `x` >= 0 pixels from the left is drawn.
    bool cover(double x) const {
        if (!(length_ > 0))
            return true;
        double at = std::fmod(x / unit_, length_);
        for (qsizetype i = 0; i < parts_.size(); ++i)
            if ((at -= parts_[i]) < 0)
                return i % 2 == 0;
        return true;
    }

private:
    QVector<qreal> parts_; ///< dash, gap, dash ...
    double unit_, length_ = 0;
};

constexpr float inGaps = 0.3F; // of the colour, in a crowded line's gaps: a peak there must not vanish

/// What a line covers of each column of pixels in `area`.
class Columns {
public:
    explicit Columns(const QRect& area) : area_(area), spans_(static_cast<std::size_t>(area.width())) {}

    void cover(QPointF from, QPointF to) {
        for (QPointF* end : {&from, &to}) // what is out of sight may be infinitely far
            end->setY(std::clamp(end->y(), area_.top() - 9.0, area_.bottom() + 9.0));
        const int begin = column(from.x()), end = column(to.x());
        const double slope = to.x() > from.x() ? (to.y() - from.y()) / (to.x() - from.x()) : 0;
        double y = from.y();
        for (int c = begin; c <= end; ++c) {
            const double next = c == end ? to.y() : from.y() + slope * (area_.left() + c + 1 - from.x());
            Span& span = spans_[static_cast<std::size_t>(c)];
            span.top = std::min({span.top, y, next});
            span.bottom = std::max({span.bottom, y, next});
            y = next;
        }
    }

    /// Fills the spans, `width` taller; ends that fall within a pixel are shaded. Where `dashes` leave gaps,
    /// only `between` of the colour is there.
    void draw(QPainter& painter, const QColor& colour, double width, const Dashes& dashes,
              double between) const {
        std::array<QVector<QRect>, shades> rectangles;
        const auto add = [&](int x, int top, int height, double covered) {
            const auto shade = static_cast<std::size_t>(std::clamp(covered, 0.0, 1.0) * (shades - 1) + 0.5);
            rectangles[shade].append(QRect(x, top, 1, height));
        };
        for (std::size_t c = 0; c < spans_.size(); ++c) {
            const double full = dashes.cover(static_cast<double>(c)) ? 1 : between;
            if (spans_[c].top > spans_[c].bottom || full == 0)
                continue;
            const int x = area_.left() + static_cast<int>(c);
            const double top = spans_[c].top - width / 2, bottom = spans_[c].bottom + width / 2;
            const int first = static_cast<int>(std::floor(top)), last = static_cast<int>(std::floor(bottom));
            if (first == last) {
                add(x, first, 1, full * (bottom - top));
                continue;
            }
            add(x, first, 1, full * (first + 1 - top));
            add(x, last, 1, full * (bottom - last));
            if (last > first + 1)
                add(x, first + 1, last - first - 1, full);
        }
        painter.setPen(Qt::NoPen);
        for (std::size_t shade = 1; shade < shades; ++shade) {
            QColor shaded = colour;
            shaded.setAlphaF(static_cast<float>(shade) / (shades - 1));
            painter.setBrush(shaded);
            painter.drawRects(rectangles[shade]);
        }
    }

private:
    static constexpr std::size_t shades = 9; ///< the first is nothing, the last is full
    struct Span {
        double top = 1e9, bottom = -1e9;
    };
    int column(double x) const {
        return std::clamp(static_cast<int>(std::floor(x)) - area_.left(), 0, area_.width() - 1);
    }

    QRect area_;
    std::vector<Span> spans_;
};

} // namespace

void CurveGraph::setPrint(bool print, double crowdedWidth) {
    print_ = print;
    crowdedWidth_ = crowdedWidth;
}

void CurveGraph::setSign(int sign, double size, const QColor& ground) {
    sign_ = sign;
    signSize_ = size;
    ground_ = ground;
}

void CurveGraph::drawLinePlot(QCPPainter* painter, const QVector<QPointF>& line) const {
    drawLineAlone(painter, line);
    if (sign_ > 0)
        drawSigns(painter, line);
}

void CurveGraph::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const {
    QCPGraph::drawLegendIcon(painter, rect);
    if (keyOfRun_)
        drawSign(*painter, sign_, rect.center(), signSize_, pen().color(), ground_);
}

/// At the same places of all curves; on a line too short for that, at its end.
void CurveGraph::drawSigns(QCPPainter* painter, const QVector<QPointF>& line) const {
    const QRect area = clipRect();
    const double step = 12 * signSize_;
    double at = area.left() + step / 2;
    bool any = false;
    for (qsizetype i = 1; i < line.size(); ++i) {
        const QPointF from = line[i - 1], to = line[i];
        for (; at <= to.x(); at += step) {
            const double y = to.x() > from.x()
                                 ? from.y() + (to.y() - from.y()) * (at - from.x()) / (to.x() - from.x())
                                 : to.y();
            if (at < from.x() || !std::isfinite(y))
                continue;
            drawSign(*painter, sign_, {at, y}, signSize_, pen().color(), ground_);
            any = true;
        }
    }
    if (!any && !line.isEmpty() && std::isfinite(line.last().y()))
        drawSign(*painter, sign_, line.last(), signSize_, pen().color(), ground_);
}

void CurveGraph::drawLineAlone(QCPPainter* painter, const QVector<QPointF>& line) const {
    const QPointF distance = travelled(line);
    const bool crowded = distance.y() > 4 * std::max(1.0, distance.x());
    const bool dense = static_cast<double>(line.size()) > std::max(50.0, distance.x() / 2);
    QPen pen = painter->pen();
    const bool isDashed = pen.style() != Qt::SolidLine;
    // Stripes of a band of noise are told from solid only where they are longer than a line's dashes.
    const Dashes dashes(pen, std::max(crowded ? 3 * std::max(1.0, crowdedWidth_) : 1.0, pen.widthF()));
    if (crowded) {
        pen.setStyle(Qt::SolidLine);
        pen.setWidthF(std::min(pen.widthF(), crowdedWidth_));
        painter->setPen(pen);
    }
    if (!dense || clipRect().isEmpty())
        return QCPGraph::drawLinePlot(painter, line);
    if (print_) {
        if (!crowded || !isDashed)
            return QCPGraph::drawLinePlot(painter, line);
        QColor faint = pen.color();
        faint.setAlphaF(inGaps);
        painter->setPen(QPen(faint, pen.widthF()));
        QCPGraph::drawLinePlot(painter, line);
        QVector<QPointF> seen = line;
        for (QPointF& point : seen)
            if (!dashes.cover(std::max(0.0, point.x() - clipRect().left())))
                point.setY(std::numeric_limits<double>::quiet_NaN());
        painter->setPen(pen);
        return QCPGraph::drawLinePlot(painter, seen);
    }
    Columns columns(clipRect());
    for (qsizetype i = 1; i < line.size(); ++i)
        if (!std::isnan(line[i - 1].y()) && !std::isnan(line[i].y()))
            columns.cover(line[i - 1], line[i]);
    painter->setAntialiasing(false);
    columns.draw(*painter, pen.color(), pen.widthF(), dashes, crowded ? inGaps : 0);
}

} // namespace dalescope
