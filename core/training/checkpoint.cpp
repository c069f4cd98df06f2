#include "core/training/checkpoint.h"

#include "core/common/error.h"
#include "core/settings/config_json.h"
#include "core/training/snapshot.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace dalescope {

namespace {

using Json = nlohmann::ordered_json;

const std::string fisherEnding = ".fisher";

// JSON has no NaN: null stands for "never measured".
Json fromNumber(double x) {
    return std::isnan(x) ? Json(nullptr) : Json(x);
}
double toNumber(const Json& json) {
    return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

Json stateToJson(const Checkpoint& c) {
    Json json = {{"format", "dalescope-checkpoint"},
                 {"version", 1},
                 {"edits_made", c.editsMade},
                 {"update", c.update},
                 {"epoch", c.epoch},
                 {"offset", c.offset},
                 {"examples", c.examples},
                 {"seconds", c.seconds},
                 {"epoch_loss", c.epochSum.loss},
                 {"epoch_errors", c.epochSum.errors},
                 {"epoch_examples", c.epochSum.examples},
                 {"epoch_train_error", fromNumber(c.epochTrainError)},
                 {"test_error", fromNumber(c.testError)},
                 {"best_epoch_error", c.stopRules.best()},
                 {"epochs_since_best", c.stopRules.epochsSinceBest()},
                 {"gamma_warned", c.gammaWarned}};
    if (c.end)
        json["end"] = {{"kind", static_cast<int>(c.end->kind)}, {"text", c.end->text}};
    return json;
}

void stateFromJson(const Json& json, Checkpoint& c) {
    if (json.at("format") != "dalescope-checkpoint" || json.at("version") != 1)
        throw std::invalid_argument("another format");
    json.at("edits_made").get_to(c.editsMade);
    json.at("update").get_to(c.update);
    json.at("epoch").get_to(c.epoch);
    json.at("offset").get_to(c.offset);
    json.at("examples").get_to(c.examples);
    json.at("seconds").get_to(c.seconds);
    c.epochSum = {toNumber(json.at("epoch_loss")), json.at("epoch_errors").get<Index>(),
                  json.at("epoch_examples").get<Index>()};
    c.epochTrainError = toNumber(json.at("epoch_train_error"));
    c.testError = toNumber(json.at("test_error"));
    c.stopRules = StopRules(json.at("best_epoch_error").get<double>(),
                            json.at("epochs_since_best").get<std::int64_t>());
    json.at("gamma_warned").get_to(c.gammaWarned);
    if (json.contains("end")) {
        const int kind = json["end"].at("kind").get<int>();
        if (kind < 0 || kind > static_cast<int>(RunEnd::Kind::Stopped))
            throw std::out_of_range("kind of end");
        c.end = {static_cast<RunEnd::Kind>(kind), json["end"].at("text").get<std::string>()};
    }
    const bool sound = c.editsMade <= c.config.edits.size() && c.update >= 0 && c.epoch >= 0 &&
                       c.offset >= 0 && c.offset < c.examples;
    if (!sound)
        throw std::out_of_range("position");
}

std::string fisherName(std::size_t layer, const ParameterSpec& spec) {
    return "layers." + std::to_string(layer) + "." + spec.name + fisherEnding;
}

} // namespace

Npz checkpointToNpz(const Checkpoint& checkpoint) {
    Npz npz = checkpoint.weights;
    npz.texts["config.json"] = configToJson(checkpoint.config);
    npz.texts["state.json"] = stateToJson(checkpoint).dump(2) + "\n";
    return npz;
}

Checkpoint checkpointFromNpz(Npz npz, const std::string& file) {
    const auto config = npz.texts.find("config.json"), state = npz.texts.find("state.json");
    if (config == npz.texts.end() || state == npz.texts.end())
        throw Error(file, "it is not a checkpoint", "choose the checkpoint.npz of a run");
    Checkpoint checkpoint;
    checkpoint.file = file;
    checkpoint.config = configFromJson(config->second, file + " (config.json)");
    try {
        stateFromJson(Json::parse(state->second), checkpoint);
    } catch (const std::exception&) {
        throw Error(file, "its state.json is damaged or of another version", "start the run anew");
    }
    checkpoint.weights = std::move(npz);
    return checkpoint;
}

void putFisher(Npz& npz, const Network<float>& network, const PerLayer<float>& information) {
    for (std::size_t i = 0; i < network.size(); ++i)
        for (const auto& spec : network[i].layout().specs)
            npz.arrays[fisherName(i, spec)] = parameterArray(information[i], spec);
}

void takeFisher(const Npz& npz, const Network<float>& network, PerLayer<float>& information,
                const std::string& file) {
    for (std::size_t i = 0; i < network.size(); ++i)
        for (const auto& spec : network[i].layout().specs)
            readParameter(npz, fisherName(i, spec), spec, information[i], file);
}

bool hasFisher(const Npz& npz) {
    return std::ranges::any_of(npz.arrays, [](const auto& a) { return a.first.ends_with(fisherEnding); });
}

} // namespace dalescope
