// Everything that the command palette finds in a window.
#pragma once

#include <QMainWindow>
#include <QString>

#include <functional>
#include <vector>

namespace dalescope {

struct PaletteEntry {
    QString title;    ///< "Learning rate"
    QString place;    ///< where it is without the palette: "Training", "File › New from preset"
    QString shortcut; ///< empty where it has none
    QString tip;      ///< what it does, or why it cannot be used now
    bool enabled = true;
    std::function<void()> act;
    QString name = {};     ///< of a preset, as the command line has it; finds it at once
    QString words = {};    ///< see withWords()
    bool isOn = false;     ///< something that is shown or chosen now
    bool explains = false; ///< see asExplanation()
};

/// The actions of the window's menus, its settings (to go to their editors), and the plots to choose from.
std::vector<PaletteEntry> paletteEntries(QMainWindow& window);

} // namespace dalescope
