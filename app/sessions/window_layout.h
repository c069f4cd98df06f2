// How the window is laid out and its plots are looked at, for a session's file.
#pragma once

#include <QMainWindow>

#include <nlohmann/json.hpp>
#include <vector>

namespace dalescope {

class PlotPanel;

/// Of the window: its place, docks, inspectors that are open, and the splitters between the plots.
nlohmann::ordered_json windowLayout(const QMainWindow& window, const std::vector<const PlotPanel*>& panels);

/// Lays the window out so. What the object does not say or no longer fits stays as it is.
void setWindowLayout(const nlohmann::ordered_json& layout, QMainWindow& window,
                     const std::vector<PlotPanel*>& panels);

} // namespace dalescope
