// All keys of the program in one place.
#pragma once

#include <QMenuBar>
#include <QString>

namespace dalescope {

/// A table of every action with a key in `menus`, and the keys that work in a plot, as rich text.
QString shortcutHelp(const QMenuBar& menus);

/// Shows it above `parent`, as high as the screen has room for.
void showShortcuts(const QMenuBar& menus, QWidget* parent);

} // namespace dalescope
