// How large a main window is before a person has chosen.
#pragma once

#include <QScreen>
#include <QSize>

namespace dalescope {

/// Its foot must not lie below the screen; how high its frame is, is not known yet.
inline QSize firstSize(const QScreen& screen) {
    constexpr int frame = 40;
    return QSize(1280, 800).boundedTo(screen.availableSize() - QSize(0, frame));
}

} // namespace dalescope
