// How well a gradient, plain or corrected by the heuristic, points along the one corrected by the Fisher
// information (figure 2).
#pragma once

#include "core/learning/fisher.h"

namespace dalescope {

/// Cosines with the Fisher-corrected gradient; NaN where one of the two is zero.
struct Cosines {
    double corrected = 0;   ///< of the heuristic-corrected gradient
    double uncorrected = 0; ///< of the plain one
};

struct Alignment {
    Cosines network;
    std::vector<Cosines> layers;
};

/// Of the gradients that `fisher` was last advanced with. The heuristic is that of `learning`'s switches, in
/// use or not.
template <class Scalar>
void measureAlignment(const Network<Scalar>& network, const DiagonalFisher<Scalar>& fisher,
                      const LearningConfig& learning, Alignment& alignment);

} // namespace dalescope
