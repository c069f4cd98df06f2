// A task of working memory that the program draws itself, for recurrent networks.
#pragma once

#include "core/data/dataset.h"

namespace dalescope {

/// Delayed match to sample: one of eight patterns is shown, then nothing, then a second pattern: is it the
/// same (class 1) or another (class 0)? An example is {1, steps, inputs}: 12 steps of 16 inputs in [0, 1], 3
/// steps of each pattern and 6 of delay, all with noise. Half of the examples of each set match. The same for
/// the same seed.
Dataset makeDelayedMatch(std::uint64_t seed = 1, Index train = 12000, Index test = 2000);

} // namespace dalescope
