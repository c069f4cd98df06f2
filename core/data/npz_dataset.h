// Data sets in NumPy archives, as people save them and as Kuzushiji-49 and Keras come.
#pragma once

#include "core/data/dataset.h"

#include <optional>

namespace dalescope {

/// The four archives of a set in parts: PREFIXtrain-imgs.npz, PREFIXtrain-labels.npz, and the same with test.
struct NpzParts {
    std::filesystem::path trainImages, trainLabels, testImages, testLabels;
};

/// The first set in parts in `folder`, by name, that is complete.
std::optional<NpzParts> findNpzParts(const std::filesystem::path& folder);

/// Each archive holds one array (arr_0). Throws Error naming the file, as readNpzDataset() does.
Dataset readNpzParts(const NpzParts& parts);

/// One archive with images x (or x_train, or arr_0) and labels y (y_train, arr_1); optionally x_test and
/// y_test (arr_2, arr_3), else the last sixth of the images is the test set. Images are n x features, n x
/// rows x columns, n x channels x rows x columns or, where the last size is 1, 3 or 4 and the second is not,
/// n x rows x columns x channels. Bytes are divided by 255 (a set of zeros and ones is taken as such); real
/// numbers are taken as they are. Labels are whole numbers from 0 to 255, n or n x 1. Throws Error naming the
/// file and the array: absent, of such a shape, counts that differ, NaN or infinite pixels, labels out of
/// range.
Dataset readNpzDataset(const std::filesystem::path& file);

} // namespace dalescope
