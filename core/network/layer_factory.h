// From a layer's settings to the layer.
#pragma once

#include "core/network/layer.h"
#include "core/settings/config.h"

#include <memory>
#include <vector>

namespace dalescope {

/// The layers of a network on `features` inputs with `classes` outputs. Throws Error (see requireSound).
template <class Scalar>
std::vector<std::unique_ptr<Layer<Scalar>>> makeLayers(const std::vector<LayerConfig>& layers, Index features,
                                                       Index classes);

} // namespace dalescope
