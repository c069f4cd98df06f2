// How large a main window is before a person has chosen.
#pragma once

#include <QScreen>
#include <QSize>

namespace dalescope {

/// Its foot must not lie below the screen; how high its frame is, is not known yet.
inline QSize firstSize(const QScreen& screen) {
    constexpr int frame = 40;
    const QSize room = screen.availableSize() - QSize(0, frame);
    return (0.85 * room).boundedTo({1920, 1200}).expandedTo({1280, 800}).boundedTo(room);
}

/// Whether a window so large holds inspectors beside the settings and the plots.
inline bool holdsInspectors(const QSize& window) {
    return window.width() >= 1600;
}

} // namespace dalescope
