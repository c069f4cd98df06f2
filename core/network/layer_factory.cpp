#include "core/network/layer_factory.h"

#include "core/network/conv_layer.h"
#include "core/network/dann_layer.h"
#include "core/network/dense_layer.h"
#include "core/network/dropout.h"
#include "core/network/norm_layer.h"
#include "core/network/pooling.h"
#include "core/network/recurrent_layer.h"
#include "core/settings/layer_kinds.h"

namespace dalescope {

namespace {

DannInitialisation dannInitialisation(const std::string& name) {
    if (name == "reference")
        return DannInitialisation::Reference;
    return name == "both-random" ? DannInitialisation::BothRandom : DannInitialisation::Paper;
}

template <class Scalar>
std::unique_ptr<Layer<Scalar>> makeConvolution(const LayerConfig& config, const LayerShape& shape) {
    const ConvGeometry geometry{shape.in.channels, shape.in.rows, shape.in.columns,
                                config.kernel,     config.stride, config.padding};
    ParameterLayout layout;
    if (config.kind == "conv") {
        const LinearCore<Scalar> core({geometry.patch(), shape.excitatory}, "W", layout);
        return std::make_unique<ConvLayer<LinearCore<Scalar>>>(geometry, core, layout);
    }
    const DannCore<Scalar> core({geometry.patch(), shape.excitatory, shape.inhibitory},
                                dannInitialisation(config.initialisation), "", layout);
    return std::make_unique<ConvLayer<DannCore<Scalar>>>(geometry, core, layout);
}

template <class Scalar>
std::unique_ptr<Layer<Scalar>> makeRecurrent(const LayerConfig& config, const LayerShape& shape) {
    const StepShape steps{shape.in.channels, shape.in.rows, shape.in.columns};
    const Index n = shape.excitatory;
    ParameterLayout layout;
    if (config.kind == "rnn") {
        const LinearCore<Scalar> hidden({n, n, LinearInitialisation::Orthogonal}, "W", layout);
        layout.addVector("b", n);
        const LinearCore<Scalar> input({steps.units(), n}, "U", layout);
        return std::make_unique<RecurrentLayer<LinearCore<Scalar>>>(steps, shape.passesSequence, hidden,
                                                                    input, layout);
    }
    const auto initialisation = dannInitialisation(config.initialisation);
    const DannCore<Scalar> hidden({n, n, shape.inhibitory}, initialisation, "", layout);
    layout.addVector("b", n);
    const DannCore<Scalar> input({steps.units(), n, shape.inhibitory}, initialisation, "U", layout);
    return std::make_unique<RecurrentLayer<DannCore<Scalar>>>(steps, shape.passesSequence, hidden, input,
                                                              layout);
}

template <class Scalar>
std::unique_ptr<Layer<Scalar>> makeLayer(const LayerConfig& config, const LayerShape& shape) {
    if (isConvolution(config.kind))
        return makeConvolution<Scalar>(config, shape);
    if (isRecurrent(config.kind))
        return makeRecurrent<Scalar>(config, shape);
    if (config.kind == "dann")
        return std::make_unique<DannLayer<Scalar>>(
            DannShape{shape.inputs, shape.excitatory, shape.inhibitory},
            dannInitialisation(config.initialisation));
    if (config.kind == "layernorm" || config.kind == "batchnorm")
        return std::make_unique<NormLayer<Scalar>>(config.kind == "layernorm" ? Norm::Layer : Norm::Batch,
                                                   shape.inputs, shape.outputs);
    return std::make_unique<DenseLayer<Scalar>>(
        DenseShape{shape.inputs, shape.outputs, config.kind == "columnei", shape.inhibitoryInputs});
}

/// Null for a step that does nothing to the features.
template <class Scalar>
std::unique_ptr<Transform<Scalar>> makeTransform(const LayerConfig& config, const LayerShape& shape,
                                                 std::size_t position) {
    if (config.kind == "dropout")
        return std::make_unique<Dropout<Scalar>>(config.rate, position);
    if (config.kind == "max-pool" || config.kind == "avg-pool")
        return std::make_unique<Pooling<Scalar>>(PoolShape{shape.in.channels, shape.in.rows, shape.in.columns,
                                                           config.size, config.kind == "avg-pool"});
    return nullptr;
}

} // namespace

template <class Scalar>
std::vector<Stage<Scalar>> makeStages(const std::vector<LayerConfig>& layers,
                                      const std::vector<LayerShape>& shapes) {
    std::vector<Stage<Scalar>> stages;
    Stage<Scalar> next;
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (layerKind(layers[i].kind).weights) {
            next.layer = makeLayer<Scalar>(layers[i], shapes[i]);
            stages.push_back(std::move(next));
            next = {};
        } else if (auto transform = makeTransform<Scalar>(layers[i], shapes[i], i)) {
            next.transforms.push_back(std::move(transform));
        }
    return stages;
}

template std::vector<Stage<float>> makeStages(const std::vector<LayerConfig>&,
                                              const std::vector<LayerShape>&);
template std::vector<Stage<double>> makeStages(const std::vector<LayerConfig>&,
                                               const std::vector<LayerShape>&);

} // namespace dalescope
