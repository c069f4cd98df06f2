#include "core/network/layer_factory.h"

#include "core/network/architecture.h"
#include "core/network/dann_layer.h"
#include "core/network/dense_layer.h"

namespace dalescope {

namespace {

DannInitialisation dannInitialisation(const std::string& name) {
    if (name == "reference")
        return DannInitialisation::Reference;
    return name == "both-random" ? DannInitialisation::BothRandom : DannInitialisation::Paper;
}

template <class Scalar>
std::unique_ptr<Layer<Scalar>> makeLayer(const LayerConfig& config, const LayerShape& shape) {
    if (config.kind == "dann")
        return std::make_unique<DannLayer<Scalar>>(
            DannShape{shape.inputs, shape.excitatory, shape.inhibitory},
            dannInitialisation(config.initialisation));
    return std::make_unique<DenseLayer<Scalar>>(
        DenseShape{shape.inputs, shape.outputs, config.kind == "columnei", shape.inhibitoryInputs});
}

} // namespace

template <class Scalar>
std::vector<std::unique_ptr<Layer<Scalar>>> makeLayers(const std::vector<LayerConfig>& layers, Index features,
                                                       Index classes) {
    requireSound(layers, features, classes);
    const auto shapes = checkArchitecture(layers, features, classes);
    std::vector<std::unique_ptr<Layer<Scalar>>> made;
    for (std::size_t i = 0; i < layers.size(); ++i)
        made.push_back(makeLayer<Scalar>(layers[i], shapes[i]));
    return made;
}

template std::vector<std::unique_ptr<Layer<float>>> makeLayers(const std::vector<LayerConfig>&, Index, Index);
template std::vector<std::unique_ptr<Layer<double>>> makeLayers(const std::vector<LayerConfig>&, Index,
                                                                Index);

} // namespace dalescope
