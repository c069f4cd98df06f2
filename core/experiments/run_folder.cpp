#include "core/experiments/run_folder.h"

#include "core/common/error.h"
#include "core/experiments/run_state.h"
#include "core/io/atomic_file.h"
#include "core/settings/config_json.h"
#include "core/settings/layer_kinds.h"
#include "core/training/snapshot.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

/// What is on from the start or is switched on by an edit.
MetricsColumns columnsOf(const Config& config) {
    const auto edited = [&](const char* path, const Value& off) {
        return std::ranges::any_of(config.edits,
                                   [&](const Edit& e) { return e.path == path && e.value != off; });
    };
    std::vector<std::string> kinds;
    if (config.balance.every > 0 || edited("balance.every", std::int64_t(0)))
        for (const auto& layer : layersWithWeights(config.layers))
            kinds.push_back(layer.kind);
    return {.alignment = config.fisher.probe || edited("fisher.probe", false),
            .learningRates = config.learning.rateScaling > 0 || edited("learning.rate_scaling", 0.0),
            .penalty = config.balance.penalty > 0 || edited("balance.penalty", 0.0),
            .ledger = std::move(kinds)};
}

constexpr const char* metricsName = "metrics.csv";
constexpr const char* timesName = "times.csv";
constexpr const char* checkpointName = "checkpoint.npz";

fs::path part(const fs::path& folder, const char* name) {
    return folder / (std::string(name) + ".part");
}

/// A table as it was at the checkpoint, under its .part name.
void cutBack(const fs::path& folder, const char* name, std::uint64_t bytes) {
    const fs::path file = part(folder, name);
    std::error_code problem;
    if (!fs::exists(file, problem))
        fs::rename(folder / name, file, problem); // the run was done, and goes on
    if (const auto size = fs::file_size(file, problem); problem || size < bytes)
        throw Error(file.string(), "it is missing or shorter than when the run stopped",
                    "start the run anew, without --resume");
    fs::resize_file(file, bytes, problem);
    if (problem)
        throw Error(file.string(), "it cannot be cut back (" + problem.message() + ")",
                    "check that it may be written");
}

std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> found;
    std::istringstream stream(line + ","); // so that a last empty cell counts
    for (std::string cell; std::getline(stream, cell, ',');)
        found.push_back(cell);
    return found;
}

/// Gives a table the columns of `header` (without its newline): those it had, by name, and empty ones.
void refit(const fs::path& file, const std::string& header) {
    std::istringstream old(readFile(file, 1ULL << 40));
    std::string line;
    std::getline(old, line);
    if (line == header)
        return;
    const auto before = cells(line), after = cells(header);
    std::string text = header + "\n";
    while (std::getline(old, line)) {
        const auto row = cells(line);
        for (std::size_t c = 0; c < after.size(); ++c) {
            const auto at = static_cast<std::size_t>(std::ranges::find(before, after[c]) - before.begin());
            text += (c ? "," : "") + (at < row.size() ? row[at] : "");
        }
        text += "\n";
    }
    writeFileAtomically(file, text);
}

std::uint64_t position(std::ofstream& stream) {
    return static_cast<std::uint64_t>(stream.tellp());
}

} // namespace

StoppedRun readStoppedRun(const fs::path& folder) {
    const fs::path file = folder / checkpointName;
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        throw Error(folder.string(), "it holds no checkpoint.npz to resume from",
                    "start the run without --resume");
    StoppedRun stopped{checkpointFromNpz(readNpz(file), file.string())};
    try {
        const auto tables = nlohmann::json::parse(stopped.checkpoint.weights.texts.at("tables.json"));
        tables.at(metricsName).get_to(stopped.metricsBytes);
        tables.at(timesName).get_to(stopped.timesBytes);
    } catch (const std::exception&) {
        throw Error(file.string(), "its tables.json is missing or damaged", "start the run anew");
    }
    return stopped;
}

RunFolder::RunFolder(const fs::path& folder, const Config& config)
    : folder_(folder), csv_(layersWithWeights(config.layers).size(), columnsOf(config)) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem)
        throw Error(folder.string(), "the folder cannot be made (" + problem.message() + ")",
                    "choose another --out");
    writeConfig(config);
    clearFailure(folder);
    for (const char* old : {checkpointName, "summary.json", "snapshot.npz", metricsName, timesName})
        fs::remove(folder / old, problem);
    metrics_.open(part(folder, metricsName), std::ios::binary | std::ios::trunc);
    times_.open(part(folder, timesName), std::ios::binary | std::ios::trunc);
    metrics_ << csv_.header();
    times_ << "update,epoch,seconds\n";
    check(metrics_, metricsName);
}

RunFolder::RunFolder(const fs::path& folder, const StoppedRun& stopped, const Config& config)
    : folder_(folder), csv_(layersWithWeights(config.layers).size(), columnsOf(config)) {
    cutBack(folder, metricsName, stopped.metricsBytes);
    cutBack(folder, timesName, stopped.timesBytes);
    std::string header = csv_.header();
    header.pop_back();
    refit(part(folder, metricsName), header); // an edit may have switched a probe on
    writeConfig(config);
    clearFailure(folder);
    std::error_code ignored;
    for (const char* old : {"summary.json", "snapshot.npz"})
        fs::remove(folder / old, ignored);
    metrics_.open(part(folder, metricsName), std::ios::binary | std::ios::app);
    times_.open(part(folder, timesName), std::ios::binary | std::ios::app);
    check(metrics_, metricsName);
}

void RunFolder::writeConfig(const Config& config) const {
    writeFileAtomically(folder_ / "config.json", configToJson(config));
}

void RunFolder::check(const std::ofstream& stream, const char* name) const {
    if (!stream)
        throw Error((folder_ / name).string(), "it cannot be written", "make room, or choose another --out");
}

void RunFolder::append(const Journal& journal) {
    metrics_ << csv_.newLines(journal) << std::flush;
    times_ << csv_.newTimes() << std::flush;
    check(metrics_, metricsName);
    check(times_, timesName);
}

void RunFolder::checkpoint(const Trainer& trainer, const Journal& journal) {
    append(journal);
    Npz npz = checkpointToNpz(trainer.checkpoint());
    const nlohmann::ordered_json tables = {{metricsName, position(metrics_)}, {timesName, position(times_)}};
    npz.texts["tables.json"] = tables.dump() + "\n";
    writeNpz(folder_ / checkpointName, npz);
    saved_ = std::chrono::steady_clock::now();
}

double RunFolder::secondsSinceCheckpoint() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - saved_).count();
}

std::string RunFolder::finish(const Trainer& trainer, const Journal& journal) {
    checkpoint(trainer, journal);
    metrics_.close();
    times_.close();
    check(metrics_, metricsName);
    for (const char* name : {metricsName, timesName})
        fs::rename(part(folder_, name), folder_ / name);
    const Config config = trainer.replayConfig();
    writeConfig(config);
    writeNpz(folder_ / "snapshot.npz", makeSnapshot(trainer.network(), config.layers,
                                                    {trainer.data().name, trainer.data().shape,
                                                     trainer.update(), config.training.seed}));
    const std::string text = summaryToJson(summaryOf(trainer));
    writeFileAtomically(folder_ / "summary.json", text);
    return text;
}

} // namespace dalescope
