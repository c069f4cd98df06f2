#include "core/inspection/swept_intervention.h"

#include "core/common/error.h"
#include "core/settings/config_json.h"
#include "core/settings/field.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace dalescope {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t mostStrengths = 1000;

Json toJson(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

Json toJson(const DrawSpread& spread) {
    return {toJson(spread.mean), toJson(spread.lowest), toJson(spread.highest)};
}

double numberFrom(const Json& json) {
    return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

DrawSpread spreadFrom(const Json& json) {
    return {numberFrom(json.at(0)), numberFrom(json.at(1)), numberFrom(json.at(2))};
}

/// Throws where `path` is no intervention on a layer of `config`.
void requireIntervention(const std::string& path, const Config& config) {
    for (std::size_t layer = 0; layer < config.layers.size(); ++layer)
        for (const auto* field : interventionFields())
            if (path == "network.layers." + std::to_string(layer) + "." + field->path)
                return;
    throw std::out_of_range(path);
}

InterventionEffect effectFrom(const Json& json) {
    InterventionEffect effect;
    json.at("strength").get_to(effect.strength);
    effect.error = spreadFrom(json.at("test_error"));
    for (const Json& ratio : json.at("ei_ratio"))
        effect.ratio.push_back(spreadFrom(ratio));
    return effect;
}

} // namespace

std::string toJson(const SweptIntervention& swept) {
    Json effects = Json::array();
    for (const auto& effect : swept.effects) {
        Json ratios = Json::array();
        for (const auto& ratio : effect.ratio)
            ratios.push_back(toJson(ratio));
        effects.push_back({{"strength", effect.strength},
                           {"test_error", toJson(effect.error)},
                           {"ei_ratio", std::move(ratios)}});
    }
    const Json json = {{"setting", swept.path},         {"update", swept.update},
                       {"draws", swept.draws},          {"run", swept.run},
                       {"effects", std::move(effects)}, {"config", Json::parse(configToJson(swept.config))}};
    return json.dump(1) + "\n";
}

SweptIntervention sweptInterventionFromJson(const std::string& text, const std::string& file) {
    try {
        const Json json = Json::parse(text);
        SweptIntervention swept;
        json.at("setting").get_to(swept.path);
        json.at("update").get_to(swept.update);
        json.at("draws").get_to(swept.draws);
        swept.run = json.value("run", std::string());
        swept.config = configFromJson(json.at("config").dump(), file);
        requireIntervention(swept.path, swept.config);
        for (const Json& effect : json.at("effects"))
            swept.effects.push_back(effectFrom(effect));
        const auto& effects = swept.effects;
        if (swept.update < 0 || effects.empty() || effects.size() > mostStrengths)
            throw std::out_of_range("effects");
        for (std::size_t i = 0; i < effects.size(); ++i)
            if (effects[i].ratio.size() != effects.front().ratio.size() ||
                (i > 0 && !(effects[i].strength > effects[i - 1].strength)))
                throw std::out_of_range("effects");
        return swept;
    } catch (const std::exception&) {
        throw Error(file, "the sweep of an intervention that it keeps is damaged",
                    "the rest is as it was; sweep again");
    }
}

} // namespace dalescope
