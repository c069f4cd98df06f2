#include "core/learning/correction.h"

namespace dalescope {

double heuristicFactor(const ParameterSpec& spec, const LearningConfig& learning) {
    const std::string role = spec.role();
    const bool off = (role == "WIE" && !learning.correctWIE) || (role == "WEI" && !learning.correctWEI) ||
                     (role == "alpha" && !learning.correctAlpha);
    return off ? 1 : spec.correction;
}

bool isFrozen(const ParameterSpec& spec, const FrozenConfig& freeze) {
    const std::string role = spec.role();
    return (role == "WEE" && freeze.WEE) || (role == "WIE" && freeze.WIE) || (role == "WEI" && freeze.WEI) ||
           (role == "alpha" && freeze.alpha) || (role == "g" && freeze.g) || (role == "b" && freeze.b) ||
           ((role == "W" || role == "U") && freeze.W);
}

void correctionFactors(const ParameterLayout& layout, const LearningConfig& learning,
                       std::vector<double>& factors) {
    const bool heuristic = learning.correction == "heuristic";
    factors.clear();
    for (const auto& spec : layout.specs)
        factors.push_back(isFrozen(spec, learning.freeze) ? 0
                          : heuristic                     ? heuristicFactor(spec, learning)
                                                          : 1);
}

} // namespace dalescope
