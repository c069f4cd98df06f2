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

/// QMainWindow::restoreState(), after which docks that float and were never put anywhere have no place yet.
void restoreDocks(QMainWindow& window, const QByteArray& state);

/// A furnished dock that is called `title`, by persons and in a saved layout.
QDockWidget* addDock(QMainWindow& window, Qt::DockWidgetArea area, const QString& title, QWidget* content);

/// `content` in an area that scrolls where it has less room than it needs, so that it never makes its window
/// larger than the screen.
QWidget* scrolled(QWidget* content);

/// The same of what can be pressed down to its least size: only below that it scrolls.
QWidget* scrolledAtLeast(QWidget* content);

/// What was made to scroll; a widget that was not, itself.
const QWidget& contentOf(const QWidget& widget);

} // namespace dalescope
