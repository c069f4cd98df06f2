// All keys of the program in one place.
#pragma once

#include <QMenuBar>
#include <QString>

namespace dalescope {

/// A table of every action with a key in `menus`, and the keys that work in a plot, as rich text.
QString shortcutHelp(const QMenuBar& menus);

} // namespace dalescope
