#include "core/training/runner.h"

#include "core/common/error.h"
#include "core/common/training_turn.h"
#include "core/settings/layer_kinds.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace dalescope {

namespace {

constexpr auto forever = std::numeric_limits<std::int64_t>::max();

double updatesInEpoch(const Config& config, const Dataset& data) {
    return std::ceil(static_cast<double>(data.train.count()) /
                     static_cast<double>(config.training.batchSize));
}

double updatesInRun(const Config& config, const Dataset& data) {
    const double all = updatesInEpoch(config, data) * static_cast<double>(config.training.epochs);
    return config.training.updates > 0 ? std::min(all, static_cast<double>(config.training.updates)) : all;
}

double testsInUpdate(const Config& config, const Dataset& data) {
    return 1 / static_cast<double>(config.training.testEvery) + 1 / updatesInEpoch(config, data);
}

} // namespace

Runner::Runner(Config config, std::shared_ptr<const Dataset> data)
    : config_(std::move(config)), data_(std::move(data)),
      journal_(std::make_shared<Journal>(SeriesIndex(layersWithWeights(config_.layers).size()).names())),
      shelf_(std::make_shared<CheckpointShelf>()), thread_([this] { loop(); }) {}

Runner::Runner(Origin origin, std::shared_ptr<const Dataset> data)
    : config_(origin.moment->state.config), data_(std::move(data)),
      journal_(std::make_shared<Journal>(SeriesIndex(layersWithWeights(config_.layers).size()).names())),
      shelf_(std::make_shared<CheckpointShelf>()), origin_(std::move(origin)) {
    // Whoever asks before the network is made must see how far the run is.
    const Checkpoint& state = origin_.moment->state;
    status_.update = state.update;
    status_.edits = static_cast<std::int64_t>(state.editsMade);
    status_.epoch = origin_.moment->tick().epoch;
    edits_.assign(config_.edits.begin(),
                  config_.edits.begin() + static_cast<std::ptrdiff_t>(state.editsMade));
    thread_ = std::thread([this] { loop(); });
}

Runner::~Runner() {
    quit_ = true;
    post([](Trainer&) {});
    thread_.join();
}

void Runner::post(Command command) {
    {
        const std::lock_guard lock(commandLock_);
        if (deaf_)
            return;
        commands_.push_back(std::move(command));
    }
    commandsWaiting_ = true;
    commandsCame_.notify_one();
}

void Runner::run() {
    runUpdates(forever);
}

void Runner::runUpdates(std::int64_t count) {
    post([this, count](Trainer&) {
        updatesToGo_ = count;
        toEpochEnd_ = false;
    });
}

void Runner::runTo(std::int64_t update) {
    post([this, update](Trainer& trainer) {
        updatesToGo_ = std::max<std::int64_t>(0, update - trainer.update());
        toEpochEnd_ = false;
    });
}

void Runner::runEpoch() {
    post([this](Trainer&) {
        updatesToGo_ = forever;
        toEpochEnd_ = true;
    });
}

void Runner::pause() {
    post([this](Trainer&) { updatesToGo_ = 0; });
}

void Runner::stop() {
    post([this](Trainer& trainer) {
        updatesToGo_ = 0;
        trainer.stop();
    });
}

void Runner::edit(const std::string& path, const Value& value) {
    post([path, value](Trainer& trainer) {
        try {
            trainer.edit(path, value);
        } catch (const Error&) { // the editor has refused it already
        }
    });
}

void Runner::inspect(std::function<void(const Trainer&)> use) {
    post([use = std::move(use)](Trainer& trainer) { use(trainer); });
}

void Runner::stand(std::function<void(Origin)> use) {
    post([this, use = std::move(use)](Trainer& trainer) {
        if (trainer.update() == 0)
            use({});
        else
            use({std::make_shared<const Moment>(trainer.moment()), journal_, shelf_->kept()});
    });
}

RunStatus Runner::status() const {
    const std::lock_guard lock(statusLock_);
    return status_;
}

std::vector<Edit> Runner::edits() const {
    const std::lock_guard lock(statusLock_);
    return edits_;
}

void Runner::loop() {
    try {
        train();
    } catch (const std::exception& error) {
        {
            const std::lock_guard lock(statusLock_);
            status_.state = RunStatus::State::Failed;
            status_.message = error.what();
        }
        // Whoever waits for a command to be done learns, by its end, that it never will be.
        std::vector<Command> dropped;
        const std::lock_guard lock(commandLock_);
        deaf_ = true;
        dropped.swap(commands_);
    }
}

bool Runner::takeCommands(Trainer& trainer, bool wait) {
    std::vector<Command> taken;
    {
        std::unique_lock lock(commandLock_);
        if (wait)
            commandsCame_.wait(lock, [this] { return !commands_.empty(); });
        taken.swap(commands_);
        commandsWaiting_ = false;
    }
    for (const auto& command : taken)
        command(trainer);
    return !quit_;
}

std::unique_ptr<Trainer> Runner::begin() {
    const Origin origin = std::exchange(origin_, {});
    if (!origin.moment) {
        auto trainer = std::make_unique<Trainer>(config_, data_, journal_);
        const TrainingTurn turn;
        trainer->recordStart();
        return trainer;
    }
    auto trainer = std::make_unique<Trainer>(origin.moment->checkpoint(), data_, journal_);
    if (origin.journal)
        beginFrom(*origin.journal, origin.moment->place, *journal_, !origin.mark.empty());
    for (const auto& moment : origin.kept)
        if (moment->state.update <= origin.moment->state.update)
            shelf_->keep(moment);
    if (!origin.mark.empty())
        journal_->addMark({trainer->update(), origin.mark});
    return trainer;
}

void Runner::keep(const Trainer& trainer) {
    const std::int64_t every = keepEvery_;
    if (every > 0 && trainer.update() > shelf_->newest() && (trainer.update() % every == 0 || trainer.end()))
        shelf_->keep(std::make_shared<const Moment>(trainer.moment()));
}

void Runner::train() {
    const auto made = begin();
    Trainer& trainer = *made;
    publish(trainer);
    while (takeCommands(trainer, true)) {
        speedSince_ = std::chrono::steady_clock::now();
        speedFrom_ = trainer.update();
        testedBefore_ = trainer.testSeconds();
        keep(trainer);
        std::optional<TrainingTurn> turn;
        if (updatesToGo_ > 0)
            turn.emplace();
        while (updatesToGo_ > 0 && !(trainer.end() && trainer.end()->isFinal())) {
            trainer.step();
            --updatesToGo_;
            if (trainer.end() || (toEpochEnd_ && trainer.atEpochStart()))
                updatesToGo_ = 0;
            keep(trainer);
            publish(trainer);
            if (commandsWaiting_ && !takeCommands(trainer, false))
                return;
        }
        updatesToGo_ = 0;
        turn.reset(); // before anybody learns that it has come to rest
        publish(trainer);
    }
}

void Runner::publish(const Trainer& trainer) {
    using State = RunStatus::State;
    const auto now = std::chrono::steady_clock::now();
    // A test may take as long as many updates: counted with those of one second it would make them look slow.
    const double elapsed = std::chrono::duration<double>(now - speedSince_).count(),
                 learning = elapsed - (trainer.testSeconds() - testedBefore_);
    const std::size_t rows = journal_->rows();
    const Series& losses = journal_->series(SeriesIndex::TrainLoss);
    const std::lock_guard lock(statusLock_);
    if (edits_.size() != trainer.config().edits.size())
        edits_ = trainer.config().edits;
    status_.update = trainer.update();
    status_.edits = static_cast<std::int64_t>(edits_.size());
    status_.epoch = trainer.epoch();
    status_.loss = rows > 1 && losses.size() > 0 ? static_cast<double>(losses[losses.size() - 1].value) : 0;
    status_.message = trainer.end() ? trainer.end()->text : "";
    status_.diverged = trainer.end() && trainer.end()->kind == RunEnd::Kind::NotFinite;
    status_.state = updatesToGo_ > 0 ? State::Running : trainer.end() ? State::Ended : State::Paused;
    if (elapsed >= 1 && learning > 0 && trainer.update() > speedFrom_) {
        status_.updatesPerSecond = static_cast<double>(trainer.update() - speedFrom_) / learning;
        speedSince_ = now;
        speedFrom_ = trainer.update();
        testedBefore_ = trainer.testSeconds();
    }
    const double left = updatesInRun(trainer.config(), *data_) - static_cast<double>(trainer.update());
    status_.secondsLeft = status_.updatesPerSecond > 0 && left > 0
                              ? left / status_.updatesPerSecond +
                                    left * testsInUpdate(trainer.config(), *data_) * trainer.lastTestSeconds()
                              : 0;
}

} // namespace dalescope
