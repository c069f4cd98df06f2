// IDX, the format of MNIST and its relatives: magic number, sizes, bytes; plain or gzipped.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace dalescope {

/// An IDX file's content. Types other than unsigned byte become float.
struct Idx {
    std::vector<std::int64_t> shape; ///< count first: {60000, 28, 28} for images, {60000} for labels
    std::vector<std::uint8_t> bytes; ///< where the file holds unsigned bytes
    std::vector<float> values;       ///< where it holds anything else
};

/// Reads plain or gzipped files (told apart by content, not by name). Throws Error naming the file where it
/// is absent, not IDX, truncated, longer than its header says, larger than memory could hold (the header is
/// checked against the file before anything is allocated), or holds NaN or infinite values.
Idx readIdx(const std::filesystem::path& file);

} // namespace dalescope
