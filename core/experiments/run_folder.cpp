#include "core/experiments/run_folder.h"

#include "core/common/error.h"
#include "core/experiments/run_state.h"
#include "core/experiments/run_table.h"
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

bool edited(const Config& config, const char* path, const Value& off) {
    return std::ranges::any_of(config.edits, [&](const Edit& e) { return e.path == path && e.value != off; });
}

/// What is on from the start or is switched on by an edit.
MetricsColumns columnsOf(const Config& config) {
    return {.alignment = config.fisher.probe || edited(config, "fisher.probe", false),
            .learningRates = config.learning.rateScaling > 0 || edited(config, "learning.rate_scaling", 0.0),
            .penalty = config.balance.penalty > 0 || edited(config, "balance.penalty", 0.0)};
}

/// The kinds of all layers, or none.
std::vector<std::string> ledgerOf(const Config& config) {
    std::vector<std::string> kinds;
    if (config.balance.every > 0 || edited(config, "balance.every", std::int64_t(0)))
        for (const auto& layer : layersWithWeights(config.layers))
            kinds.push_back(layer.kind);
    return kinds;
}

constexpr const char* metricsName = "metrics.csv";
constexpr const char* timesName = "times.csv";
constexpr const char* ledgerName = "ledger.csv"; // where the run keeps one
constexpr const char* checkpointName = "checkpoint.npz";

fs::path part(const fs::path& folder, const std::string& name) {
    return folder / (name + ".part");
}

/// A table as it was at the checkpoint, under its .part name.
void cutBack(const fs::path& folder, const std::string& name, std::uint64_t bytes) {
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
    for (std::size_t at = 0; at != std::string_view::npos;)
        found.emplace_back(nextCell(line, at));
    return found;
}

/// Makes table `to` of what `from` holds of the columns of `header`, by name, and of empty ones. sparse:
/// lines without any other cell than update and epoch are left out.
void refit(const fs::path& from, const fs::path& to, std::string header, bool sparse = false) {
    header.pop_back(); // the end of the line
    std::istringstream old(readFile(from, 1ULL << 40));
    std::string line;
    std::getline(old, line);
    if (line == header && from == to)
        return;
    const auto before = cells(line), after = cells(header);
    std::string text = header + "\n";
    while (std::getline(old, line)) {
        const auto row = cells(line);
        std::string fitted;
        bool any = false;
        for (std::size_t c = 0; c < after.size(); ++c) {
            const auto at = static_cast<std::size_t>(std::ranges::find(before, after[c]) - before.begin());
            const std::string cell = at < row.size() ? row[at] : "";
            fitted += (c ? "," : "") + cell;
            any = any || (c > 1 && !cell.empty());
        }
        if (any || !sparse)
            text += fitted + "\n";
    }
    writeFileAtomically(to, text);
}

} // namespace

StoppedRun readStoppedRun(const fs::path& folder) {
    const fs::path file = folder / checkpointName;
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        throw Error(folder.string(), "it holds no checkpoint.npz to resume from",
                    "start the run without --resume");
    StoppedRun stopped{checkpointFromNpz(readNpz(file), file.string()), {}};
    try {
        const auto tables = nlohmann::json::parse(stopped.checkpoint.weights.texts.at("tables.json"));
        tables.get_to(stopped.tables);
        for (const char* name : {metricsName, timesName})
            stopped.tables.at(name);
    } catch (const std::exception&) {
        throw Error(file.string(), "its tables.json is missing or damaged", "start the run anew");
    }
    return stopped;
}

RunFolder::RunFolder(const fs::path& folder, const Config& config)
    : folder_(folder), metrics_(layersWithWeights(config.layers).size(), columnsOf(config)),
      ledger_(ledgerOf(config)) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem)
        throw Error(folder.string(), "the folder cannot be made (" + problem.message() + ")",
                    "choose another --out");
    writeConfig(config);
    clearFailure(folder);
    for (const char* old :
         {checkpointName, "summary.json", "snapshot.npz", metricsName, timesName, ledgerName})
        fs::remove(folder / old, problem);
    fs::remove(part(folder, ledgerName), problem); // this run may keep none
    openTables(std::ios::trunc);
    tables_[metricsName] << metrics_.header();
    tables_[timesName] << "update,epoch,seconds\n";
    if (ledger_.isKept())
        tables_[ledgerName] << ledger_.header();
    check();
}

RunFolder::RunFolder(const fs::path& folder, const StoppedRun& stopped, const Config& config)
    : folder_(folder), metrics_(layersWithWeights(config.layers).size(), columnsOf(config)),
      ledger_(ledgerOf(config)) {
    for (const auto& [name, bytes] : stopped.tables)
        cutBack(folder, name, bytes);
    // An edit may have switched a probe on.
    const fs::path metrics = part(folder, metricsName), ledger = part(folder, ledgerName);
    if (ledger_.isKept())
        refit(stopped.tables.contains(ledgerName) ? ledger : metrics, ledger, ledger_.header(), true);
    refit(metrics, metrics, metrics_.header());
    writeConfig(config);
    clearFailure(folder);
    std::error_code ignored;
    for (const char* old : {"summary.json", "snapshot.npz"})
        fs::remove(folder / old, ignored);
    openTables(std::ios::app);
    check();
}

void RunFolder::openTables(std::ios::openmode mode) {
    std::vector<std::string> names = {metricsName, timesName};
    if (ledger_.isKept())
        names.emplace_back(ledgerName);
    for (const auto& name : names)
        tables_[name].open(part(folder_, name), std::ios::out | std::ios::binary | mode);
}

void RunFolder::writeConfig(const Config& config) const {
    writeFileAtomically(folder_ / "config.json", configToJson(config));
}

void RunFolder::check() const {
    for (const auto& [name, stream] : tables_)
        if (!stream)
            throw Error((folder_ / name).string(), "it cannot be written",
                        "make room, or choose another --out");
}

void RunFolder::append(const Journal& journal) {
    tables_[metricsName] << metrics_.newLines(journal) << std::flush;
    tables_[timesName] << metrics_.newTimes() << std::flush;
    if (ledger_.isKept())
        tables_[ledgerName] << ledger_.newLines(journal) << std::flush;
    check();
}

void RunFolder::checkpoint(const Trainer& trainer, const Journal& journal) {
    append(journal);
    Npz npz = checkpointToNpz(trainer.checkpoint());
    nlohmann::ordered_json tables;
    for (auto& [name, stream] : tables_)
        tables[name] = static_cast<std::uint64_t>(stream.tellp());
    npz.texts["tables.json"] = tables.dump() + "\n";
    writeNpz(folder_ / checkpointName, npz);
    saved_ = std::chrono::steady_clock::now();
}

double RunFolder::secondsSinceCheckpoint() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - saved_).count();
}

std::string RunFolder::finish(const Trainer& trainer, const Journal& journal) {
    checkpoint(trainer, journal);
    for (auto& [name, stream] : tables_)
        stream.close();
    check();
    for (const auto& [name, stream] : tables_)
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
