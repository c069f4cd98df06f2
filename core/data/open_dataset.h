// Data sets of any format that the program reads, at a path.
#pragma once

#include "core/data/dataset.h"

namespace dalescope {

/// How the files of a data set are laid out in a folder.
enum class FolderFormat {
    None,    ///< no data set
    Idx,     ///< a training and a test pair with MNIST's names, gzipped or not
    Cifar10, ///< binary batches
    NpzParts ///< four archives with Kuzushiji-49's names
};

/// Told by file names; nothing is read.
FolderFormat formatOf(const std::filesystem::path& folder);

/// Opens a folder of any of these formats, the folder of the one IDX, CIFAR-10 or Kuzushiji-49 file given, or
/// a single .npz archive. The set is named after the folder or the archive. Throws Error naming the file and
/// the fault.
Dataset openDataset(const std::filesystem::path& path);

} // namespace dalescope
