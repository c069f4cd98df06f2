// Whether a list of layers makes a network, and how large it would be: known before anything is allocated.
#pragma once

#include "core/common/feature_shape.h"
#include "core/settings/config.h"

#include <string>
#include <vector>

namespace dalescope {

/// One layer of a network that may or may not be sound.
struct LayerShape {
    FeatureShape in;             ///< an example as the layer before gives it
    Index inputs = 0;            ///< features of that
    Index inhibitoryInputs = 0;  ///< the last so many of them come from inhibitory units (ColumnEi)
    Index excitatory = 0;        ///< n_e; channels of a convolution
    Index inhibitory = 0;        ///< n_i
    bool passesSequence = false; ///< recurrent: the next layer sees every step, not only the last
    FeatureShape out;            ///< an example as the next layer sees it; for ColumnEi n_e + n_i features
    Index outputs = 0;           ///< features of that
    Index parameters = 0;
    std::string fault; ///< one sentence with the way out; empty where the layer is sound
};

/// The shape of one layer on its own: what it makes of `in`, whose last `inhibitoryInputs` features are
/// inhibitory. The fault is a size that does not fit. passesSequence: whether a recurrent layer follows.
LayerShape shapeOf(const LayerConfig& layer, const FeatureShape& in, Index inhibitoryInputs,
                   bool passesSequence);

/// Whether the next layer that has weights after `index` is recurrent.
bool recurrentFollows(const std::vector<LayerConfig>& layers, std::size_t index);

/// Shapes and faults of `layers` on examples of shape `in` with `classes` outputs; as long as `layers`.
std::vector<LayerShape> checkArchitecture(const std::vector<LayerConfig>& layers, const FeatureShape& in,
                                          Index classes);

/// Bytes that training such a network takes: weights, gradients and both running means of the Fisher
/// information.
double trainingBytes(const std::vector<LayerShape>& shapes);

/// Throws Error for the first fault, for an empty list, and for a network larger than this machine's memory.
void requireSound(const std::vector<LayerConfig>& layers, const FeatureShape& in, Index classes);

} // namespace dalescope
