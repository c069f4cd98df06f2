// Threads that share the chunks of one loop after another.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <thread>
#include <vector>

namespace dalescope {

/// The caller and its helpers take chunks of a loop until none is left. The caller never waits for a helper
/// to begin: a helper that the system keeps from running (for the window's thread, say) takes no chunk, and
/// the caller does them all. Between loops that follow one another closely helpers wait awake, since waking
/// takes longer than a small matrix product; then they sleep. A team belongs to one thread, which alone calls
/// run() and resize().
class WorkerTeam {
public:
    WorkerTeam() = default;
    ~WorkerTeam() { resize(1); }
    WorkerTeam(const WorkerTeam&) = delete;
    WorkerTeam& operator=(const WorkerTeam&) = delete;

    /// Threads in all, the caller's own among them; at least 1. Not at the same time as limit().
    void resize(int threads);
    int size() const { return static_cast<int>(helpers_.size()) + 1; }

    /// Lets only so many threads work from about now on, the caller's own among them; the others sleep. From
    /// any thread.
    void limit(int threads);

    /// Calls work(chunk) once for each chunk in [0, chunks), on any thread and in any order; returns when all
    /// are done. What a chunk computes must not depend on the others.
    template <class Work>
    void run(std::uint32_t chunks, const Work& work) {
        if (chunks < 2 || busy_ || helpers_.empty() || awake_.load(std::memory_order_relaxed) == 0) {
            for (std::uint32_t chunk = 0; chunk < chunks; ++chunk)
                work(chunk);
            return;
        }
        share(
            chunks, [](const void* w, std::uint32_t chunk) { (*static_cast<const Work*>(w))(chunk); }, &work);
    }

private:
    using Call = void (*)(const void* work, std::uint32_t chunk);
    void share(std::uint32_t chunks, Call call, const void* work);
    bool takeChunk(std::uint32_t loop);
    void help(int place);
    void sleepWhileLimited(int place);

    // The loop's number above the chunks that nobody has taken: a chunk is taken only from the loop one means
    // to help, so a helper that comes late cannot touch the next one.
    std::atomic<std::uint64_t> left_{0};
    alignas(64) std::atomic<std::uint32_t> finished_{0};
    alignas(64) std::atomic<std::uint32_t> asleep_{0};
    std::atomic<int> awake_{std::numeric_limits<int>::max()}; // helpers in the first so many places work
    Call call_ = nullptr; // call_ and work_ are read by those who hold a chunk only
    const void* work_ = nullptr;
    std::atomic<bool> quit_{false};
    bool busy_ = false; // a chunk's own loops are its own
    std::vector<std::thread> helpers_;
};

/// The calling thread's team, which products and long passes over parameters use: the thread alone, unless
/// setGemmThreads() has given it helpers.
WorkerTeam& threadTeam();

} // namespace dalescope
