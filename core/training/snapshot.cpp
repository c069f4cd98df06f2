#include "core/training/snapshot.h"

#include "core/common/error.h"
#include "core/settings/field.h"
#include "core/settings/layer_kinds.h"

#include <nlohmann/json.hpp>

namespace dalescope {

const char* programVersion() {
    return DALESCOPE_VERSION;
}

namespace {

std::vector<std::int64_t> arrayShape(const ParameterSpec& spec) {
    const auto shape = spec.shape();
    return {shape.begin(), shape.end()};
}

std::string text(const std::vector<std::int64_t>& shape) {
    std::string joined;
    for (const auto n : shape)
        joined += (joined.empty() ? "" : " x ") + std::to_string(n);
    return joined.empty() ? "a single number" : joined;
}

} // namespace

template <class Scalar>
NpyArray parameterArray(const Vector<Scalar>& flat, const ParameterSpec& spec) {
    const auto values = view(flat, spec);
    std::vector<Scalar> rowMajor;
    rowMajor.reserve(static_cast<std::size_t>(spec.count()));
    for (Index row = 0; row < spec.rows; ++row)
        for (Index column = 0; column < spec.columns; ++column)
            rowMajor.push_back(values(row, column));
    return NpyArray::of(rowMajor, arrayShape(spec));
}

template NpyArray parameterArray(const Vector<float>&, const ParameterSpec&);
template NpyArray parameterArray(const Vector<double>&, const ParameterSpec&);

template <class Scalar>
void readParameter(const Npz& npz, const std::string& name, const ParameterSpec& spec, Vector<Scalar>& flat,
                   const std::filesystem::path& file) {
    const NpyArray& array = npz.array(name, file);
    if (array.shape != arrayShape(spec))
        throw Error(file.string(),
                    name + " is " + text(array.shape) + ", and its place in the network takes " +
                        text(arrayShape(spec)),
                    "check the snapshot and the order of its layers");
    using RowMajor = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const auto values = array.as<Scalar>();
    view(flat, spec) = Eigen::Map<const RowMajor>(values.data(), spec.rows, spec.columns);
}

template <class Scalar>
void readLayer(Layer<Scalar>& layer, const Npz& npz, const std::string& prefix,
               const std::filesystem::path& file) {
    for (const auto& spec : layer.layout().specs)
        readParameter(npz, prefix + spec.name, spec, layer.parameters(), file);
    for (const auto& spec : layer.stateLayout().specs)
        if (npz.arrays.contains(prefix + spec.name)) // another program's snapshot need not have them
            readParameter(npz, prefix + spec.name, spec, layer.state(), file);
}

template void readParameter(const Npz&, const std::string&, const ParameterSpec&, Vector<float>&,
                            const std::filesystem::path&);
template void readLayer(Layer<float>&, const Npz&, const std::string&, const std::filesystem::path&);
template void readLayer(Layer<double>&, const Npz&, const std::string&, const std::filesystem::path&);

namespace {

using Json = nlohmann::ordered_json;

/// The settings that build the layer again, inhibitory units as the number that came of them, and what is
/// done to its units, where anything is.
Json settingsOf(const LayerConfig& layer) {
    Json json = {{"kind", layer.kind}};
    for (const auto& field : layerFields())
        if (field.path == "inhibitory" && appliesTo(field, layer.kind))
            json[field.path] = layer.inhibitory.count(layer.units);
        else if (field.path != "kind" && appliesTo(field, layer.kind) &&
                 !(field.editableInRun && field.get(layer) == field.fallback()))
            std::visit([&](const auto& value) { json[field.path] = value; }, field.get(layer));
    return json;
}

} // namespace

Npz makeSnapshot(const Network<float>& network, const std::vector<LayerConfig>& layers,
                 const SnapshotMeta& meta) {
    Npz npz;
    Json json = {{"format", "dalescope-snapshot"},
                 {"version", programVersion()},
                 {"dataset", meta.dataset},
                 {"update", meta.update},
                 {"seed", meta.seed},
                 {"input", {meta.input.channels, meta.input.rows, meta.input.columns}}};
    std::size_t index = 0;
    Index inhibitoryInputs = 0;
    for (const auto& config : layers) {
        Json layer = settingsOf(config);
        if (layerKind(config.kind).weights) {
            const auto& own = network[index];
            layer["inputs"] = own.inputs();
            layer["outputs"] = own.outputs();
            if (config.kind == "columnei")
                layer["inhibitory_inputs"] = inhibitoryInputs;
            inhibitoryInputs = config.kind == "columnei" ? config.inhibitory.count(config.units) : 0;
            const std::string prefix = "layers." + std::to_string(index++) + ".";
            for (const auto& spec : own.layout().specs) {
                npz.arrays[prefix + spec.name] = parameterArray(own.parameters(), spec);
                layer["shapes"][spec.name] = arrayShape(spec);
            }
            for (const auto& spec : own.stateLayout().specs)
                npz.arrays[prefix + spec.name] = parameterArray(own.state(), spec);
        }
        json["layers"].push_back(layer);
    }
    npz.texts["meta.json"] = json.dump(2) + "\n";
    return npz;
}

} // namespace dalescope
