// Docks whose buttons and tabs can be reached, read and understood.
#pragma once

#include <QDockWidget>
#include <QMainWindow>

class QTabBar;

namespace dalescope {

/// Qt leaves the buttons of a dock's title out of the tab order and nameless.
void furnish(QDockWidget& dock);

/// Tabs as wide as their names, which the style would shorten before it lets the dock be wide enough. Their
/// scroll buttons are for the mouse: the arrow keys move between the tabs.
void furnish(QTabBar& tabs);

/// A furnished dock that is called `title`, by persons and in a saved layout.
QDockWidget* addDock(QMainWindow& window, Qt::DockWidgetArea area, const QString& title, QWidget* content);

/// `content` in an area that scrolls where it has less room than it needs, so that it never makes its window
/// larger than the screen.
QWidget* scrolled(QWidget* content);

/// What a dock holds, also where that scrolls.
const QWidget& contentOf(const QDockWidget& dock);

} // namespace dalescope
