#include "core/io/atomic_file.h"

#include "core/common/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace dalescope {

namespace {

[[noreturn]] void failed(const std::filesystem::path& file, const std::string& part) {
    const std::string reason = std::strerror(errno);
    ::unlink(part.c_str());
    throw Error(file.string(), "it cannot be written (" + reason + ")", "choose another place or make room");
}

} // namespace

void writeFileAtomically(const std::filesystem::path& file, std::string_view content) {
    const std::string part = file.string() + ".part" + std::to_string(::getpid());
    const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0)
        failed(file, part);
    for (std::size_t done = 0; done < content.size();) {
        const ssize_t got = ::write(descriptor, content.data() + done, content.size() - done);
        if (got < 0 && errno != EINTR) {
            ::close(descriptor);
            failed(file, part);
        }
        done += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    const bool flushed = ::fsync(descriptor) == 0;
    if (::close(descriptor) != 0 || !flushed || ::rename(part.c_str(), file.c_str()) != 0)
        failed(file, part);
}

std::string readFile(const std::filesystem::path& file, std::uintmax_t limit) {
    std::error_code problem;
    if (std::filesystem::is_directory(file, problem))
        throw Error(file.string(), "it is a folder", "choose a file");
    const auto size = std::filesystem::file_size(file, problem);
    std::ifstream stream(file, std::ios::binary);
    if (problem || !stream)
        throw Error(file.string(), "it cannot be opened", "check that it exists and may be read");
    if (size > limit)
        throw Error(file.string(), "it is larger than such a file can be", "choose another");
    std::ostringstream content;
    content << stream.rdbuf();
    return std::move(content).str();
}

} // namespace dalescope
