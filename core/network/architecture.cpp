#include "core/network/architecture.h"

#include "core/common/error.h"
#include "core/common/text.h"

#include <cmath>
#include <unistd.h>

namespace dalescope {

namespace {

Index parameterCount(const std::string& kind, Index d, Index ne, Index ni) {
    if (kind == "dann")
        return ne * d + ni * d + ne * ni + ni + 2 * ne;
    return (kind == "columnei" ? ne + ni : ne) * (d + 1);
}

std::string findFault(const LayerConfig& layer, const LayerShape& shape, bool first, bool last,
                      Index classes) {
    if (layer.kind == "dann" && shape.inhibitory < 1)
        return layer.inhibitory.text() + " of " + std::to_string(layer.units) +
               " units gives no inhibitory unit; a DANN layer needs one or more.";
    if (layer.kind != "columnei" && shape.inhibitoryInputs > 0)
        return "The layer before it has inhibitory outputs, which only a ColumnEi layer can take; make this "
               "one "
               "ColumnEi, or set the inhibitory units of the layer before to 0.";
    if (layer.kind == "columnei" && !first && shape.inhibitoryInputs == 0)
        return "No input is inhibitory, so all its weights would be positive; give the layer before it "
               "inhibitory "
               "units, and make it ColumnEi.";
    if (last && layer.kind == "columnei" && shape.inhibitory > 0)
        return "The output layer has inhibitory units, which nothing follows; set them to 0.";
    if (last && layer.units != classes)
        return "The output layer has " + std::to_string(layer.units) + " units but the data set has " +
               std::to_string(classes) + " classes; set its units to " + std::to_string(classes) + ".";
    return "";
}

double physicalMemory() {
    return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
}

} // namespace

std::vector<LayerShape> checkArchitecture(const std::vector<LayerConfig>& layers, Index features,
                                          Index classes) {
    std::vector<LayerShape> shapes;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const LayerConfig& layer = layers[i];
        LayerShape shape;
        shape.inputs = i == 0 ? features : shapes.back().outputs;
        const bool afterColumns = i > 0 && layers[i - 1].kind == "columnei";
        shape.inhibitoryInputs = afterColumns ? shapes.back().inhibitory : 0;
        shape.excitatory = layer.units;
        shape.inhibitory = layer.kind == "mlp" ? 0 : layer.inhibitory.count(layer.units);
        shape.outputs = shape.excitatory + (layer.kind == "columnei" ? shape.inhibitory : 0);
        shape.parameters = parameterCount(layer.kind, shape.inputs, shape.excitatory, shape.inhibitory);
        shape.fault = findFault(layer, shape, i == 0, i + 1 == layers.size(), classes);
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

void requireSound(const std::vector<LayerConfig>& layers, Index features, Index classes) {
    if (layers.empty())
        throw Error("network.layers", "the network has no layer",
                    "add one with as many units as there are classes");
    const auto shapes = checkArchitecture(layers, features, classes);
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
