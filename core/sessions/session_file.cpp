#include "core/sessions/session_file.h"

#include "core/common/error.h"
#include "core/settings/config_json.h"
#include "core/settings/layer_kinds.h"
#include "core/training/journal_npz.h"
#include "core/training/series.h"
#include "core/training/snapshot.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

namespace dalescope {

namespace {

using Json = nlohmann::ordered_json;

constexpr int newestVersion = 1;
constexpr std::size_t mostRuns = 10000;
constexpr const char* sweepMember = "intervention_sweep.json";
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

/// Takes the members whose names begin with `prefix` out of `whole`, and gives them without it.
Npz takePart(Npz& whole, const std::string& prefix) {
    const auto move = [&prefix](auto& from, auto& to) {
        for (auto at = from.lower_bound(prefix); at != from.end() && at->first.starts_with(prefix);) {
            auto member = from.extract(at++);
            member.key().erase(0, prefix.size());
            to.insert(std::move(member));
        }
    };
    Npz result;
    move(whole.arrays, result.arrays);
    move(whole.texts, result.texts);
    return result;
}

void putPart(Npz piece, const std::string& prefix, Npz& whole) {
    for (auto& [name, array] : piece.arrays)
        whole.arrays[prefix + name] = std::move(array);
    for (auto& [name, text] : piece.texts)
        whole.texts[prefix + name] = std::move(text);
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

std::string momentFolder(const std::string& run, std::int64_t update) {
    return run + "moments/" + std::to_string(update) + "/";
}

/// Those of `moments` that take no more than so many bytes.
Moments thinned(const Moments& moments, std::size_t bytes) {
    CheckpointShelf shelf(bytes);
    for (const auto& moment : moments)
        shelf.keep(moment);
    return shelf.bytes() <= bytes ? shelf.kept() : Moments();
}

void putMoments(const SavedRun& run, const std::string& folder, std::size_t mostBytes, Npz& npz) {
    Moments moments = thinned(run.standing.kept, mostBytes);
    if (const auto& origin = run.origin.moment) {
        const auto update = [](const auto& moment) { return moment->state.update; };
        const auto at = std::ranges::lower_bound(moments, origin->state.update, {}, update);
        if (at == moments.end() || update(*at) != origin->state.update)
            moments.insert(at, origin); // however large: a reset goes back to it
        const Json json = {{"update", origin->state.update}, {"mark", run.origin.mark}};
        npz.texts[folder + "origin.json"] = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    }
    if (moments.empty())
        return;
    Json places = Json::array();
    for (const auto& moment : moments) {
        const auto& [rows, marks, weightOffers] = moment->place;
        places.push_back({{"update", moment->state.update},
                          {"rows", rows},
                          {"marks", marks},
                          {"weight_offers", weightOffers}});
        putPart(checkpointToNpz(moment->checkpoint()), momentFolder(folder, moment->state.update), npz);
    }
    npz.texts[folder + "moments.json"] = places.dump() + "\n";
}

/// Null where there is no such member. Throws where it is no JSON.
Json takeJson(Npz& npz, const std::string& name) {
    const auto text = npz.texts.extract(name);
    return text ? Json::parse(text.mapped()) : Json();
}

Error misfit(const std::string& file) {
    return Error(file, "what a run recorded does not fit its weights", wayOut);
}

void readMoments(Npz& npz, const std::string& folder, const std::string& file, Origin& standing) {
    std::int64_t before = -1;
    for (const Json& json : takeJson(npz, folder + "moments.json")) {
        const auto update = json.at("update").get<std::int64_t>();
        const JournalPlace place{json.at("rows").get<std::size_t>(), json.at("marks").get<std::size_t>(),
                                 json.at("weight_offers").get<std::int64_t>()};
        const Journal& journal = *standing.journal;
        const JournalPlace& end = standing.moment->place;
        if (update <= before || update > standing.moment->state.update || place.rows < 1 ||
            place.rows > end.rows || place.marks > end.marks || place.weightOffers < 0 ||
            place.weightOffers > end.weightOffers || journal.tick(place.rows - 1).update > update)
            throw misfit(file);
        standing.kept.push_back(std::make_shared<const Moment>(
            momentFromNpz(takePart(npz, momentFolder(folder, update)), place, file)));
        if (standing.kept.back()->state.update != update)
            throw misfit(file);
        before = update;
    }
}

void readOrigin(Npz& npz, const std::string& folder, const std::string& file, SavedRun& run) {
    const Json json = takeJson(npz, folder + "origin.json");
    if (json.is_null())
        return;
    const auto update = json.at("update").get<std::int64_t>();
    json.at("mark").get_to(run.origin.mark);
    for (const auto& moment : run.standing.kept)
        if (moment->state.update == update)
            run.origin.moment = moment;
    if (!run.origin.moment)
        throw misfit(file);
    run.origin.journal = run.standing.journal;
    run.origin.kept = run.standing.kept;
}

void readRun(Npz& npz, const std::string& folder, const std::string& file, SavedRun& run) {
    const auto config = npz.texts.find(folder + "config.json");
    if (config == npz.texts.end())
        throw Error(file, "a run in it has no settings", wayOut);
    run.config = configFromJson(config->second, file + " (" + folder + "config.json)");
    Npz checkpoint = takePart(npz, folder + "checkpoint/");
    if (checkpoint.texts.empty())
        return;
    Origin& standing = run.standing;
    auto moment = std::make_shared<Moment>(momentFromNpz(std::move(checkpoint), {}, file));
    const SeriesIndex index(layersWithWeights(moment->state.config.layers).size());
    const auto journal = takeJournal(npz, folder + "journal/", index.names(), file);
    if (journal->rows() == 0 || journal->tick(journal->rows() - 1).update > moment->state.update)
        throw misfit(file);
    moment->place = placeOf(*journal);
    standing.moment = std::move(moment);
    standing.journal = journal;
    try {
        readMoments(npz, folder, file, standing);
        readOrigin(npz, folder, file, run);
    } catch (const Json::exception&) {
        throw misfit(file);
    }
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

void writeSession(const std::filesystem::path& file, const SavedSession& session, std::size_t momentBytes) {
    const auto keeping =
        std::ranges::count_if(session.runs, [](const SavedRun& run) { return !run.standing.kept.empty(); });
    const std::size_t share = momentBytes / static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, keeping));
    Json runs = Json::array();
    Npz npz;
    for (std::size_t i = 0; i < session.runs.size(); ++i) {
        const SavedRun& run = session.runs[i];
        const auto& [moment, journal, kept, mark] = run.standing;
        const std::string folder = folderOf(i);
        runs.push_back(toJson(run));
        npz.texts[folder + "config.json"] = configToJson(run.config);
        if (!moment)
            continue;
        putPart(checkpointToNpz(moment->checkpoint()), folder + "checkpoint/", npz);
        // A fork that waits for its data has not marked its journal yet.
        const auto next =
            mark.empty() ? std::nullopt : std::optional(JournalMark{moment->state.update, mark});
        putJournal(*journal, moment->place, folder + "journal/", npz, next);
        putMoments(run, folder, share, npz);
    }
    const Json outline = {{"format", "dalescope-session"}, {"version", newestVersion},
                          {"program", programVersion()},   {"notes", session.notes},
                          {"current", session.current},    {"runs", runs}};
    // A name that is not UTF-8 must not keep a person from saving.
    npz.texts["session.json"] = outline.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    npz.texts["window.json"] = session.window;
    if (!session.sweep.empty())
        npz.texts[sweepMember] = session.sweep;
    writeNpz(file, npz);
}

SavedSession readSession(const std::filesystem::path& file) {
    return sessionFromNpz(readArchive(file), file.string());
}

SavedSession sessionFromNpz(Npz npz, const std::string& file) {
    const Json outline = outlineOf(npz, file);
    SavedSession session;
    try {
        outline.at("program").get_to(session.program);
        session.notes = outline.value("notes", std::string()); // files of before have none
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
    if (const auto sweep = npz.texts.find(sweepMember); sweep != npz.texts.end()) // files of before have none
        session.sweep = sweep->second;
    for (std::size_t i = 0; i < session.runs.size(); ++i)
        readRun(npz, folderOf(i), file, session.runs[i]);
    return session;
}

} // namespace dalescope
