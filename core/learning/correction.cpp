#include "core/learning/correction.h"

namespace dalescope {

double heuristicFactor(const ParameterSpec& spec, const LearningConfig& learning) {
    const bool off = (spec.name == "WIE" && !learning.correctWIE) ||
                     (spec.name == "WEI" && !learning.correctWEI) ||
                     (spec.name == "alpha" && !learning.correctAlpha);
    return off ? 1 : spec.correction;
}

} // namespace dalescope
