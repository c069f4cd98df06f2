// The tables of a run folder, read as text.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>

namespace dalescope {

/// Where table `name` is: under its .part name while the run goes on.
inline std::filesystem::path tableFile(const std::filesystem::path& folder, const std::string& name) {
    std::error_code ignored;
    const auto part = folder / (name + ".part");
    return std::filesystem::exists(part, ignored) ? part : folder / name;
}

/// The cell of a line that begins at `at`, which is moved to the next one; npos after the last.
inline std::string_view nextCell(std::string_view line, std::size_t& at) {
    const std::size_t end = std::min(line.find(',', at), line.size());
    const std::string_view cell = line.substr(at, end - at);
    at = end == line.size() ? std::string_view::npos : end + 1;
    return cell;
}

} // namespace dalescope
