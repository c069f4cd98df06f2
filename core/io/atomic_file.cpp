#include "core/io/atomic_file.h"

#include "core/common/error.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace dalescope {

namespace {

/// Beside it, of a name that no other writer has, here or in another process.
std::string partOf(const std::filesystem::path& file) {
    static std::atomic<unsigned> writers{0};
    return file.string() + ".part" + std::to_string(::getpid()) + "-" + std::to_string(++writers);
}

bool writeAll(int descriptor, std::string_view content) {
    for (std::size_t done = 0; done < content.size();) {
        const ssize_t got = ::write(descriptor, content.data() + done, content.size() - done);
        if (got < 0 && errno != EINTR)
            return false;
        done += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    return true;
}

/// Calls `use` with the opened file and closes it; false, with errno set, where any of it failed.
bool withFile(const std::string& file, int flags, const std::function<bool(int)>& use) {
    const int descriptor = ::open(file.c_str(), flags | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return false;
    const bool done = use(descriptor);
    const int reason = errno;
    const bool closed = ::close(descriptor) == 0;
    if (!done)
        errno = reason;
    return done && closed;
}

} // namespace

void replaceAtomically(const std::filesystem::path& file,
                       const std::function<bool(const std::filesystem::path&)>& write) {
    const std::string part = partOf(file);
    const auto flush = [](int descriptor) { return ::fsync(descriptor) == 0; };
    if (write(part) && withFile(part, O_RDONLY, flush) && ::rename(part.c_str(), file.c_str()) == 0)
        return;
    const std::string reason = std::strerror(errno);
    ::unlink(part.c_str());
    throw Error(file.string(), "it cannot be written (" + reason + ")", "choose another place or make room");
}

void writeFileAtomically(const std::filesystem::path& file, std::string_view content) {
    replaceAtomically(file, [content](const std::filesystem::path& part) {
        return withFile(part.string(), O_WRONLY | O_CREAT | O_TRUNC,
                        [content](int descriptor) { return writeAll(descriptor, content); });
    });
}

void requireReadable(const std::filesystem::path& file) {
    std::error_code problem;
    if (std::filesystem::is_directory(file, problem))
        throw Error(file.string(), "it is a folder", "choose a file");
    if (!std::ifstream(file))
        throw Error(file.string(), "it cannot be opened", "check that it exists and may be read");
}

std::string readFile(const std::filesystem::path& file, std::uintmax_t limit) {
    requireReadable(file);
    std::error_code problem;
    const auto size = std::filesystem::file_size(file, problem);
    std::ifstream stream(file, std::ios::binary);
    if (size > limit)
        throw Error(file.string(), "it is larger than such a file can be", "choose another");
    std::ostringstream content;
    content << stream.rdbuf();
    return std::move(content).str();
}

} // namespace dalescope
