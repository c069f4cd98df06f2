// The runs that a figure of a sweep carries, so that it brings them back.
#pragma once

#include "core/experiments/sweep_outline.h"
#include "widgets/plots/plot_export.h"

#include <QList>

namespace dalescope {

/// So many runs a figure carries at most: each is brought back as one of a session.
inline constexpr std::size_t mostCarriedRuns = 40;

/// All seeds of these configurations, which are known by their places, in that order, until there are
/// mostCarriedRuns. `curves`: seedMeans() of the sweep, not null.
std::vector<PlotRun> runsOf(const SweepOutline& outline, const std::shared_ptr<const Journal>& curves,
                            const QList<int>& configurations);

/// How many runs these configurations have.
std::size_t countRuns(const SweepOutline& outline, const QList<int>& configurations);

} // namespace dalescope
