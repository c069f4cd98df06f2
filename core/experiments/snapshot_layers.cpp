#include "core/experiments/snapshot_layers.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/settings/field.h"
#include "core/settings/layer_kinds.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalescope {

namespace {

/// The default layer of that kind. Throws Error where there is none.
LayerConfig layerOfKind(const std::string& kind, const std::string& where) {
    std::vector<std::string> names;
    for (const auto& known : layerKinds())
        names.push_back(known.name);
    if (std::ranges::find(names, kind) == names.end()) {
        const std::string guess = nearest(kind, names);
        throw Error(where, "this version does not know layers of kind \"" + kind + "\"",
                    guess.empty() ? "use dann, mlp, layernorm, batchnorm, columnei, conv or recurrent"
                                  : "did you mean \"" + guess + "\"?");
    }
    LayerConfig layer;
    layer.kind = kind;
    return layer;
}

/// "conv,columnei:2": each convolution 3 x 3 with stride and padding 1, then 2 x 2 max pooling.
std::vector<SnapshotLayer> layersFromText(const std::string& text) {
    std::vector<SnapshotLayer> layers;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');) {
        const auto colon = part.find(':');
        SnapshotLayer layer{layerOfKind(part.substr(0, colon), "--layers"), 0};
        if (colon != std::string::npos) {
            const char* end = part.data() + part.size();
            const auto [stop, problem] =
                std::from_chars(part.data() + colon + 1, end, layer.inhibitoryInputs);
            if (problem != std::errc{} || stop != end || layer.inhibitoryInputs < 0)
                throw Error("--layers", "\"" + part + "\" has no number after its colon", "write columnei:2");
        }
        layers.push_back(layer);
        if (isConvolution(layer.config.kind))
            layers.push_back({layerOfKind("max-pool", "--layers"), 0});
    }
    return layers;
}

SnapshotLayer layerFromMeta(const nlohmann::json& json, const std::filesystem::path& file) {
    SnapshotLayer layer{layerOfKind(json.at("kind"), file.string()),
                        json.value("inhibitory_inputs", Index(0))};
    if (layer.inhibitoryInputs < 0)
        throw Error(file.string(), "the inhibitory_inputs in its meta.json are negative",
                    "count them from 0");
    for (const auto& field : layerFields()) {
        if (!json.contains(field.path) || field.path == "kind" || !appliesTo(field, layer.config.kind))
            continue;
        const auto& value = json[field.path];
        field.setText(layer.config, value.is_string() ? value.get<std::string>() : value.dump());
    }
    return layer;
}

SnapshotLayers layersFromMeta(const std::string& text, const std::filesystem::path& file) {
    try {
        SnapshotLayers result;
        const auto json = nlohmann::json::parse(text);
        result.seed = json.value("seed", std::uint64_t(0));
        for (const auto& layer : json.at("layers"))
            result.layers.push_back(layerFromMeta(layer, file));
        if (json.contains("input")) {
            const auto shape = json["input"].get<std::vector<Index>>();
            const bool sound = shape.size() == 3 &&
                               std::ranges::all_of(shape, [](Index n) { return n > 0 && n <= 1'000'000; });
            if (!sound)
                throw Error(file.string(), "the input in its meta.json is not channels, rows and columns",
                            "remove it there");
            result.in = FeatureShape::image(shape[0], shape[1], shape[2]);
        }
        return result;
    } catch (const nlohmann::json::exception&) {
        throw Error(file.string(), "its meta.json is damaged", "remove it and give --layers");
    }
}

/// The shape of an array that must have so many dimensions, none of them empty.
std::vector<std::int64_t> shapeOfArray(const Npz& npz, const std::string& name, std::size_t dimensions,
                                       const std::filesystem::path& file) {
    const auto& shape = npz.array(name, file).shape;
    const bool sound = shape.size() == dimensions && std::ranges::all_of(shape, [](auto n) { return n > 0; });
    if (!sound)
        throw Error(file.string(), name + (dimensions == 2 ? " is not a matrix" : " is not a set of kernels"),
                    dimensions == 2 ? "store it as rows x columns"
                                    : "store it as units x channels x rows x columns");
    return shape;
}

/// Takes the kind's precise form and the sizes from the arrays of layer `prefix`.
void takeSizes(LayerConfig& layer, const Npz& npz, const std::string& prefix,
               const std::filesystem::path& file) {
    const bool inhibited = npz.arrays.contains(prefix + "WEE");
    if (isConvolution(layer.kind))
        layer.kind = inhibited ? "dann-conv" : "conv";
    if (isRecurrent(layer.kind))
        layer.kind = inhibited ? "recurrent" : "rnn";
    const bool kernels = isConvolution(layer.kind);
    const bool dann = layerKind(layer.kind).inhibited;
    const std::string name = prefix + (dann ? "WEE" : "W");
    const auto shape = shapeOfArray(npz, name, kernels ? 4 : 2, file);
    layer.units = shape[0];
    if (dann)
        layer.inhibitory = {static_cast<double>(shapeOfArray(npz, prefix + "WIE", shape.size(), file)[0]),
                            false};
    if (kernels) {
        layer.kernel = shape[3];
        if (shape[2] != shape[3])
            throw Error(file.string(), name + " has kernels that are not square", "use square ones");
    }
}

} // namespace

SnapshotLayers readSnapshotLayers(const Npz& npz, const std::string& kinds,
                                  const std::filesystem::path& file) {
    const auto meta = npz.texts.find("meta.json");
    SnapshotLayers result;
    if (meta != npz.texts.end() && kinds.empty())
        result = layersFromMeta(meta->second, file);
    else
        result.layers = layersFromText(kinds);
    if (result.layers.empty())
        throw Error(file.string(), "it has no meta.json that names its layers",
                    "give --layers, such as dann,dann,dann");
    std::size_t index = 0;
    SnapshotLayer* before = nullptr; // the last layer with weights
    for (auto& layer : result.layers) {
        if (!layerKind(layer.config.kind).weights)
            continue;
        takeSizes(layer.config, npz, "layers." + std::to_string(index++) + ".", file);
        if (layer.config.kind == "columnei") {
            layer.config.inhibitory = {0, false};
            if (before && before->config.kind == "columnei") {
                // W's rows are the excitatory units and then the inhibitory ones that the next layer names.
                const Index inhibitory = std::min(layer.inhibitoryInputs, before->config.units - 1);
                before->config.units -= inhibitory;
                before->config.inhibitory = {static_cast<double>(inhibitory), false};
            }
        }
        before = &layer;
    }
    return result;
}

} // namespace dalescope
