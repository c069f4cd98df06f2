#include "core/settings/config_json.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/settings/field.h"
#include "core/settings/value_json.h"

#include <algorithm>

namespace dalescope {

namespace {

using Json = nlohmann::ordered_json;

/// "training.seed" -> "/training/seed"
Json::json_pointer pointer(std::string path) {
    for (char& c : path)
        if (c == '.')
            c = '/';
    return Json::json_pointer("/" + path);
}

[[noreturn]] void unknownKey(const std::string& path, const std::vector<std::string>& known) {
    const std::string guess = nearest(path, known);
    throw Error(path, "there is no such setting",
                guess.empty() ? "remove it" : "did you mean \"" + guess + "\"?");
}

const Json& requireObject(const Json& json, const std::string& path) {
    if (!json.is_object())
        throw Error(path, "it is not a group of settings", "write { ... } there");
    return json;
}

LayerConfig layerFromJson(const Json& json, const std::string& path) {
    LayerConfig layer;
    std::vector<std::string> known;
    for (const auto& field : layerFields())
        known.push_back(path + "." + field.path);
    for (const auto& [key, value] : requireObject(json, path).items()) {
        const auto field = std::ranges::find(layerFields(), key, &Field<LayerConfig>::path);
        if (field == layerFields().end())
            unknownKey(path + "." + key, known);
        Value given = toValue(value, path + "." + key);
        if (value.is_number() && key != "kind" && std::holds_alternative<std::string>(field->fallback()))
            given = valueText(given); // "inhibitory": 50, or unit 3 alone
        try {
            field->set(layer, given);
        } catch (const Error& error) {
            throw std::runtime_error(path + "." + error.what());
        }
    }
    return layer;
}

std::vector<LayerConfig> layersFromJson(const Json& network) {
    std::vector<LayerConfig> layers;
    for (const auto& [key, value] : requireObject(network, "network").items())
        if (key != "layers")
            unknownKey("network." + key, {"network.layers"});
    if (!network.contains("layers") || !network["layers"].is_array())
        throw Error("network.layers", "it is not a list", "write [ ... ] there");
    for (const auto& layer : network["layers"])
        layers.push_back(layerFromJson(layer, "network.layers." + std::to_string(layers.size())));
    return layers;
}

/// `config`: whose layers the edit may name.
Edit editFromJson(const Json& json, const std::string& path, const Config& config) {
    for (const auto& [key, value] : requireObject(json, path).items())
        if (key != "update" && key != "path" && key != "value")
            unknownKey(path + "." + key, {path + ".update", path + ".path", path + ".value"});
    if (!json.contains("update") || !json["update"].is_number_integer() || !json.contains("path") ||
        !json["path"].is_string() || !json.contains("value"))
        throw Error(path, "an edit is incomplete", "give its update (a whole number), path and value");
    if (json["update"] < 0)
        throw Error(path, "an edit stands before the first update", "count updates from 0");
    Edit edit{json["update"].get<std::int64_t>(), json["path"].get<std::string>(),
              toValue(json["value"], path + ".value")};
    if (!mayChangeInRun(edit.path))
        throw Error(path, edit.path + " cannot change while a run goes on", "remove the edit");
    Config checked = config;
    setValueByPath(checked, edit.path, edit.value);
    edit.value = valueByPath(checked, edit.path);
    return edit;
}

std::vector<Edit> editsFromJson(const Json& json, const Config& config) {
    if (!json.is_array())
        throw Error("edits", "it is not a list", "write [ ... ] there");
    std::vector<Edit> edits;
    for (const auto& edit : json)
        edits.push_back(editFromJson(edit, "edits." + std::to_string(edits.size()), config));
    return edits;
}

void readGroup(Config& config, const Json& group, const std::string& name) {
    std::vector<std::string> known;
    for (const auto& field : configFields())
        known.push_back(field.path);
    for (const auto& [key, value] : requireObject(group, name).items()) {
        const std::string path = name + "." + key;
        if (std::ranges::find(known, path) == known.end())
            unknownKey(path, known);
        configField(path).set(config, toValue(value, path));
    }
}

Config read(const Json& json) {
    Config config = defaultConfig();
    std::vector<std::string> groups = {"network", "edits", "format", "version", "title", "about"};
    for (const auto& field : configFields())
        if (const auto group = field.path.substr(0, field.path.find('.')); group != groups.back())
            groups.push_back(group);
    for (const auto& [key, value] : requireObject(json, "the file").items()) {
        if (std::ranges::find(groups, key) == groups.end())
            unknownKey(key, groups);
        if (key == "network")
            config.layers = layersFromJson(value);
        else if (key == "edits")
            continue; // once the layers are known
        else if (key == "format" && value != "dalescope-config")
            throw Error("format", "it is not dalescope-config", "choose a configuration of this program");
        else if (key == "version" && value != 1)
            throw Error("version", "this program reads version 1 only", "use a newer Dalescope");
        else if (value.is_object() ||
                 (key != "format" && key != "version" && key != "title" && key != "about"))
            readGroup(config, value, key);
    }
    if (json.contains("edits"))
        config.edits = editsFromJson(json["edits"], config);
    std::ranges::stable_sort(config.edits, {}, &Edit::update);
    return config;
}

} // namespace

std::string configToJson(const Config& config) {
    Json json = {{"format", "dalescope-config"}, {"version", 1}};
    for (const auto& field : configFields()) {
        if (field.path == "training.learning_rate")
            for (const auto& layer : config.layers) {
                Json entry;
                for (const auto& layerField : layerFields())
                    if (appliesTo(layerField, layer.kind))
                        entry[layerField.path] = toJson(layerField.get(layer));
                json["network"]["layers"].push_back(entry);
            }
        json[pointer(field.path)] = toJson(field.get(config));
    }
    json["edits"] = Json::array();
    for (const auto& edit : config.edits)
        json["edits"].push_back(
            {{"update", edit.update}, {"path", edit.path}, {"value", toJson(edit.value)}});
    return json.dump(2) + "\n";
}

Config configFromJson(const std::string& text, const std::string& file) {
    const Json json = parseJson(text, file);
    try {
        return read(json);
    } catch (const std::exception& error) {
        const std::string sentence = error.what();
        const auto split = sentence.find("; ");
        throw Error(file, sentence.substr(0, split),
                    split == std::string::npos
                        ? "mend it"
                        : sentence.substr(split + 2, sentence.find_last_not_of('.') - split - 1));
    }
}

} // namespace dalescope
