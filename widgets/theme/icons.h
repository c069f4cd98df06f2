// The program's pictures, drawn in the colours of the theme.
#pragma once

#include "widgets/theme/theme.h"

#include <QIcon>

namespace dalescope {

/// The icon of resources/icons/NAME.svg in the theme's text colour, and in its disabled one. An unknown name
/// gives an empty icon.
QIcon themeIcon(const QString& name, const Theme& theme);

/// The program's own icon, in its own colours.
QIcon programIcon();

} // namespace dalescope
