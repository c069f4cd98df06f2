// NumPy .npz archives: named arrays and texts in one zip file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dalescope {

enum class NpyType { UInt8, Int32, Int64, Float32, Float64 };

/// An array as NumPy stores it: little-endian, C order (the last index runs fastest). A Fortran-order file is
/// brought into C order when read. An empty shape is a single number.
struct NpyArray {
    NpyType type = NpyType::Float64;
    std::vector<std::int64_t> shape;
    std::vector<std::uint8_t> bytes; ///< count() elements of `type`

    std::int64_t count() const;
    /// The elements converted to T (float, double, std::int64_t or std::uint8_t), in C order.
    template <class T>
    std::vector<T> as() const;
    /// An array of T (same types) in C order; values.size() must be the product of `shape`.
    template <class T>
    static NpyArray of(const std::vector<T>& values, std::vector<std::int64_t> shape);
};

/// The members of an archive: "x.npy" is arrays["x"]; "meta.json" (any member that is not .npy) is
/// texts["meta.json"].
struct Npz {
    std::map<std::string, NpyArray> arrays;
    std::map<std::string, std::string> texts;

    /// Throws Error naming `file` and the array where it is absent; `file` is for the message only.
    const NpyArray& array(const std::string& name, const std::filesystem::path& file) const;
};

/// Reads a whole archive. Throws Error where the file is absent, no zip, damaged, too large to hold, or where
/// an array has a type or header that is not understood.
Npz readNpz(const std::filesystem::path& file);

/// Writes beside and renames. The same content gives the same bytes (fixed time stamps, no compression where
/// it would not pay). Throws Error.
void writeNpz(const std::filesystem::path& file, const Npz& npz);

} // namespace dalescope
