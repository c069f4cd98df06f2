// A validation split.
#pragma once

#include "core/data/dataset.h"

#include <vector>

namespace dalescope {

/// Which of `all` examples are drawn when `count` are held out; count <= all.
std::vector<bool> heldOut(std::size_t count, std::size_t all);

/// Makes `count` of the training examples the test set and drops the real one, so that a search cannot look
/// at it. The draw is the same for every run of a data set, and the rest keeps its order. Nothing for a count
/// of 0. Throws Error where no training example would be left.
void holdOut(Dataset& data, Index count);

} // namespace dalescope
