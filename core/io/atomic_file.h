// Writing a file so that a reader, a crash or a full disk never sees half of it.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace dalescope {

/// Writes `content` beside `file`, flushes it to disk and renames it into place. An existing file is replaced
/// only by a complete one. Throws Error naming `file` and the system's reason.
void writeFileAtomically(const std::filesystem::path& file, std::string_view content);

/// The same with what `write` writes to the file whose name it is given. False, with errno set: it could not.
void replaceAtomically(const std::filesystem::path& file,
                       const std::function<bool(const std::filesystem::path&)>& write);

/// Throws Error where it is no file that can be opened.
void requireReadable(const std::filesystem::path& file);

/// The whole file. Throws Error where it cannot be read or is larger than `limit` bytes.
std::string readFile(const std::filesystem::path& file, std::uintmax_t limit = 64u << 20);

} // namespace dalescope
