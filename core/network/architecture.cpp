#include "core/network/architecture.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/settings/layer_kinds.h"

#include <algorithm>
#include <cmath>
#include <unistd.h>

namespace dalescope {

namespace {

std::string number(Index n) {
    return std::to_string(n);
}

std::string unitsText(Index n) {
    return number(n) + (n == 1 ? " unit" : " units");
}

std::string square(Index side) {
    return number(side) + " x " + number(side);
}

std::string sizeFault(const LayerConfig& layer) {
    if (layer.units < 1)
        return "It has " + unitsText(layer.units) + "; give it one or more.";
    if (layer.kernel < 1 || layer.stride < 1 || layer.padding < 0 || layer.size < 1)
        return "Its kernel, stride and window must be 1 or more and its padding 0 or more; correct them.";
    if (!(layer.rate >= 0 && layer.rate < 1))
        return "Its dropout rate is not from 0 to below 1; give one such as 0.5.";
    return "";
}

std::string inputFault(const LayerConfig& layer, const FeatureShape& in) {
    const bool pool = layer.kind == "max-pool" || layer.kind == "avg-pool";
    if ((isConvolution(layer.kind) || pool) && !in.isImage())
        return std::string(pool ? "Pooling" : "A convolution") +
               " needs an image, and what comes before it gives " + in.text() +
               (in.isFlat() ? " features" : "") +
               " without rows and columns; put it before the first dense or recurrent layer.";
    if (isRecurrent(layer.kind) && in.isFlat())
        return "A recurrent layer needs a sequence, and what comes before it gives " + in.text() +
               " features without steps; put it before the first dense layer.";
    if (isConvolution(layer.kind)) {
        const Index room = std::min(in.rows, in.columns) + 2 * layer.padding;
        if (layer.kernel > room)
            return "Its " + square(layer.kernel) + " kernel does not fit on the image of " + in.text() +
                   " with a padding of " + number(layer.padding) + "; make the kernel at most " +
                   number(room) + ".";
    }
    if (pool && layer.size > std::min(in.rows, in.columns))
        return "Pooling windows of " + square(layer.size) + " leave nothing of an image of " + in.text() +
               "; make them smaller or remove the layer.";
    return "";
}

/// Parameters of an inhibited product on d inputs, without the bias.
Index coreParameters(Index d, Index ne, Index ni) {
    return ne * d + ni * d + ne * ni + ni + ne;
}

Index parameterCount(const LayerConfig& layer, const LayerShape& s) {
    const Index d = s.inputs, ne = s.excitatory, ni = s.inhibitory;
    const Index patch = s.in.channels * layer.kernel * layer.kernel, step = s.in.channels * s.in.columns;
    if (layer.kind == "dann")
        return coreParameters(d, ne, ni) + ne;
    if (layer.kind == "dann-conv")
        return coreParameters(patch, ne, ni) + ne;
    if (layer.kind == "recurrent")
        return coreParameters(ne, ne, ni) + coreParameters(step, ne, ni) + ne;
    if (layer.kind == "conv")
        return ne * (patch + 1);
    if (layer.kind == "rnn")
        return ne * (ne + step + 1);
    if (layer.kind == "layernorm" || layer.kind == "batchnorm")
        return ne * (d + 2);
    return (layer.kind == "columnei" ? ne + ni : ne) * (d + 1);
}

FeatureShape outputOf(const LayerConfig& layer, const LayerShape& s) {
    const auto along = [&](Index length) {
        return (length + 2 * layer.padding - layer.kernel) / layer.stride + 1;
    };
    if (isConvolution(layer.kind))
        return FeatureShape::image(s.excitatory, along(s.in.rows), along(s.in.columns));
    if (layer.kind == "max-pool" || layer.kind == "avg-pool")
        return FeatureShape::image(s.in.channels, s.in.rows / layer.size, s.in.columns / layer.size);
    if (layer.kind == "dropout")
        return s.in;
    if (layer.kind == "flatten")
        return s.inputs;
    if (isRecurrent(layer.kind) && s.passesSequence)
        return FeatureShape::sequence(s.in.rows, s.excitatory);
    return layer.kind == "columnei" ? s.excitatory + s.inhibitory : s.excitatory;
}

/// Faults of a layer among others; those of its own sizes are in shape.fault already.
std::string findFault(const LayerConfig& layer, const LayerShape& shape, bool first, bool last,
                      Index classes) {
    const LayerKind& kind = layerKind(layer.kind);
    if (kind.weights && layer.kind != "columnei" && shape.inhibitoryInputs > 0)
        return "The layer before it has inhibitory outputs, which only a ColumnEi layer can take; make this "
               "one ColumnEi, or set the inhibitory units of the layer before to 0.";
    if (layer.kind == "columnei" && !first && shape.inhibitoryInputs == 0)
        return "No input is inhibitory, so all its weights would be positive; give the layer before it "
               "inhibitory units, and make it ColumnEi.";
    if (last && layer.kind == "columnei" && shape.inhibitory > 0)
        return "The output layer has inhibitory units, which nothing follows; set them to 0.";
    if (last && (!kind.weights || isConvolution(layer.kind) || isRecurrent(layer.kind)))
        return "The output layer is of kind " + kind.label + " and not a dense one; add a dense layer of " +
               unitsText(classes) + " after it.";
    if (last && layer.units != classes)
        return "The output layer has " + unitsText(layer.units) + " but the data set has " + number(classes) +
               " classes; set its units to " + number(classes) + ".";
    return interventionFault(layer, last);
}

double physicalMemory() {
    return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
}

} // namespace

LayerShape shapeOf(const LayerConfig& layer, const FeatureShape& in, Index inhibitoryInputs,
                   bool passesSequence) {
    const LayerKind& kind = layerKind(layer.kind);
    LayerShape shape;
    shape.in = shape.out = in;
    shape.inputs = shape.outputs = in.features();
    shape.inhibitoryInputs = inhibitoryInputs;
    shape.passesSequence = passesSequence && isRecurrent(layer.kind);
    shape.fault = sizeFault(layer);
    if (kind.weights) {
        shape.excitatory = layer.units;
        if (kind.inhibited || layer.kind == "columnei")
            shape.inhibitory = layer.inhibitory.count(layer.units);
    }
    if (shape.fault.empty())
        shape.fault = inputFault(layer, in);
    if (shape.fault.empty() && kind.inhibited && shape.inhibitory < 1)
        shape.fault = layer.inhibitory.text() + " of " + unitsText(layer.units) +
                      " gives no inhibitory unit; a DANN layer needs one or more.";
    if (!shape.fault.empty())
        return shape;
    if (kind.weights)
        shape.parameters = parameterCount(layer, shape);
    shape.out = outputOf(layer, shape);
    shape.outputs = shape.out.features();
    return shape;
}

bool recurrentFollows(const std::vector<LayerConfig>& layers, std::size_t index) {
    while (++index < layers.size() && !layerKind(layers[index].kind).weights)
        if (layers[index].kind != "dropout")
            return false; // anything else than dropout would see a flat example anyway
    return index < layers.size() && isRecurrent(layers[index].kind);
}

std::vector<LayerShape> checkArchitecture(const std::vector<LayerConfig>& layers, const FeatureShape& in,
                                          Index classes) {
    std::vector<LayerShape> shapes;
    FeatureShape features = in;
    Index inhibitory = 0;
    bool first = true;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const LayerConfig& layer = layers[i];
        LayerShape shape = shapeOf(layer, features, inhibitory, recurrentFollows(layers, i));
        if (shape.fault.empty())
            shape.fault = findFault(layer, shape, first, i + 1 == layers.size(), classes);
        if (layerKind(layer.kind).weights) {
            first = false;
            inhibitory = layer.kind == "columnei" ? shape.inhibitory : 0;
        }
        features = shape.out;
        shapes.push_back(shape);
    }
    return shapes;
}

double trainingBytes(const std::vector<LayerShape>& shapes) {
    double parameters = 0;
    for (const auto& shape : shapes)
        parameters += static_cast<double>(shape.parameters);
    return parameters * 4 * sizeof(float);
}

void requireSound(const std::vector<LayerConfig>& layers, const FeatureShape& in, Index classes) {
    if (layers.empty())
        throw Error("network.layers", "the network has no layer",
                    "add one with as many units as there are classes");
    const auto shapes = checkArchitecture(layers, in, classes);
    for (std::size_t i = 0; i < shapes.size(); ++i)
        if (!shapes[i].fault.empty()) {
            std::string fault = shapes[i].fault;
            const auto split = fault.find("; ");
            fault.pop_back();
            throw Error("network.layers." + std::to_string(i), fault.substr(0, split),
                        fault.substr(split + 2));
        }
    const double gibibyte = 1 << 30;
    if (const double bytes = trainingBytes(shapes); bytes > 0.8 * physicalMemory())
        throw Error("network.layers",
                    "training this network takes " + shortNumber(std::round(bytes / gibibyte)) +
                        " GiB and this machine has " + shortNumber(std::round(physicalMemory() / gibibyte)) +
                        " GiB",
                    "use fewer units");
}

} // namespace dalescope
