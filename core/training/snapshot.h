// Weights as a NumPy archive: layers.i.NAME arrays and meta.json.
#pragma once

#include "core/io/npz.h"
#include "core/network/network.h"

#include <filesystem>
#include <string>

namespace dalescope {

struct SnapshotMeta {
    std::string dataset;
    FeatureShape input; ///< an example
    std::int64_t update = 0, seed = 0;
};

/// Shapes as in the layer's parameters (WEE n_e x d, alpha n_i; kernels n x channels x rows x columns),
/// float32. Layer i counts the layers with weights from 0. Batch norm's running statistics stand among the
/// parameters. meta.json names every one of `layers`, also those without weights, with all that is needed to
/// build it again, and its interventions where it has any, whose random shares come from the seed.
Npz makeSnapshot(const Network<float>& network, const std::vector<LayerConfig>& layers,
                 const SnapshotMeta& meta);

/// `flat` of `spec` as a C-order array.
template <class Scalar>
NpyArray parameterArray(const Vector<Scalar>& flat, const ParameterSpec& spec);

/// Sets the part `spec` of `flat` from the array `name`. Throws Error naming `file`, which is for the message
/// only, where the array is absent or of another shape.
template <class Scalar>
void readParameter(const Npz& npz, const std::string& name, const ParameterSpec& spec, Vector<Scalar>& flat,
                   const std::filesystem::path& file);

/// Sets all that a snapshot holds of a layer from the arrays whose names begin with `prefix` ("layers.0.").
/// Throws Error as readParameter() does.
template <class Scalar>
void readLayer(Layer<Scalar>& layer, const Npz& npz, const std::string& prefix,
               const std::filesystem::path& file);

/// The version written in snapshots and shown by --version.
const char* programVersion();

} // namespace dalescope
