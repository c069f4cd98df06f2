// How a layer's values are spread, now and over the course of the run.
#pragma once

#include "core/training/weight_history.h"

#include <string>
#include <vector>

namespace dalescope {

/// One parameter's values as a picture.
struct WeightSpread {
    std::string name;
    bool nonNegative = false;
    bool inhibitory = false; ///< WIE, WEI, alpha
    double low = 0,
           high = 1; ///< values that the rows lie between; at no moment are more than 0.1 % beyond an end
    std::int64_t last = 0;   ///< updates: time runs from 0 to it
    Matrix<float> density;   ///< value rows (from low up) x times: share of the values in that row
    std::vector<double> now; ///< the same of all values as they are
    double zeros = 0;        ///< share of them that is exactly 0
};

/// Of all parameters of `layer`, the `number`-th of its network, after `update` updates. Between two moments
/// of the history the earlier one stands.
std::vector<WeightSpread> weightSpreads(const Layer<float>& layer, std::size_t number, std::int64_t update,
                                        const WeightHistory& history, Index rows = 72, Index times = 160);

} // namespace dalescope
