// What an exported picture is made for, as entries of a menu.
#pragma once

#include "widgets/plots/plot_style.h"

#include <functional>

class QMenu;

namespace dalescope {

/// Paper, slide and poster with their sizes, below a heading; the one that is `chosen` when the menu opens is
/// checked.
void addMedia(QMenu& menu, std::function<Medium()> chosen, std::function<void(Medium)> choose);

} // namespace dalescope
