#include "core/settings/layer_kinds.h"

#include <algorithm>
#include <iterator>

namespace dalescope {

const std::vector<LayerKind>& layerKinds() {
    using F = std::vector<std::string>;
    const auto with = [](F fields, const F& more) {
        fields.insert(fields.end(), more.begin(), more.end());
        return fields;
    };
    const F acts = {"silenced_excitatory", "driven_excitatory", "drive"},
            actsOnBoth = with(acts, {"subtractive", "silenced_inhibitory", "driven_inhibitory"}),
            actsOnDann = with(actsOnBoth, {"divisive"});
    const F plain = with({"units"}, acts), columns = with({"units", "inhibitory"}, actsOnBoth),
            inhibited = with({"units", "inhibitory", "initialisation"}, actsOnDann),
            kernel = with({"units", "kernel", "stride", "padding"}, acts),
            inhibitedKernel =
                with({"units", "inhibitory", "initialisation", "kernel", "stride", "padding"}, actsOnDann);
    const F dann = {"WEE", "WIE", "WEI", "alpha", "g", "b"}, nonNegative = {"WEE", "WIE", "WEI", "g"},
            standard = {"W", "b"}, normalised = {"W", "g", "b"};
    static const std::vector<LayerKind> kinds = {
        {"dann", "DANN", true, true, inhibited, dann, nonNegative},
        {"dann-conv", "DANN convolution", true, true, inhibitedKernel, dann, nonNegative, "DANN conv."},
        {"recurrent", "DANN recurrent", true, true, inhibited, dann, nonNegative, "DANN rec."},
        {"mlp", "MLP", true, false, plain, standard, {}},
        {"layernorm", "Layer norm", true, false, plain, normalised, {}},
        {"batchnorm", "Batch norm", true, false, plain, normalised, {}},
        {"columnei", "ColumnEi", true, false, columns, standard, {"W"}},
        {"conv", "Convolution", true, false, kernel, standard, {}, "Conv."},
        {"rnn", "Recurrent", true, false, plain, {"W", "U", "b"}, {}},
        {"max-pool", "Max pooling", false, false, {"size"}, {}, {}, "Max pool"},
        {"avg-pool", "Average pooling", false, false, {"size"}, {}, {}, "Avg. pool"},
        {"flatten", "Flatten", false, false, {}, {}, {}},
        {"dropout", "Dropout", false, false, {"rate"}, {}, {}},
    };
    return kinds;
}

const LayerKind& layerKind(const std::string& name) {
    return *std::ranges::find(layerKinds(), name, &LayerKind::name);
}

bool isRecurrent(const std::string& kind) {
    return kind == "recurrent" || kind == "rnn";
}

bool isConvolution(const std::string& kind) {
    return kind == "conv" || kind == "dann-conv";
}

std::vector<LayerConfig> layersWithWeights(const std::vector<LayerConfig>& layers) {
    std::vector<LayerConfig> result;
    std::ranges::copy_if(layers, std::back_inserter(result),
                         [](const LayerConfig& layer) { return layerKind(layer.kind).weights; });
    return result;
}

std::string layerNumber(const std::vector<LayerConfig>& layers, std::ptrdiff_t place) {
    const auto weights = [](const LayerConfig& layer) { return layerKind(layer.kind).weights; };
    const auto here = layers.begin() + place;
    return weights(*here) ? std::to_string(std::count_if(layers.begin(), here, weights)) : "\u2013";
}

} // namespace dalescope
