#include "core/learning/correction.h"

namespace dalescope {

double heuristicFactor(const ParameterSpec& spec, const LearningConfig& learning) {
    const std::string role = spec.role();
    const bool off = (role == "WIE" && !learning.correctWIE) || (role == "WEI" && !learning.correctWEI) ||
                     (role == "alpha" && !learning.correctAlpha);
    return off ? 1 : spec.correction;
}

void correctionFactors(const ParameterLayout& layout, const LearningConfig& learning,
                       std::vector<double>& factors) {
    const bool heuristic = learning.correction == "heuristic";
    factors.clear();
    for (const auto& spec : layout.specs)
        factors.push_back(heuristic ? heuristicFactor(spec, learning) : 1);
}

} // namespace dalescope
