// What tells runs of the same colour apart: a small outline on their lines.
#pragma once

#include <QColor>
#include <QPointF>

class QPainter;

namespace dalescope {

/// The sign that goes with colour i >= 0 of Theme::series(): 0, none, for the first round of colours, then
/// one after another for each further round.
int signOf(int colour);

/// Circle, square, triangle, diamond; they repeat. Nothing for 0. `ground` fills the outline.
void drawSign(QPainter& painter, int sign, const QPointF& centre, double size, const QColor& colour,
              const QColor& ground);

/// The same as text: "\u25cb".
QString textOfSign(int sign);

} // namespace dalescope
