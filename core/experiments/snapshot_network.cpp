#include "core/experiments/snapshot_network.h"

#include "core/common/error.h"
#include "core/experiments/snapshot_layers.h"
#include "core/network/architecture.h"
#include "core/settings/layer_kinds.h"
#include "core/training/snapshot.h"

namespace dalescope {

namespace {

/// The input that a dense first layer's weights name, whatever the examples at hand look like.
FeatureShape inputOf(const SnapshotLayers& snapshot, const FeatureShape& in, const Npz& npz) {
    if (snapshot.in)
        return *snapshot.in;
    const std::string& kind = snapshot.layers.front().config.kind;
    if (!layerKind(kind).weights || isConvolution(kind) || isRecurrent(kind))
        return in;
    const auto first = npz.arrays.find(layerKind(kind).inhibited ? "layers.0.WEE" : "layers.0.W");
    const Index features = first->second.shape[1];
    return in.features() == features ? in : FeatureShape(features);
}

std::vector<LayerShape> shapesOf(const SnapshotLayers& snapshot, const FeatureShape& in,
                                 const std::filesystem::path& file) {
    std::vector<LayerConfig> configs;
    for (const auto& layer : snapshot.layers)
        configs.push_back(layer.config);
    std::vector<LayerShape> shapes;
    FeatureShape features = in;
    for (std::size_t i = 0; i < configs.size(); ++i) {
        const auto& [config, inhibitoryInputs] = snapshot.layers[i];
        shapes.push_back(shapeOf(config, features, inhibitoryInputs, recurrentFollows(configs, i)));
        std::string fault = shapes.back().fault;
        if (fault.empty() && inhibitoryInputs > features.features())
            fault =
                "It has only " + std::to_string(features.features()) + " inputs; give fewer inhibitory ones.";
        if (!fault.empty()) {
            fault.pop_back();
            const auto split = fault.find("; ");
            throw Error(file.string(),
                        "layer " + std::to_string(i) + ", " + config.kind + ": " + fault.substr(0, split),
                        fault.substr(split + 2));
        }
        features = shapes.back().out;
    }
    const std::string& last = configs.back().kind;
    if (!layerKind(last).weights || isConvolution(last) || isRecurrent(last))
        throw Error(file.string(), "its last layer is " + last + ", which gives no logits",
                    "end with a dense layer");
    return shapes;
}

} // namespace

template <class Scalar>
SnapshotNetwork<Scalar> networkFromSnapshot(const Npz& npz, const std::string& kinds, const FeatureShape& in,
                                            const std::filesystem::path& file) {
    const SnapshotLayers snapshot = readSnapshotLayers(npz, kinds, file);
    std::vector<LayerConfig> configs;
    for (const auto& layer : snapshot.layers)
        configs.push_back(layer.config);
    SnapshotNetwork<Scalar> result;
    result.in = inputOf(snapshot, in, npz);
    result.network = Network<Scalar>(makeStages<Scalar>(configs, shapesOf(snapshot, result.in, file)));
    for (std::size_t i = 0; i < result.network.size(); ++i)
        readLayer(result.network[i], npz, "layers." + std::to_string(i) + ".", file);
    result.network.intervene(configs, snapshot.seed);
    return result;
}

template SnapshotNetwork<float> networkFromSnapshot(const Npz&, const std::string&, const FeatureShape&,
                                                    const std::filesystem::path&);
template SnapshotNetwork<double> networkFromSnapshot(const Npz&, const std::string&, const FeatureShape&,
                                                     const std::filesystem::path&);

} // namespace dalescope
