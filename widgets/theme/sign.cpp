#include "widgets/theme/sign.h"

#include "widgets/theme/theme.h"

#include <QPainter>

namespace dalescope {

namespace {
constexpr int signs = 4;
}

int signOf(int colour) {
    return colour / Theme::seriesColours;
}

void drawSign(QPainter& painter, int sign, const QPointF& centre, double size, const QColor& colour,
              const QColor& ground) {
    if (sign == 0)
        return;
    const double r = size / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, size / 5, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.setBrush(ground);
    const auto outline = [&](const QPolygonF& corners) { painter.drawPolygon(corners.translated(centre)); };
    switch ((sign - 1) % signs) {
    case 0:
        painter.drawEllipse(centre, r, r);
        break;
    case 1:
        outline(QRectF(-0.9 * r, -0.9 * r, 1.8 * r, 1.8 * r));
        break;
    case 2:
        outline(QPolygonF({{0, -1.1 * r}, {1.1 * r, 0.8 * r}, {-1.1 * r, 0.8 * r}}));
        break;
    default:
        outline(QPolygonF({{0, -1.25 * r}, {1.25 * r, 0}, {0, 1.25 * r}, {-1.25 * r, 0}}));
    }
    painter.restore();
}

QString textOfSign(int sign) {
    constexpr char16_t texts[] = {u'\u25cb', u'\u25a1', u'\u25b3', u'\u25c7'};
    return sign == 0 ? QString() : QString(QChar(texts[(sign - 1) % signs]));
}

} // namespace dalescope
