// New runs that begin where another one was.
#pragma once

#include "app/runs/run.h"

namespace dalescope {

/// A run that goes on from a moment of `parent` as that one did, until something is changed: its curves begin
/// with the parent's and carry a mark where it begins. Reset brings it back there, with its
/// present settings. Once it gets settings that cannot change in mid-run, it begins untrained, as any other.
NewRun forkOf(const Run& parent, std::shared_ptr<const Moment> moment);

} // namespace dalescope
