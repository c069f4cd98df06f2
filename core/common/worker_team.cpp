#include "core/common/worker_team.h"

namespace dalescope {

namespace {

constexpr std::uint64_t countMask = 0xffffffff;
// About 50 microseconds: the longest pause between two products of one update.
constexpr int spinsBeforeSleep = 2000;
// After so many looks the caller gives its processor to a helper that holds a chunk and may be waiting for
// one.
constexpr int spinsBeforeYield = 200;

std::uint32_t loopOf(std::uint64_t left) {
    return static_cast<std::uint32_t>(left >> 32);
}

void relax() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

} // namespace

void WorkerTeam::resize(int threads) {
    const auto wanted = static_cast<std::size_t>(threads > 1 ? threads - 1 : 0);
    if (wanted == helpers_.size())
        return;
    quit_ = true;
    left_ += countMask + 1; // a new, empty loop, so that sleepers look up
    left_.notify_all();
    const int limited = awake_.exchange(std::numeric_limits<int>::max());
    awake_.notify_all();
    for (auto& helper : helpers_)
        helper.join();
    helpers_.clear();
    awake_ = limited;
    quit_ = false;
    for (std::size_t i = 0; i < wanted; ++i)
        helpers_.emplace_back([this, place = static_cast<int>(i)] { help(place); });
}

void WorkerTeam::limit(int threads) {
    awake_ = threads > 1 ? threads - 1 : 0;
    awake_.notify_all();
}

WorkerTeam& threadTeam() {
    thread_local WorkerTeam team;
    return team;
}

bool WorkerTeam::takeChunk(std::uint32_t loop) {
    std::uint64_t left = left_.load(std::memory_order_acquire);
    while (loopOf(left) == loop && (left & countMask) != 0)
        if (left_.compare_exchange_weak(left, left - 1, std::memory_order_acq_rel)) {
            call_(work_, static_cast<std::uint32_t>(left & countMask) - 1);
            finished_.fetch_add(1, std::memory_order_release);
            return true;
        }
    return false;
}

void WorkerTeam::share(std::uint32_t chunks, Call call, const void* work) {
    busy_ = true;
    call_ = call;
    work_ = work;
    finished_.store(0, std::memory_order_relaxed);
    const std::uint32_t loop = loopOf(left_.load(std::memory_order_relaxed)) + 1;
    left_.store((std::uint64_t(loop) << 32) | chunks); // sequentially consistent with asleep_
    if (asleep_.load() > 0)
        left_.notify_all();
    while (takeChunk(loop)) {
    }
    for (int spins = 0; finished_.load(std::memory_order_acquire) != chunks; ++spins)
        if (spins < spinsBeforeYield)
            relax();
        else
            std::this_thread::yield();
    busy_ = false;
}

void WorkerTeam::sleepWhileLimited(int place) {
    for (int awake = awake_.load(std::memory_order_relaxed); place >= awake && !quit_; awake = awake_.load())
        awake_.wait(awake);
}

void WorkerTeam::help(int place) {
    std::uint64_t seen = left_.load();
    while (!quit_) {
        sleepWhileLimited(place);
        while (takeChunk(loopOf(seen))) {
        }
        int spins = 0;
        std::uint64_t now = left_.load();
        for (; loopOf(now) == loopOf(seen) && spins < spinsBeforeSleep; ++spins) {
            relax();
            now = left_.load(std::memory_order_acquire);
        }
        if (loopOf(now) == loopOf(seen)) {
            ++asleep_;
            for (now = left_.load(); loopOf(now) == loopOf(seen) && !quit_; now = left_.load())
                left_.wait(now);
            --asleep_;
        }
        seen = now;
    }
}

} // namespace dalescope
