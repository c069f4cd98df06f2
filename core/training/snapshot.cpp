#include "core/training/snapshot.h"

#include "core/common/error.h"

#include <nlohmann/json.hpp>

namespace dalescope {

const char* programVersion() {
    return DALESCOPE_VERSION;
}

namespace {

std::vector<std::int64_t> arrayShape(const ParameterSpec& spec) {
    return spec.vector ? std::vector<std::int64_t>{spec.rows}
                       : std::vector<std::int64_t>{spec.rows, spec.columns};
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
        throw Error(file.string(), name + " does not fit the shapes of its layer's other arrays",
                    "check the snapshot");
    using RowMajor = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const auto values = array.as<Scalar>();
    view(flat, spec) = Eigen::Map<const RowMajor>(values.data(), spec.rows, spec.columns);
}

template <class Scalar>
void readLayer(Layer<Scalar>& layer, const Npz& npz, const std::string& prefix,
               const std::filesystem::path& file) {
    for (const auto& spec : layer.layout().specs)
        readParameter(npz, prefix + spec.name, spec, layer.parameters(), file);
}

template void readParameter(const Npz&, const std::string&, const ParameterSpec&, Vector<float>&,
                            const std::filesystem::path&);
template void readLayer(Layer<float>&, const Npz&, const std::string&, const std::filesystem::path&);
template void readLayer(Layer<double>&, const Npz&, const std::string&, const std::filesystem::path&);

Npz makeSnapshot(const Network<float>& network, const std::vector<LayerConfig>& layers,
                 const SnapshotMeta& meta) {
    Npz npz;
    nlohmann::ordered_json json = {{"format", "dalescope-snapshot"},
                                   {"version", programVersion()},
                                   {"dataset", meta.dataset},
                                   {"update", meta.update},
                                   {"seed", meta.seed}};
    for (std::size_t i = 0; i < network.size(); ++i) {
        nlohmann::ordered_json layer = {
            {"kind", layers[i].kind}, {"inputs", network[i].inputs()}, {"outputs", network[i].outputs()}};
        if (layers[i].kind == "columnei") {
            const bool after = i > 0 && layers[i - 1].kind == "columnei";
            layer["inhibitory_inputs"] = after ? layers[i - 1].inhibitory.count(layers[i - 1].units) : 0;
        }
        for (const auto& spec : network[i].layout().specs) {
            npz.arrays["layers." + std::to_string(i) + "." + spec.name] =
                parameterArray(network[i].parameters(), spec);
            layer["shapes"][spec.name] = arrayShape(spec);
        }
        json["layers"].push_back(layer);
    }
    npz.texts["meta.json"] = json.dump(2) + "\n";
    return npz;
}

} // namespace dalescope
