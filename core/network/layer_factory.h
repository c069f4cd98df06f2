// From layers' settings to the layers.
#pragma once

#include "core/network/architecture.h"
#include "core/network/layer.h"
#include "core/network/transform.h"

#include <memory>
#include <vector>

namespace dalescope {

/// A layer with weights, and the steps without any that its input takes first.
template <class Scalar>
struct Stage {
    std::vector<std::unique_ptr<Transform<Scalar>>> transforms;
    std::unique_ptr<Layer<Scalar>> layer;
};

/// The stages of a network of sound `layers`, whose shapes are `shapes`.
template <class Scalar>
std::vector<Stage<Scalar>> makeStages(const std::vector<LayerConfig>& layers,
                                      const std::vector<LayerShape>& shapes);

} // namespace dalescope
