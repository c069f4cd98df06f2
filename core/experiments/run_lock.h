// Who is training in a run folder. The lock is the kernel's and goes with its process, so that nothing is
// left behind by a crash; on shared storage it holds between machines.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace dalescope {

class RunLock {
public:
    /// Makes the folder if need be and takes its lock. Throws Error naming the holder where another process
    /// has it, and where the folder cannot be written. A file system without locks is taken on trust.
    explicit RunLock(const std::filesystem::path& folder);
    ~RunLock();
    RunLock(const RunLock&) = delete;
    RunLock& operator=(const RunLock&) = delete;

private:
    std::filesystem::path file_;
    int descriptor_ = -1;
};

/// "host, process 4711" of who trains in `folder`, if anyone does.
std::optional<std::string> lockHolder(const std::filesystem::path& folder);

} // namespace dalescope
