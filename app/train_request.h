// What the options of `dalescope train` ask for.
#pragma once

#include "app/options.h"
#include "core/training/checkpoint.h"

#include <set>

namespace dalescope {

struct TrainRequest {
    Config config;
    std::set<std::string> given; ///< paths that have an option or --set of their own
};

/// The preset or file with the other options set in it. A run that is resumed (`begun` is what it began with)
/// needs neither. Throws WrongUseError or Error.
TrainRequest understandTrain(const Options& options, const Config* begun = nullptr);

/// The edits that a run taken up from `checkpoint` needs to go on as requested. Throws Error for what a run
/// may not change once begun.
std::vector<Edit> changesAsked(const TrainRequest& request, const Checkpoint& checkpoint);

} // namespace dalescope
