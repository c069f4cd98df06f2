#include "core/training/snapshot.h"

#include <nlohmann/json.hpp>

namespace dalescope {

const char* programVersion() {
    return DALESCOPE_VERSION;
}

template <class Scalar>
NpyArray parameterArray(const Vector<Scalar>& flat, const ParameterSpec& spec) {
    const auto values = view(flat, spec);
    std::vector<Scalar> rowMajor;
    rowMajor.reserve(static_cast<std::size_t>(spec.count()));
    for (Index row = 0; row < spec.rows; ++row)
        for (Index column = 0; column < spec.columns; ++column)
            rowMajor.push_back(values(row, column));
    return NpyArray::of(rowMajor, spec.vector ? std::vector<std::int64_t>{spec.rows}
                                              : std::vector<std::int64_t>{spec.rows, spec.columns});
}

template NpyArray parameterArray(const Vector<float>&, const ParameterSpec&);
template NpyArray parameterArray(const Vector<double>&, const ParameterSpec&);

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
            layer["shapes"][spec.name] =
                spec.vector ? std::vector<Index>{spec.rows} : std::vector<Index>{spec.rows, spec.columns};
        }
        json["layers"].push_back(layer);
    }
    npz.texts["meta.json"] = json.dump(2) + "\n";
    return npz;
}

} // namespace dalescope
