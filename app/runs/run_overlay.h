// The curves of several runs in one plot.
#pragma once

#include "app/session.h"
#include "widgets/plots/plot_export.h"
#include "widgets/theme/theme.h"

#include <vector>

namespace dalescope {

/// Whether there is more of it to draw than the dots of its untrained network.
bool hasCurves(const Run& run);

/// As many runs as are drawn together, the current one included, unless more are pinned.
constexpr int mostRunsTogether = Theme::seriesColours;

/// Runs drawn behind the current one, in the order of the list: the pinned ones, and of those that are not
/// hidden the first until all together are as many as there are colours. None that is set aside.
std::vector<const Run*> overlaidRuns(const Session& session);

/// Whether it would be drawn but for the runs before it, which leave it no colour.
bool isCrowdedOut(const Session& session, const Run& run);

/// Adds those runs' curves to each plot, every run in its own colour and every quantity with its own line
/// pattern. Where there is no such run, the plots stay as they are.
void overlayRuns(std::vector<PlotSpec>& plots, const Session& session);

/// Runs that have yet to come as far as the figure that they were opened from: the current one, and those
/// that are not hidden.
std::vector<const Run*> awaitedRuns(const Session& session);

/// Adds what those figures carry to each plot, behind overlayRuns().
void overlayFigures(std::vector<PlotSpec>& plots, const Session& session);

/// The current run, if it has begun, and those; for a figure to carry.
std::vector<PlotRun> drawnRuns(const Session& session);

} // namespace dalescope
