// Data files that tests make, good and bad.
#pragma once

#include "tests/core/common/message_of.h"

#include <QByteArray>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>
#include <zlib.h>

namespace dalescope {

inline void writeBytes(const std::filesystem::path& file, const std::string& content) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
}

inline void writeGzip(const std::filesystem::path& file, const std::string& content) {
    std::filesystem::create_directories(file.parent_path());
    const gzFile out = gzopen(file.c_str(), "wb");
    gzwrite(out, content.data(), static_cast<unsigned>(content.size()));
    gzclose(out);
}

/// An IDX file's bytes: type 8 is unsigned byte, 0x0d float.
inline std::string idx(int type, const std::vector<std::uint32_t>& shape, const std::string& content) {
    std::string bytes = {0, 0, static_cast<char>(type), static_cast<char>(shape.size())};
    for (const auto n : shape)
        for (const int shift : {24, 16, 8, 0})
            bytes += static_cast<char>(n >> shift & 0xff);
    return bytes + content;
}

/// `count` pixels or labels: 0, 1, 2, ... modulo `modulo`.
inline std::string counting(std::size_t count, int modulo) {
    std::string bytes(count, '\0');
    for (std::size_t i = 0; i < count; ++i)
        bytes[i] = static_cast<char>(i % static_cast<std::size_t>(modulo));
    return bytes;
}

/// A small set of 3 x 2 images with MNIST's names: 12 training and 6 test images, `classes` classes.
inline void writeIdxSet(const std::filesystem::path& folder, int classes = 3) {
    writeBytes(folder / "train-images-idx3-ubyte", idx(8, {12, 3, 2}, counting(72, 251)));
    writeBytes(folder / "train-labels-idx1-ubyte", idx(8, {12}, counting(12, classes)));
    writeGzip(folder / "t10k-images-idx3-ubyte.gz", idx(8, {6, 3, 2}, counting(36, 251)));
    writeGzip(folder / "t10k-labels-idx1-ubyte.gz", idx(8, {6}, counting(6, classes)));
}

} // namespace dalescope
