// Threads that share the chunks of one loop after another.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace dalescope {

/// The caller and its helpers take chunks of a loop until none is left. The caller never waits for a helper
/// to begin: a helper that the system keeps from running (for the window's thread, say) takes no chunk, and
/// the caller does them all. Between loops that follow one another closely helpers wait awake, since waking
/// takes longer than a small matrix product; then they sleep.
class WorkerTeam {
public:
    WorkerTeam() = default;
    ~WorkerTeam() { resize(1); }
    WorkerTeam(const WorkerTeam&) = delete;
    WorkerTeam& operator=(const WorkerTeam&) = delete;

    /// Threads in all, the caller's own among them; at least 1.
    void resize(int threads);

    /// Calls work(chunk) once for each chunk in [0, chunks), on any thread and in any order; returns when all
    /// are done. What a chunk computes must not depend on the others. Two callers at once: the second works
    /// alone.
    template <class Work>
    void run(std::uint32_t chunks, const Work& work) {
        if (worksAlone()) {
            for (std::uint32_t chunk = 0; chunk < chunks; ++chunk)
                work(chunk);
            return;
        }
        const std::unique_lock owner(owner_, std::try_to_lock);
        if (!owner || helpers_.empty() || chunks < 2) {
            for (std::uint32_t chunk = 0; chunk < chunks; ++chunk)
                work(chunk);
            return;
        }
        share(
            chunks, [](const void* w, std::uint32_t chunk) { (*static_cast<const Work*>(w))(chunk); }, &work);
    }

    /// Whether this thread leaves the helpers to others; see WorkAlone.
    static bool& worksAlone() {
        thread_local bool alone = false;
        return alone;
    }

private:
    using Call = void (*)(const void* work, std::uint32_t chunk);
    void share(std::uint32_t chunks, Call call, const void* work);
    bool takeChunk(std::uint32_t loop);
    void help();

    // The loop's number above the chunks that nobody has taken: a chunk is taken only from the loop one means
    // to help, so a helper that comes late cannot touch the next one.
    std::atomic<std::uint64_t> left_{0};
    alignas(64) std::atomic<std::uint32_t> finished_{0};
    alignas(64) std::atomic<std::uint32_t> asleep_{0};
    Call call_ = nullptr; // call_ and work_ are read by those who hold a chunk only
    const void* work_ = nullptr;
    std::atomic<bool> quit_{false};
    std::mutex owner_;
    std::vector<std::thread> helpers_;
};

/// While it lives, loops of this thread run on this thread alone: for what must not take the helpers from the
/// trainer.
class WorkAlone {
public:
    WorkAlone() : before_(WorkerTeam::worksAlone()) { WorkerTeam::worksAlone() = true; }
    ~WorkAlone() { WorkerTeam::worksAlone() = before_; }
    WorkAlone(const WorkAlone&) = delete;
    WorkAlone& operator=(const WorkAlone&) = delete;

private:
    bool before_;
};

/// The team that products and long passes over parameters share, in the whole process. setGemmThreads() sets
/// its size.
WorkerTeam& processTeam();

} // namespace dalescope
