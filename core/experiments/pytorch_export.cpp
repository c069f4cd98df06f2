#include "core/experiments/pytorch_export.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/data/hold_out.h"
#include "core/data/locate.h"
#include "core/experiments/pytorch_script.h"
#include "core/experiments/snapshot_layers.h"
#include "core/io/atomic_file.h"
#include "core/network/network.h"
#include "core/settings/config_json.h"
#include "core/settings/field.h"
#include "core/settings/layer_kinds.h"
#include "core/training/checkpoint.h"
#include "core/training/snapshot.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

/// JSON's texts are Python's too.
std::string quoted(const std::string& text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// `file` as the script finds it: from where the script is, if it is there or below.
std::string pathExpression(const fs::path& file, const fs::path& script) {
    const fs::path here = fs::absolute(script).lexically_normal().parent_path(),
                   there = fs::absolute(file).lexically_normal(), relative = there.lexically_relative(here);
    if (relative.empty() || *relative.begin() == "..")
        return quoted(there.string());
    return "HERE / " + quoted(relative.generic_string());
}

/// What is read from a folder or an archive.
ScriptData formatAt(const fs::path& path) {
    const auto folder = [](const fs::path& where) -> ScriptData {
        switch (formatOf(where)) {
        case FolderFormat::Idx:
            return {where, {"idx"}, "a folder of IDX files with MNIST's names, gzipped or not"};
        case FolderFormat::Cifar10:
            return {where, {"cifar10"}, "a folder of CIFAR-10's binary batches"};
        case FolderFormat::NpzParts:
            return {where, {"parts"}, "a folder of four .npz files with Kuzushiji-49's names"};
        case FolderFormat::None:
            break;
        }
        return {{}, {"idx", "cifar10", "npz", "parts"}, "a data set's folder, or an .npz file with x and y"};
    };
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored))
        return folder(path);
    const bool part =
        path.filename().string().ends_with("-imgs.npz") || path.filename().string().ends_with("-labels.npz");
    if (path.extension() == ".npz" && !(part && formatOf(path.parent_path()) == FolderFormat::NpzParts))
        return {path, {"npz"}, "an .npz file with images x and labels y"};
    return folder(path.parent_path());
}

/// Writes a drawn data set for the script to read.
void writeDrawn(const Dataset& data, const fs::path& file) {
    Npz npz;
    const auto put = [&](const Examples& examples, const std::string& ending) {
        const std::vector<std::int64_t> shape = {examples.count(), data.shape.channels, data.shape.rows,
                                                 data.shape.columns};
        npz.arrays["x" + ending] = examples.values.empty() ? NpyArray::of(examples.bytes, shape)
                                                           : NpyArray::of(examples.values, shape);
        npz.arrays["y" + ending] = NpyArray::of(examples.labels, {examples.count()});
    };
    put(data.train, "");
    put(data.test, "_test");
    writeNpz(file, npz);
}

/// Writes which training examples are held out, as whole numbers `held`.
void writeHeldOut(const DataConfig& config, const fs::path& file) {
    const auto all = static_cast<std::size_t>(loadDataset(config.name, config.folder).train.count());
    const auto chosen = heldOut(static_cast<std::size_t>(config.validation), all);
    std::vector<std::int64_t> held;
    for (std::size_t i = 0; i < all; ++i)
        if (chosen[i])
            held.push_back(static_cast<std::int64_t>(i));
    Npz npz;
    npz.arrays["held"] = NpyArray::of(held, {config.validation});
    writeNpz(file, npz);
}

/// Where the data is, after it has been written there if it is a drawn one.
ScriptData placeData(const DataConfig& config, const fs::path& script, std::vector<std::string>& notes) {
    const auto known = knownDatasets(config.folder);
    const auto set = std::ranges::find(known, config.name, &KnownDataset::name);
    if (set == known.end())
        return formatAt(fs::absolute(config.name));
    if (set->available && set->folder.empty()) {
        fs::path file = script;
        file.replace_extension("." + config.name + ".npz");
        writeDrawn(loadDataset(config.name), file);
        notes.push_back(file.string() + " holds " + config.name + ", which only Dalescope can draw.");
        return formatAt(file);
    }
    return formatAt(set->available ? fs::absolute(set->folder) : fs::path());
}

/// As the settings are after `update`.
Config settingsAt(const PyTorchExport& request) {
    Config config = request.config;
    for (const Edit& edit : request.config.edits)
        if (edit.update <= request.update)
            setValueByPath(config, edit.path, edit.value);
    return config;
}

/// The scripts know nothing of interventions, and would silently go on with another network. Throws Error.
void requireNoInterventions(const Config& config) {
    std::string found = config.learning.freeze == FrozenConfig{} ? "" : "learning.freeze_";
    for (std::size_t i = 0; i < config.layers.size() && found.empty(); ++i)
        if (!config.layers[i].intervention.isNone())
            found = "network.layers." + std::to_string(i);
    if (!found.empty())
        throw Error(found,
                    "the run has interventions, scaled inhibition, silenced or driven units or frozen "
                    "parameters, and a PyTorch script has none",
                    "end them, in the window with All off or by --resume with --set, and export then");
}

std::int64_t updateOf(const Npz& npz, const fs::path& file) {
    try {
        return nlohmann::json::parse(npz.texts.at("meta.json")).at("update");
    } catch (const std::exception&) {
        throw Error(file.string(), "its meta.json is missing or damaged",
                    "export a run that this program has trained");
    }
}

/// Throws Error where the arrays do not fit `config`.
void requireFit(const Npz& npz, const Config& config, const FeatureShape& in, const fs::path& file) {
    Network<float> network(config.layers, in, config.layers.empty() ? 0 : config.layers.back().units);
    for (std::size_t i = 0; i < network.size(); ++i)
        readLayer(network[i], npz, "layers." + std::to_string(i) + ".", file);
}

} // namespace

std::vector<std::string> exportPyTorch(const PyTorchExport& request) {
    std::vector<std::string> notes;
    const Config config = settingsAt(request);
    requireNoInterventions(config);
    const ScriptData data = placeData(config.data, request.script, notes);
    const bool fisher = config.learning.correction == "fisher";
    ScriptRequest script{.config = config,
                         .in = request.in,
                         .update = request.update,
                         .source = request.source,
                         .name = request.script.filename().string(),
                         .weights = pathExpression(request.weights, request.script),
                         .dataFormat = data};
    if (!data.path.empty())
        script.data = pathExpression(data.path, request.script);
    else
        notes.push_back(config.data.name + " was not found; give the script --data: " + data.help + ".");
    if (config.data.validation > 0) {
        const fs::path file = fs::path(request.script).replace_extension(".held-out.npz");
        writeHeldOut(config.data, file);
        script.heldOut = pathExpression(file, request.script);
    }
    if (fisher && !request.fisher.empty())
        script.fisher = pathExpression(request.fisher, request.script);
    if (fisher)
        notes.push_back("The Fisher update takes a pass back for each example there, so an update takes "
                        "much longer than here.");
    writeFileAtomically(request.script, pytorchScript(script));
    return notes;
}

std::vector<std::string> exportPyTorchRun(const fs::path& folder, fs::path script) {
    const fs::path snapshot = folder / "snapshot.npz", settings = folder / "config.json",
                   checkpoint = folder / "checkpoint.npz";
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        throw Error(folder.string(), "there is no such run folder", "give the --out of dalescope train");
    if (!fs::exists(snapshot, ignored))
        throw Error(folder.string(), "it holds no snapshot.npz, which a finished run leaves",
                    fs::exists(checkpoint, ignored)
                        ? "dalescope train --resume --out " + shellWord(folder.string()) + " finishes the run"
                        : "give the --out of dalescope train");
    const Npz npz = readNpz(snapshot);
    const std::int64_t update = updateOf(npz, snapshot);
    const auto in = readSnapshotLayers(npz, {}, snapshot).in;
    if (!in)
        throw Error(snapshot.string(), "its meta.json does not say what the input is",
                    "export a run that this program has trained");
    PyTorchExport request{configFromJson(readFile(settings), settings.string()),
                          *in,
                          update,
                          folder.string(),
                          snapshot,
                          {},
                          script.empty() ? folder / "continue.py" : std::move(script)};
    requireFit(npz, request.config, *in, snapshot);
    if (fs::exists(checkpoint, ignored) && hasFisher(readNpz(checkpoint)))
        request.fisher = checkpoint;
    auto notes = exportPyTorch(request);
    notes.insert(notes.begin(), request.script.string() + " goes on from " + grouped(update) +
                                    " updates; it needs numpy and PyTorch.");
    return notes;
}

} // namespace dalescope
