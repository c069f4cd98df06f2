// An image file and its label file, as MNIST names them.
#pragma once

#include "core/data/dataset.h"
#include "core/data/idx.h"

namespace dalescope {

struct IdxPair {
    Examples examples;
    ImageShape shape;
    Index classes = 0; ///< largest label + 1
};

/// Whether `folder` holds both pairs, train and t10k, by the files' names.
bool holdsIdxPairs(const std::filesystem::path& folder);

/// Reads PREFIX-images-idx3-ubyte and PREFIX-labels-idx1-ubyte, each plain or with .gz. Throws Error naming
/// the file: those of readIdx, counts that differ, no example, labels that are not whole numbers from 0 to
/// 255.
IdxPair readIdxPair(const std::filesystem::path& folder, const std::string& prefix);

} // namespace dalescope
