// The one list of what a layer can be.
#pragma once

#include "core/settings/config.h"

#include <string>
#include <vector>

namespace dalescope {

struct LayerKind {
    std::string name;                ///< as stored: "dann-conv"
    std::string label;               ///< as shown: "DANN convolution"
    bool weights;                    ///< has parameters, and so a place in the snapshot and in the plots
    bool inhibited;                  ///< DANN: needs inhibitory units
    std::vector<std::string> fields; ///< paths of the settings that mean something for it, besides "kind"
    /// Roles of its parameters (see ParameterSpec::role()), and which of them are clamped at zero.
    std::vector<std::string> parameters, clamped;
    std::string brief = {}; ///< the label where there is little room; empty: as it is
};

/// All of them, in the order in which editors offer them.
const std::vector<LayerKind>& layerKinds();

/// The kind of that name, which must be one of them.
const LayerKind& layerKind(const std::string& name);

/// Whether such a layer is recurrent, and so takes and may pass on sequences.
bool isRecurrent(const std::string& kind);
/// Whether such a layer is a convolution.
bool isConvolution(const std::string& kind);

/// The layers that have weights, in order: layer i of a Network, of a snapshot and of the plots is the i-th
/// of these.
std::vector<LayerConfig> layersWithWeights(const std::vector<LayerConfig>& layers);

/// What plots, inspectors and snapshots call the layer in that place: "2" of the third one that has weights.
/// A dash for one without.
std::string layerNumber(const std::vector<LayerConfig>& layers, std::ptrdiff_t place);

} // namespace dalescope
