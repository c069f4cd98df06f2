// CIFAR-10 in its binary layout: records of a label and 32 x 32 pixels of red, green and blue.
#pragma once

#include "core/data/dataset.h"

namespace dalescope {

/// Whether `folder` holds a training batch (data_batch_1.bin to data_batch_5.bin) and test_batch.bin.
bool holdsCifar10(const std::filesystem::path& folder);

/// Reads what is there of the five training batches, and the test batch; the set's note names what is
/// missing. Files may hold fewer than 10,000 records. Throws Error naming the file where it is no whole
/// number of records or has a label above 9.
Dataset readCifar10(const std::filesystem::path& folder);

} // namespace dalescope
