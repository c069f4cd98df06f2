#include "app/train_request.h"

#include "app/commands.h"
#include "core/experiments/presets.h"
#include "core/io/atomic_file.h"
#include "core/settings/config_json.h"
#include "core/settings/field.h"

#include <algorithm>
#include <filesystem>

namespace dalescope {

namespace {

Config startingConfig(const Options& options, const Config* begun) {
    const auto preset = QStringLiteral("--preset"), file = QStringLiteral("--config");
    const bool neither = !options.has(preset) && !options.has(file);
    if (neither && begun)
        return *begun;
    if (options.has(preset) == options.has(file))
        throw WrongUseError("train", "it needs either --preset or --config",
                            "dalescope presets lists the presets");
    if (options.has(preset))
        return findPreset(options.value(preset).toStdString()).config;
    const std::string path = options.value(file).toStdString();
    return configFromJson(readFile(path), path);
}

} // namespace

TrainRequest understandTrain(const Options& options, const Config* begun) {
    TrainRequest request{startingConfig(options, begun), {}};
    const auto set = [&](const std::string& path, const std::string& text) {
        setByPath(request.config, path, text);
        request.given.insert(path);
    };
    const std::pair<const char*, const char*> shortcuts[] = {
        {"--dataset", "data.name"},        {"--data", "data.folder"},   {"--epochs", "training.epochs"},
        {"--updates", "training.updates"}, {"--seed", "training.seed"}, {"--threads", "training.threads"}};
    for (const auto& [option, path] : shortcuts)
        if (const auto name = QString::fromLatin1(option); options.has(name))
            set(path, options.value(name).toStdString());
    for (const auto& setting : options.values(QStringLiteral("--set"))) {
        const std::string text = setting.toStdString();
        const auto equals = text.find('=');
        if (equals == std::string::npos)
            throw WrongUseError("--set", "\"" + text + "\" has no value", "write path=value");
        set(text.substr(0, equals), text.substr(equals + 1));
    }
    if (std::string& folder = request.config.data.folder; !folder.empty()) // the run may be opened elsewhere
        folder = std::filesystem::absolute(folder).lexically_normal().string();
    return request;
}

std::vector<Edit> changesAsked(const TrainRequest& request, const Checkpoint& checkpoint) {
    const auto fixed = [](const std::string& path, const std::string& fault) {
        return Error(path, fault, "leave it out, or train into another folder without --resume");
    };
    // As text: settings that mean nothing for a layer's kind do not count.
    Config sameLayers = checkpoint.config;
    sameLayers.layers = request.config.layers;
    for (std::size_t i = 0; i < std::min(sameLayers.layers.size(), checkpoint.config.layers.size()); ++i)
        sameLayers.layers[i].intervention = checkpoint.config.layers[i].intervention;
    if (configToJson(sameLayers) != configToJson(checkpoint.config))
        throw fixed("network.layers", "the run to resume has other layers");
    Config current = checkpoint.config;
    for (std::size_t i = 0; i < checkpoint.editsMade; ++i)
        setValueByPath(current, checkpoint.config.edits[i].path, checkpoint.config.edits[i].value);
    std::vector<std::string> paths;
    for (const auto& field : configFields())
        if (field.path != "data.folder") // data may have moved
            paths.push_back(field.path);
    for (std::size_t i = 0; i < current.layers.size(); ++i)
        for (const auto* field : interventionFields())
            paths.push_back("network.layers." + std::to_string(i) + "." + field->path);
    std::vector<Edit> changes;
    for (const auto& path : paths) {
        const Config& present = request.given.contains(path) ? current : checkpoint.config;
        const Value wanted = valueByPath(request.config, path), is = valueByPath(present, path);
        if (wanted == is)
            continue;
        if (!mayChangeInRun(path))
            throw fixed(path,
                        "the run to resume was begun with " + valueText(is) + ", not " + valueText(wanted));
        changes.push_back({checkpoint.update, path, wanted});
    }
    return changes;
}

} // namespace dalescope
