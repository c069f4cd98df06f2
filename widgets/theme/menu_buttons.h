// Buttons that open a menu, as assistive technology meets them.
#pragma once

class QCoreApplication;

namespace dalescope {

/// Qt shows assistive technology no menu but those of a menu bar. After this, every tool or push button of
/// the application shows its menu as its child, whose items can be read and pressed by name. Again and again
/// is once.
void exposeMenusOfButtons(QCoreApplication& application);

} // namespace dalescope
