#include "core/experiments/setting_differences.h"

#include "core/common/text.h"
#include "core/settings/field.h"
#include "core/settings/layer_kinds.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>

namespace dalescope {

namespace {

double numberOf(const std::string& text) {
    double number = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return !text.empty() && read.ec == std::errc() && read.ptr == end
               ? number
               : std::numeric_limits<double>::quiet_NaN();
}

bool differ(const std::vector<std::string>& texts) {
    return std::ranges::any_of(texts, [&](const std::string& text) { return text != texts.front(); });
}

void add(std::vector<VariedSetting>& all, const std::string& path, const std::string& label,
         const std::vector<std::string>& texts) {
    if (!differ(texts))
        return;
    VariedSetting setting{path, label, texts, {}};
    for (const auto& text : texts)
        setting.numbers.push_back(numberOf(text));
    all.push_back(std::move(setting));
}

/// What `field` has in each layer; empty where it means nothing.
std::vector<std::string> layerTexts(const Field<LayerConfig>& field, const Config& config) {
    std::vector<std::string> texts;
    for (const auto& layer : config.layers)
        texts.push_back(appliesTo(field, layer.kind) ? valueText(field.get(layer)) : std::string());
    return texts;
}

std::string joined(const std::vector<std::string>& texts) {
    if (texts.empty() || !differ(texts))
        return texts.empty() ? std::string() : texts.front();
    std::string all;
    for (const auto& text : texts)
        if (!text.empty())
            all += (all.empty() ? "" : "-") + text;
    return all;
}

/// " (layer 3)", " (hidden layers)": which of the layers that have a value are meant; empty where all are.
std::string whichLayers(const std::vector<LayerConfig>& layers, const std::set<std::size_t>& meant,
                        std::set<std::size_t> all) {
    if (meant.empty() || meant == all)
        return {};
    std::string numbers;
    for (const std::size_t layer : meant) {
        if (!layerKind(layers[layer].kind).weights)
            return {}; // it has no number
        numbers += (numbers.empty() ? "" : ", ") + layerNumber(layers, static_cast<std::ptrdiff_t>(layer));
    }
    all.erase(layers.size() - 1);
    return meant.size() == 1 ? " (layer " + numbers + ")"
           : meant == all    ? " (hidden layers)"
                             : " (layers " + numbers + ")";
}

struct Compared {
    std::vector<std::string> texts; ///< of each configuration
    std::string where;              ///< after the label: of which layers
};

/// Of the layers in which any two configurations differ, where their layers can be compared.
Compared compared(const Field<LayerConfig>& field, const std::vector<const Config*>& configs) {
    std::vector<std::vector<std::string>> all;
    for (const auto* config : configs)
        all.push_back(layerTexts(field, *config));
    const std::size_t layers = all.front().size();
    const bool comparable = std::ranges::all_of(all, [&](const auto& each) { return each.size() == layers; });
    std::set<std::size_t> places, valued;
    for (std::size_t layer = 0; comparable && layer < layers; ++layer) {
        std::set<std::string> values;
        for (const auto& texts : all)
            if (!texts[layer].empty())
                values.insert(texts[layer]);
        if (!values.empty())
            valued.insert(layer);
        if (values.size() > 1)
            places.insert(layer);
    }
    Compared result{{}, whichLayers(configs.front()->layers, places, valued)};
    for (const auto& each : all) {
        std::vector<std::string> chosen;
        for (std::size_t layer = 0; layer < each.size(); ++layer)
            if (!comparable || places.contains(layer))
                chosen.push_back(each[layer]);
        result.texts.push_back(joined(chosen));
    }
    return result;
}

} // namespace

std::vector<VariedSetting> variedSettings(const std::vector<const Config*>& configs) {
    std::vector<VariedSetting> all;
    if (configs.size() < 2)
        return all;
    for (const auto& field : layerFields()) {
        const Compared found = compared(field, configs);
        add(all, "network.layers." + field.path,
            (field.path == "kind" ? "Layers" : field.label) + found.where, found.texts);
    }
    for (const auto& field : configFields()) {
        if (field.path == "training.seed" || field.path == "training.threads" || field.path == "data.folder")
            continue;
        std::vector<std::string> texts;
        for (const auto* config : configs)
            texts.push_back(valueText(field.get(*config)));
        add(all, field.path, field.label, texts);
    }
    return all;
}

std::string differenceText(const Config& a, const Config& b) {
    std::string text;
    const auto say = [&](const std::string& label, const std::string& one, const std::string& other) {
        text += (text.empty() ? "" : "; ") + inSentence(label) + " " + (one.empty() ? "none" : one) +
                " against " + (other.empty() ? "none" : other);
    };
    for (const auto& setting : variedSettings({&a, &b}))
        say(setting.label, setting.texts[0], setting.texts[1]);
    if (a.edits != b.edits)
        say("edits in mid-run", std::to_string(a.edits.size()), std::to_string(b.edits.size()));
    if (a.training.seed != b.training.seed)
        say("seed", std::to_string(a.training.seed), std::to_string(b.training.seed));
    return text.empty() ? "the same settings and seed" : text;
}

} // namespace dalescope
