// A Trainer on a thread of its own. The window tells it what to do and reads the journal; neither waits for
// the other.
#pragma once

#include "core/training/origin.h"
#include "core/training/trainer.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace dalescope {

/// Where a run is, as one consistent value.
struct RunStatus {
    enum class State {
        Preparing, ///< drawing weights, measuring the untrained network
        Paused,    ///< ready for the next command
        Running,
        Ended, ///< by its limits or a stop rule; see RunEnd::isFinal() for whether it may be run on
        Failed ///< the network could not be made; see message
    };
    State state = State::Preparing;
    std::int64_t update = 0;
    std::int64_t edits = 0; ///< that have taken effect
    double epoch = 0;
    double updatesPerSecond = 0; ///< over about the last second, without the time of tests
    double secondsLeft = 0;      ///< to the end of the run at that speed, with tests; 0 while unknown
    double loss = 0;
    bool diverged = false;
    std::string message; ///< why it ended or failed; else empty
};

class Runner {
public:
    /// Starts the thread, which makes the network and measures it untrained, and then waits for commands.
    Runner(Config config, std::shared_ptr<const Dataset> data);
    /// Goes on from a point of a run, which has a moment, with the bits with which that run did, as far as
    /// nothing is changed. Its journal begins with what that one held.
    Runner(Origin origin, std::shared_ptr<const Dataset> data);
    /// Stops at the next update boundary and joins.
    ~Runner();
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    // Commands return at once; the trainer takes them up at its next update boundary.
    void run();                          ///< until paused or ended
    void runUpdates(std::int64_t count); ///< so many, then pause
    /// Until so many updates are made in all, then pause; nothing where they are.
    void runTo(std::int64_t update);
    void runEpoch(); ///< to the end of the current epoch, then pause
    void pause();
    void stop(); ///< ends the run where it is, with a mark; it may be run on
    /// Path and value must be valid for a Config (see Field::set); an edit that is refused is left out.
    void edit(const std::string& path, const Value& value);
    /// Calls `use` on the trainer's thread between two updates; never where the run failed or ends first.
    void inspect(std::function<void(const Trainer&)> use);
    /// Calls `use`, as inspect() does, with where the run stands; of no moment before its first update.
    void stand(std::function<void(Origin)> use);

    /// What the run began with; edits have not been put in.
    const Config& config() const { return config_; }
    std::shared_ptr<const Journal> journal() const { return journal_; }
    std::shared_ptr<const Dataset> data() const { return data_; }
    /// Updates from one moment that is kept to the next, from now on; 0, as at first: none is kept. The
    /// numbers stay the same.
    void setKeepEvery(std::int64_t updates) { keepEvery_ = updates; }
    /// The moments that were kept, at each multiple of that, at the beginning and at an end.
    std::shared_ptr<const CheckpointShelf> shelf() const { return shelf_; }
    RunStatus status() const;
    /// The edits that have taken effect, each with the update after which it did.
    std::vector<Edit> edits() const;

private:
    using Command = std::function<void(Trainer&)>;
    void post(Command command);
    void loop();
    void train();
    std::unique_ptr<Trainer> begin();
    void keep(const Trainer& trainer);
    bool takeCommands(Trainer& trainer, bool wait);
    void publish(const Trainer& trainer);

    Config config_;
    std::shared_ptr<const Dataset> data_;
    std::shared_ptr<Journal> journal_;
    std::shared_ptr<CheckpointShelf> shelf_;
    Origin origin_; ///< let go once it is taken up

    // Each lock is held for a copy of a few words only.
    mutable std::mutex commandLock_;
    std::condition_variable commandsCame_;
    std::vector<Command> commands_;
    bool deaf_ = false; ///< failed: nobody takes commands
    std::atomic<bool> commandsWaiting_{false};
    std::atomic<bool> quit_{false};
    std::atomic<std::int64_t> keepEvery_{0};
    mutable std::mutex statusLock_;
    RunStatus status_;
    std::vector<Edit> edits_;

    // The trainer's thread alone.
    std::int64_t updatesToGo_ = 0;
    bool toEpochEnd_ = false;
    std::chrono::steady_clock::time_point speedSince_;
    std::int64_t speedFrom_ = 0;
    double testedBefore_ = 0; ///< seconds

    std::thread thread_;
};

} // namespace dalescope
