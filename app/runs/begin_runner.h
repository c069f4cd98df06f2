// The runner of a run that begins: untrained, or where it was forked.
#pragma once

#include "core/training/runner.h"

#include <memory>

namespace dalescope {

/// Whether `config` asks for what goes on from `origin`, perhaps with edits, and for no other run: what
/// cannot change in mid-run is as it was there. False for an origin of no moment.
bool isSameRun(const Origin& origin, const Config& config);

/// From `origin` with what `config` changes there, or, where that is not the same run, untrained.
std::unique_ptr<Runner> beginRunner(const Origin& origin, const Config& config,
                                    std::shared_ptr<const Dataset> data);

} // namespace dalescope
