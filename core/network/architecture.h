// Whether a list of layers makes a network, and how large it would be: known before anything is allocated.
#pragma once

#include "core/settings/config.h"

#include <string>
#include <vector>

namespace dalescope {

/// One layer of a network that may or may not be sound.
struct LayerShape {
    Index inputs = 0;           ///< d
    Index inhibitoryInputs = 0; ///< the last so many of them come from inhibitory units (ColumnEi)
    Index excitatory = 0;       ///< n_e
    Index inhibitory = 0;       ///< n_i
    Index outputs = 0;          ///< what the next layer sees: n_e, or n_e + n_i for ColumnEi
    Index parameters = 0;
    std::string fault; ///< one sentence with the way out; empty where the layer is sound
};

/// Shapes and faults of `layers` on `features` inputs with `classes` outputs; as long as `layers`.
std::vector<LayerShape> checkArchitecture(const std::vector<LayerConfig>& layers, Index features,
                                          Index classes);

/// Bytes that training such a network takes: weights, gradients and both running means of the Fisher
/// information.
double trainingBytes(const std::vector<LayerShape>& shapes);

/// Throws Error for the first fault, for an empty list, and for a network larger than this machine's memory.
void requireSound(const std::vector<LayerConfig>& layers, Index features, Index classes);

} // namespace dalescope
