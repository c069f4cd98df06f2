#include "core/sessions/session_file.h"

#include "core/common/error.h"
#include "core/settings/config_json.h"
#include "core/settings/layer_kinds.h"
#include "core/training/series.h"
#include "core/training/snapshot.h"

#include <fstream>
#include <nlohmann/json.hpp>

namespace dalescope {

namespace {

using Json = nlohmann::ordered_json;

constexpr int newestVersion = 1;
constexpr std::size_t mostRuns = 10000;
constexpr const char* wayOut = "choose an earlier copy, or another file";

std::string folderOf(std::size_t run) {
    return "runs/" + std::to_string(run) + "/";
}

Json toJson(const SavedRun& run) {
    return {{"id", run.id},
            {"name", run.label.name},
            {"colour", run.label.colour},
            {"notes", run.label.notes},
            {"pinned", run.label.pinned},
            {"hidden", run.label.hidden}};
}

void labelFromJson(const Json& json, SavedRun& run) {
    json.at("id").get_to(run.id);
    json.at("name").get_to(run.label.name);
    json.at("colour").get_to(run.label.colour);
    json.at("notes").get_to(run.label.notes);
    json.at("pinned").get_to(run.label.pinned);
    json.at("hidden").get_to(run.label.hidden);
    if (run.id < 1 || run.label.colour < 0)
        throw std::out_of_range("label");
}

/// The members whose names begin with `prefix`, without it.
Npz part(const Npz& whole, const std::string& prefix) {
    Npz result;
    for (const auto& [name, array] : whole.arrays)
        if (name.starts_with(prefix))
            result.arrays[name.substr(prefix.size())] = array;
    for (const auto& [name, text] : whole.texts)
        if (name.starts_with(prefix))
            result.texts[name.substr(prefix.size())] = text;
    return result;
}

void putPart(const Npz& piece, const std::string& prefix, Npz& whole) {
    for (const auto& [name, array] : piece.arrays)
        whole.arrays[prefix + name] = array;
    for (const auto& [name, text] : piece.texts)
        whole.texts[prefix + name] = text;
}

Json outlineOf(const Npz& npz, const std::string& file) {
    const auto text = npz.texts.find("session.json");
    Json json;
    if (text != npz.texts.end())
        json = Json::parse(text->second, nullptr, false);
    if (!json.is_object() || json.value("format", Json()) != "dalescope-session")
        throw Error(file, "it is not a session of Dalescope", "choose another file");
    const Json version = json.value("version", Json());
    if (version.is_number_integer() && version.get<std::int64_t>() > newestVersion)
        throw Error(file, "it was written by a newer Dalescope", "open it with that, or update this one");
    if (version != newestVersion)
        throw Error(file, "its session.json is damaged", wayOut);
    return json;
}

void readRun(const Npz& npz, const std::string& folder, const std::string& file, SavedRun& run) {
    const auto config = npz.texts.find(folder + "config.json");
    if (config == npz.texts.end())
        throw Error(file, "a run in it has no settings", wayOut);
    run.config = configFromJson(config->second, file + " (" + folder + "config.json)");
    Npz checkpoint = part(npz, folder + "checkpoint/");
    if (checkpoint.texts.empty())
        return;
    auto& [taken, journal, extent] = run.standing;
    taken = std::make_shared<const Checkpoint>(checkpointFromNpz(std::move(checkpoint), file));
    const SeriesIndex index(layersWithWeights(taken->config.layers).size());
    journal = takeJournal(npz, folder + "journal/", index.names(), file);
    if (journal->rows() == 0 || journal->tick(journal->rows() - 1).update > taken->update)
        throw Error(file, "what a run recorded does not fit its weights", wayOut);
    extent = JournalExtent::of(*journal);
}

/// readNpz() speaks of archives and arrays, which a person who opens a session has never heard of.
Npz readArchive(const std::filesystem::path& file) {
    try {
        return readNpz(file);
    } catch (const Error&) {
        if (!std::ifstream(file) || std::filesystem::is_directory(file))
            throw; // absent, a folder or not to be read, and says so
        throw Error(file.string(), "it is cut off or damaged, or is no session", wayOut);
    }
}

} // namespace

void writeSession(const std::filesystem::path& file, const SavedSession& session) {
    Json runs = Json::array();
    Npz npz;
    for (std::size_t i = 0; i < session.runs.size(); ++i) {
        const SavedRun& run = session.runs[i];
        const std::string folder = folderOf(i);
        runs.push_back(toJson(run));
        npz.texts[folder + "config.json"] = configToJson(run.config);
        if (!run.standing.checkpoint)
            continue;
        putPart(checkpointToNpz(*run.standing.checkpoint), folder + "checkpoint/", npz);
        putJournal(*run.standing.journal, run.standing.extent, folder + "journal/", npz);
    }
    const Json outline = {{"format", "dalescope-session"},
                          {"version", newestVersion},
                          {"program", programVersion()},
                          {"current", session.current},
                          {"runs", runs}};
    // A name that is not UTF-8 must not keep a person from saving.
    npz.texts["session.json"] = outline.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    npz.texts["window.json"] = session.window;
    writeNpz(file, npz);
}

SavedSession readSession(const std::filesystem::path& file) {
    return sessionFromNpz(readArchive(file), file.string());
}

SavedSession sessionFromNpz(const Npz& npz, const std::string& file) {
    const Json outline = outlineOf(npz, file);
    SavedSession session;
    try {
        outline.at("program").get_to(session.program);
        outline.at("current").get_to(session.current);
        const Json& runs = outline.at("runs");
        if (!runs.is_array() || runs.empty() || runs.size() > mostRuns || session.current >= runs.size())
            throw std::out_of_range("runs");
        session.runs.resize(runs.size());
        for (std::size_t i = 0; i < runs.size(); ++i)
            labelFromJson(runs[i], session.runs[i]);
    } catch (const std::exception&) {
        throw Error(file, "its session.json is damaged", wayOut);
    }
    if (const auto window = npz.texts.find("window.json"); window != npz.texts.end())
        session.window = window->second;
    for (std::size_t i = 0; i < session.runs.size(); ++i)
        readRun(npz, folderOf(i), file, session.runs[i]);
    return session;
}

} // namespace dalescope
