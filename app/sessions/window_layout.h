// How the window is laid out and its plots are looked at, as a text for a session's file.
#pragma once

#include <QMainWindow>

#include <string>
#include <vector>

namespace dalescope {

class PlotPanel;

/// Of the window: its place, docks, inspectors that are open, and the splitters between the plots.
std::string windowLayout(const QMainWindow& window, const std::vector<const PlotPanel*>& panels);

/// Lays the window out so. What the text does not say or no longer fits stays as it is.
void setWindowLayout(const std::string& text, QMainWindow& window, const std::vector<PlotPanel*>& panels);

} // namespace dalescope
