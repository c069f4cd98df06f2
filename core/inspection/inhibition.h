// What inhibits the units of a layer.
#pragma once

#include "core/network/layer.h"

#include <algorithm>

namespace dalescope {

/// Interneurons of the layer's own (DANN), inhibitory units of the layer before (ColumnEi), or the negative
/// ones among weights of both signs.
enum class Inhibition { Interneurons, Columns, NegativeWeights };

inline Inhibition inhibitionOf(const Layer<float>& layer) {
    const auto& specs = layer.layout().specs;
    if (std::ranges::find(specs, "WEI", &ParameterSpec::role) != specs.end())
        return Inhibition::Interneurons;
    return specs.front().nonNegative ? Inhibition::Columns : Inhibition::NegativeWeights;
}

} // namespace dalescope
