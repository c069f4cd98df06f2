#include "core/learning/correction.h"

namespace dalescope {

double heuristicFactor(const ParameterSpec& spec, const LearningConfig& learning) {
    const bool off = (spec.name == "WIE" && !learning.correctWIE) ||
                     (spec.name == "WEI" && !learning.correctWEI) ||
                     (spec.name == "alpha" && !learning.correctAlpha);
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
