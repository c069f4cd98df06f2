#include "core/experiments/run_lock.h"

#include "core/common/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

constexpr const char* lockName = "run.lock";

// Open-file-description locks of the whole file: unlike flock() they can be asked about without being taken,
// so that a look at a folder never keeps a run from beginning; unlike plain fcntl() locks they do not vanish
// when another descriptor of the file is closed.
struct flock wholeFile() {
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

std::string hostName() {
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 ? name : "this machine";
}

std::string contentOf(int descriptor) {
    char text[400];
    const ssize_t got = ::pread(descriptor, text, sizeof text, 0);
    return got > 0 ? std::string(text, static_cast<std::size_t>(got)) : "another process";
}

/// Whether `descriptor` is still what the name leads to: its last holder may have removed it since.
bool isCurrent(int descriptor, const fs::path& file) {
    struct stat opened = {}, named = {};
    return ::fstat(descriptor, &opened) == 0 && ::stat(file.c_str(), &named) == 0 &&
           opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

} // namespace

RunLock::RunLock(const fs::path& folder) : file_(folder / lockName) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem)
        throw Error(folder.string(), "the folder cannot be made (" + problem.message() + ")",
                    "choose another --out");
    do {
        if (descriptor_ >= 0)
            ::close(descriptor_);
        descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (descriptor_ < 0)
            throw Error(file_.string(), std::string("it cannot be written (") + std::strerror(errno) + ")",
                        "choose another place");
        struct flock lock = wholeFile();
        if (::fcntl(descriptor_, F_OFD_SETLK, &lock) != 0 && (errno == EAGAIN || errno == EACCES)) {
            const std::string holder = contentOf(descriptor_);
            ::close(descriptor_);
            throw Error(folder.string(), "a run goes on there already (" + holder + ")",
                        "wait for it or stop it");
        }
    } while (!isCurrent(descriptor_, file_));
    const std::string me = hostName() + ", process " + std::to_string(::getpid());
    if (::ftruncate(descriptor_, 0) != 0 || ::pwrite(descriptor_, me.data(), me.size(), 0) < 0)
        return; // a full disk: the lock holds without its holder's name
}

RunLock::~RunLock() {
    ::unlink(file_.c_str());
    ::close(descriptor_);
}

std::optional<std::string> lockHolder(const fs::path& folder) {
    const int descriptor = ::open((folder / lockName).c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor < 0)
        return std::nullopt;
    struct flock lock = wholeFile();
    const bool held = ::fcntl(descriptor, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    std::optional<std::string> holder;
    if (held)
        holder = contentOf(descriptor);
    ::close(descriptor);
    return holder;
}

} // namespace dalescope
