#include "core/experiments/presets.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/experiments/embedded_texts.h"
#include "core/settings/config_json.h"

#include <nlohmann/json.hpp>

namespace dalescope {

const std::vector<Preset>& presets() {
    static const std::vector<Preset> all = [] {
        std::vector<Preset> made;
        for (const auto& [name, text] : embeddedPresets()) {
            const auto json = nlohmann::json::parse(text);
            made.push_back({name, json.at("title"), json.at("about"), configFromJson(text, name + ".json")});
        }
        return made;
    }();
    return all;
}

const Preset& findPreset(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& preset : presets()) {
        if (preset.name == name)
            return preset;
        names.push_back(preset.name);
    }
    const std::string guess = nearest(name, names);
    throw Error(name, "there is no such preset",
                guess.empty() ? "dalescope presets lists them" : "did you mean \"" + guess + "\"?");
}

} // namespace dalescope
