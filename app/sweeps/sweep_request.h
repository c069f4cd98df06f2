// What the options of `dalescope sweep` ask for.
#pragma once

#include "app/options.h"
#include "core/experiments/sweep_folder.h"

namespace dalescope {

/// The sweep of --config or --preset (a shipped sweep's name, or a preset's, with six seeds) with --set,
/// --seeds and
/// --trials, in the folder of --out: made there, or put together with the one that is there. With neither,
/// the one that is there. Throws WrongUseError or Error.
SweepFolder openAskedSweep(const Options& options);

} // namespace dalescope
