#include "core/experiments/run_folder.h"

#include "core/common/error.h"
#include "core/io/atomic_file.h"
#include "core/settings/config_json.h"
#include "core/training/snapshot.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace dalescope {

namespace {

/// What is on from the start or is switched on by an edit.
MetricsColumns columnsOf(const Config& config) {
    const auto edited = [&](const char* path, const Value& off) {
        return std::ranges::any_of(config.edits,
                                   [&](const Edit& e) { return e.path == path && e.value != off; });
    };
    return {.alignment = config.fisher.probe || edited("fisher.probe", false),
            .learningRates = config.learning.rateScaling > 0 || edited("learning.rate_scaling", 0.0)};
}

nlohmann::ordered_json numberOrNull(double x) {
    return std::isfinite(x) ? nlohmann::ordered_json(x) : nlohmann::ordered_json(nullptr);
}

} // namespace

RunFolder::RunFolder(const std::filesystem::path& folder, const Config& config)
    : folder_(folder), csv_(config.layers.size(), columnsOf(config)) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        throw Error(folder.string(), "the folder cannot be made (" + problem.message() + ")",
                    "choose another --out");
    writeFileAtomically(folder / "config.json", configToJson(config));
    metrics_.open(folder / "metrics.csv.part", std::ios::binary | std::ios::trunc);
    times_.open(folder / "times.csv.part", std::ios::binary | std::ios::trunc);
    metrics_ << csv_.header();
    times_ << "update,epoch,seconds\n";
    check(metrics_, "metrics.csv");
}

void RunFolder::check(const std::ofstream& stream, const char* name) const {
    if (!stream)
        throw Error((folder_ / name).string(), "it cannot be written", "make room, or choose another --out");
}

void RunFolder::append(const Journal& journal) {
    metrics_ << csv_.newLines(journal) << std::flush;
    times_ << csv_.newTimes() << std::flush;
    check(metrics_, "metrics.csv");
    check(times_, "times.csv");
}

std::string RunFolder::finish(const Trainer& trainer, const Journal& journal) {
    append(journal);
    metrics_.close();
    times_.close();
    check(metrics_, "metrics.csv");
    for (const char* name : {"metrics.csv", "times.csv"})
        std::filesystem::rename(folder_ / (std::string(name) + ".part"), folder_ / name);

    const Config config = trainer.replayConfig();
    writeFileAtomically(folder_ / "config.json", configToJson(config));
    writeNpz(folder_ / "snapshot.npz",
             makeSnapshot(trainer.network(), config.layers,
                          {trainer.data().name, trainer.update(), config.training.seed}));
    const bool diverged = trainer.end() && trainer.end()->kind == RunEnd::Kind::NotFinite;
    const nlohmann::ordered_json summary = {
        {"final_train_error", numberOrNull(trainer.epochTrainError())},
        {"final_test_error", numberOrNull(trainer.lastTestError())},
        {"updates", trainer.update()},
        {"epochs", trainer.epoch()},
        {"seconds", trainer.seconds()},
        {"updates_per_second",
         trainer.seconds() > 0 ? static_cast<double>(trainer.update()) / trainer.seconds() : 0},
        {"threads", config.training.threads},
        {"seed", config.training.seed},
        {"dataset", trainer.data().name},
        {"diverged", diverged}};
    const std::string text = summary.dump(2) + "\n";
    writeFileAtomically(folder_ / "summary.json", text);
    return text;
}

} // namespace dalescope
