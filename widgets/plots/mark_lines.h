// The words beside a mark, in as many lines as there is room for.
#pragma once

#include <QFontMetrics>
#include <QStringList>

namespace dalescope {

/// At most `most` lines of at most `room` pixels. Of "Layer 1 subtractive inhibition 1 → 0.5" the value stays
/// longest: first the name loses its last words, then all of them, then what the value was before goes.
QStringList markLines(const QString& text, const QFontMetrics& metrics, double room, int most);

} // namespace dalescope
