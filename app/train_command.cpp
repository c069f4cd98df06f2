#include "app/command_line.h"
#include "app/commands.h"
#include "app/stop_request.h"
#include "app/train_request.h"
#include "core/common/text.h"
#include "core/data/locate.h"
#include "core/experiments/run_folder.h"
#include "core/experiments/run_lock.h"
#include "core/experiments/run_state.h"
#include "core/settings/layer_kinds.h"

#include <chrono>
#include <cstdio>
#include <unistd.h>

namespace dalescope {

namespace {

/// A line on standard error that is written over on a terminal, and now and then elsewhere.
class Progress {
public:
    void show(const Trainer& trainer, bool epochOver) {
        const auto now = Clock::now();
        const double sinceShown = std::chrono::duration<double>(now - shown_).count();
        if (!epochOver && sinceShown < (terminal_ ? 0.2 : 30))
            return;
        shown_ = now;
        const double perEpoch = trainer.epoch() > 0 ? trainer.seconds() / trainer.epoch() : 0;
        const auto& training = trainer.config().training;
        double left = perEpoch * (static_cast<double>(training.epochs) - trainer.epoch());
        if (training.updates > 0)
            left = std::min(left, trainer.seconds() / static_cast<double>(trainer.update()) *
                                      static_cast<double>(training.updates - trainer.update()));
        std::fprintf(
            stderr,
            "%sepoch %.2f  update %s  train error %.2f %%  test error %.2f %%  %.0f updates/s  %s left%s",
            terminal_ ? "\r" : "", trainer.epoch(), grouped(trainer.update()).c_str(),
            trainer.epochTrainError(), trainer.lastTestError(),
            static_cast<double>(trainer.update()) / trainer.seconds(), duration(left).c_str(),
            terminal_ ? "\x1b[K" : "\n");
    }
    void end() const {
        if (terminal_)
            std::fputc('\n', stderr);
    }

private:
    using Clock = std::chrono::steady_clock;
    static std::string duration(double seconds) {
        const auto s = static_cast<long long>(seconds + 0.5);
        char text[32];
        std::snprintf(text, sizeof text, "%lld:%02lld", s / 60, s % 60);
        return text;
    }
    bool terminal_ = isatty(STDERR_FILENO) != 0;
    Clock::time_point shown_ = Clock::now();
};

} // namespace

namespace {

constexpr double secondsBetweenCheckpoints = 60;

/// The run was asked to stop: no failure.
class Stopped : public Error {
public:
    using Error::Error;
};

std::shared_ptr<const Dataset> loadData(const Config& config) {
    auto data = std::make_shared<const Dataset>(
        loadDataset(config.data.name, config.data.folder, config.data.validation));
    if (!data->note.empty())
        std::fprintf(stderr, "%s: %s\n", data->name.c_str(), data->note.c_str());
    return data;
}

std::shared_ptr<Journal> makeJournal(const Config& config) {
    return std::make_shared<Journal>(SeriesIndex(layersWithWeights(config.layers).size()).names());
}

int train(Trainer& trainer, const Journal& journal, RunFolder& folder, const std::string& out) {
    const StopRequest stop;
    Progress progress;
    if (trainer.update() == 0 && journal.rows() == 0)
        trainer.recordStart();
    while (!trainer.end()) {
        trainer.step();
        progress.show(trainer, trainer.atEpochStart());
        if (trainer.end())
            break;
        if (stop.came() || trainer.atEpochStart() ||
            folder.secondsSinceCheckpoint() > secondsBetweenCheckpoints)
            folder.checkpoint(trainer, journal);
        if (stop.came()) {
            progress.end();
            throw Stopped(out, "training was stopped at update " + grouped(trainer.update()),
                          "dalescope train --resume --out " + shellWord(out) + " goes on from there");
        }
    }
    progress.end();
    std::fprintf(stderr, "%s\n", trainer.end()->text.c_str());
    std::fputs(folder.finish(trainer, journal).c_str(), stdout);
    return Done;
}

int begin(const Options& options, const std::string& out) {
    const Config config = understandTrain(options).config;
    const auto journal = makeJournal(config);
    Trainer trainer(config, loadData(config), journal);
    const RunLock lock(out);
    RunFolder folder(out, config);
    return train(trainer, *journal, folder, out);
}

int showWhatIsDone(const Trainer& trainer, const std::vector<Edit>& unused, const std::string& out) {
    if (trainer.end()->kind == RunEnd::Kind::NotFinite)
        throw Error(out, "its run diverged at update " + grouped(trainer.update()),
                    "start it anew without --resume, with a smaller learning rate");
    std::string names;
    for (const auto& change : unused)
        names += (names.empty() ? "" : ", ") + change.path;
    if (!names.empty())
        names = " " + names + (unused.size() > 1 ? " were" : " was") +
                " not used: there is no update left to make.";
    std::fprintf(stderr, "%s: the run is done. %s%s A larger --epochs or --updates continues it.\n",
                 out.c_str(), trainer.end()->text.c_str(), names.c_str());
    std::fputs(summaryToJson(readSummary(out)).c_str(), stdout);
    return Done;
}

/// Whether the run was ended in the middle of writing its results.
bool lacksSummary(const std::string& out) {
    try {
        readSummary(out);
        return false;
    } catch (const Error&) {
        return true;
    }
}

int resume(const Options& options, const std::string& out) {
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::path(out) / "checkpoint.npz", ignored))
        readStoppedRun(out); // says so, and leaves no folder behind
    const RunLock lock(out);
    StoppedRun stopped = readStoppedRun(out);
    const TrainRequest request = understandTrain(options, &stopped.checkpoint.config);
    const auto changes = changesAsked(request, stopped.checkpoint);
    stopped.checkpoint.config.data.folder = request.config.data.folder;
    const auto journal = makeJournal(request.config);
    Trainer trainer(stopped.checkpoint, loadData(request.config), journal);
    for (const auto& change : changes)
        trainer.edit(change.path, change.value);
    if (trainer.end() && !lacksSummary(out))
        return showWhatIsDone(trainer, changes, out);
    RunFolder folder(out, stopped, trainer.checkpoint().config);
    return train(trainer, *journal, folder, out);
}

/// Leaves word in a run's folder of why it failed, for a sweep that wants it; finished runs stay as they are,
/// and so does a folder that was to be resumed and holds no run.
void note(const std::string& out, bool resumed, const std::string& sentence) {
    const auto holds = [folder = std::filesystem::path(out)](const char* name) {
        std::error_code ignored;
        return std::filesystem::exists(folder / name, ignored);
    };
    if (!lockHolder(out) && !holds("summary.json") && (!resumed || holds("config.json")))
        noteFailure(out, sentence);
}

} // namespace

int trainCommand(const QStringList& arguments) {
    const Options options(arguments,
                          {QStringLiteral("--preset"), QStringLiteral("--config"), QStringLiteral("--set"),
                           QStringLiteral("--dataset"), QStringLiteral("--data"), QStringLiteral("--epochs"),
                           QStringLiteral("--updates"), QStringLiteral("--seed"), QStringLiteral("--threads"),
                           QStringLiteral("--out")},
                          {QStringLiteral("--resume")});
    const std::string out = options.required(QStringLiteral("--out")).toStdString();
    const bool resumed = options.has(QStringLiteral("--resume"));
    try {
        return resumed ? resume(options, out) : begin(options, out);
    } catch (const Stopped&) { // it can go on
        throw;
    } catch (const std::bad_alloc&) {
        note(out, resumed, "there is not enough memory; use a smaller network or data set.");
        throw;
    } catch (const std::exception& error) {
        note(out, resumed, error.what());
        throw;
    }
}

} // namespace dalescope
