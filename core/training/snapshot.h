// Weights as a NumPy archive: layers.i.NAME arrays and meta.json.
#pragma once

#include "core/io/npz.h"
#include "core/network/network.h"

#include <filesystem>
#include <string>

namespace dalescope {

struct SnapshotMeta {
    std::string dataset;
    std::int64_t update = 0, seed = 0;
};

/// Shapes as in the layer's parameters (WEE n_e x d, alpha n_i), float32. Layer i counts from 0.
Npz makeSnapshot(const Network<float>& network, const std::vector<LayerConfig>& layers,
                 const SnapshotMeta& meta);

/// `flat` of `spec` as a C-order array.
template <class Scalar>
NpyArray parameterArray(const Vector<Scalar>& flat, const ParameterSpec& spec);

/// The version written in snapshots and shown by --version.
const char* programVersion();

} // namespace dalescope
