#include "widgets/plots/cursor_overlay.h"

#include "widgets/plots/axis_tickers.h"
#include "widgets/theme/sign.h"

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

QString number(double value) {
    return QString::number(value, 'g', 5);
}
QString difference(double value) {
    return (value >= 0 ? QStringLiteral("+") : QString()) + number(value);
}

} // namespace

CursorOverlay::CursorOverlay(QCustomPlot* plot, const PlotScene& scene) : QCPLayerable(plot), scene_(scene) {
    plot->addLayer(QStringLiteral("cursors"));
    plot->layer(QStringLiteral("cursors"))->setMode(QCPLayer::lmBuffered);
    setLayer(QStringLiteral("cursors"));
}

std::vector<CursorOverlay::Row> CursorOverlay::rows() const {
    std::vector<Row> rows;
    if (!cursor_)
        return rows;
    const auto place = [this](double x) {
        return scene_.view().xAxis == XAxis::Updates ? tickText(std::floor(x), 1) : tickText(x, 0.01);
    };
    rows.push_back({{},
                    mParentPlot->xAxis->label(),
                    place(*cursor_),
                    second_ ? difference(*cursor_ - *second_) : QString()});
    for (const PlotScene::Curve& curve : scene_.curves()) {
        const auto here = curve.spec.quiet ? std::nullopt : scene_.pointAt(curve, *cursor_);
        if (!here)
            continue;
        const auto there = second_ ? scene_.pointAt(curve, *second_) : std::nullopt;
        rows.push_back({scene_.style().theme.series(curve.spec.colour), curve.spec.fullLabel(),
                        number(here->y), there ? difference(here->y - there->y) : QString(),
                        curve.spec.sign});
    }
    return rows;
}

void CursorOverlay::draw(QCPPainter* painter) {
    if (second_)
        drawLine(painter, *second_, Qt::DashLine);
    if (!cursor_)
        return;
    drawLine(painter, *cursor_, Qt::SolidLine);
    drawReadout(painter);
}

void CursorOverlay::drawLine(QCPPainter* painter, double x, Qt::PenStyle pattern) const {
    const QRect area = clipRect();
    const PlotStyle& style = scene_.style();
    if (!mParentPlot->xAxis->range().contains(x))
        return;
    const double pixel = mParentPlot->xAxis->coordToPixel(x);
    painter->setPen(QPen(style.theme.mutedText, style.hairline, pattern));
    painter->drawLine(QLineF(pixel, area.top(), pixel, area.bottom()));
    for (const PlotScene::Curve& curve : scene_.curves())
        if (const auto point = curve.spec.quiet ? std::nullopt : scene_.pointAt(curve, x)) {
            painter->setPen(QPen(style.background, 1.5));
            painter->setBrush(style.theme.series(curve.spec.colour));
            painter->drawEllipse(QPointF(mParentPlot->xAxis->coordToPixel(point->x),
                                         mParentPlot->yAxis->coordToPixel(point->y)),
                                 style.dot / 2 + 1, style.dot / 2 + 1);
        }
}

// A small table beside the crosshair, on the side with more room.
void CursorOverlay::drawReadout(QCPPainter* painter) const {
    const std::vector<Row> table = rows();
    const PlotStyle& style = scene_.style();
    const QRect area = clipRect();
    const QFont font = Theme::font(style.theme.metrics.smallTextPx);
    const QFontMetrics metrics(font, mParentPlot);
    const int pad = style.theme.metrics.gap, line = metrics.height() + 1, swatch = 12;
    int names = 0, values = 0, differences = 0;
    for (const Row& row : table) {
        names = std::max(names, metrics.horizontalAdvance(row.name));
        values = std::max(values, metrics.horizontalAdvance(row.value));
        differences = std::max(differences, metrics.horizontalAdvance(row.difference));
    }
    const int width =
        3 * pad + swatch + names + 2 * pad + values + (differences > 0 ? 2 * pad + differences : 0) - pad;
    const int height = 2 * pad + line * static_cast<int>(table.size()) - 1;
    const double at = mParentPlot->xAxis->coordToPixel(*cursor_);
    const int left =
        at + pad + width < area.right() ? static_cast<int>(at) + pad : static_cast<int>(at) - pad - width;
    const QRect box(std::max(left, area.left()), area.center().y() - height / 2, width, height);

    QColor veil = style.background;
    veil.setAlphaF(0.92f);
    painter->setPen(QPen(style.theme.border, 1));
    painter->setBrush(veil);
    painter->drawRoundedRect(box, 4, 4);
    painter->setFont(font);
    int top = box.top() + pad;
    for (const Row& row : table) {
        int x = box.left() + pad;
        if (row.colour.isValid()) {
            painter->setPen(QPen(row.colour, 2.5));
            painter->drawLine(QLineF(x, top + line / 2.0, x + swatch - 2, top + line / 2.0));
            drawSign(*painter, row.sign, {x + swatch / 2.0 - 1, top + line / 2.0}, 6, row.colour,
                     style.background);
        }
        x += swatch + pad / 2;
        painter->setPen(style.theme.mutedText);
        painter->drawText(QRect(x, top, names, line), Qt::AlignLeft | Qt::AlignVCenter, row.name);
        x += names + 2 * pad;
        painter->setPen(style.theme.text);
        painter->drawText(QRect(x, top, values, line), Qt::AlignRight | Qt::AlignVCenter, row.value);
        x += values + 2 * pad;
        painter->drawText(QRect(x, top, differences, line), Qt::AlignRight | Qt::AlignVCenter,
                          row.difference);
        top += line;
    }
}

} // namespace dalescope
