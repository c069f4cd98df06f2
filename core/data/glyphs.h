// A data set that the program draws itself, so that there is always something to learn.
#pragma once

#include "core/data/dataset.h"

namespace dalescope {

/// Digits 0 to 9 drawn from strokes in several hands, each with random affine distortion, thickness and
/// noise: 28 x 28, `train` + `test` images, the same for the same seed on any number of threads.
Dataset makeGlyphs(std::uint64_t seed = 1, Index train = 20000, Index test = 4000);

} // namespace dalescope
