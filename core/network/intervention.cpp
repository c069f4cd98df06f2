#include "core/network/intervention.h"

#include "core/settings/layer_kinds.h"

namespace dalescope {

Intervention interventionOn(const LayerConfig& layer, std::size_t index, std::uint64_t seed) {
    const InterventionConfig& config = layer.intervention;
    Intervention result;
    if (config.isNone())
        return result;
    const bool dann = layerKind(layer.kind).inhibited, columns = layer.kind == "columnei";
    const Index excitatory = layer.units,
                inhibitory = dann || columns ? layer.inhibitory.count(layer.units) : 0;
    const auto choose = [&](const UnitChoice& choice, Index units, std::uint64_t population) {
        return choice.of(units, seed, 4 * index + population);
    };
    result.subtractive = dann || columns ? config.subtractive : 1;
    result.divisive = dann ? config.divisive : 1;
    result.drive = config.drive;
    result.silenced = choose(config.silencedExcitatory, excitatory, 0);
    result.driven = choose(config.drivenExcitatory, excitatory, 1);
    result.silencedInhibitory = choose(config.silencedInhibitory, inhibitory, 2);
    result.drivenInhibitory = choose(config.drivenInhibitory, inhibitory, 3);
    if (columns) {
        const auto append = [&](std::vector<Index>& units, std::vector<Index>& more) {
            for (const Index unit : more)
                units.push_back(excitatory + unit);
            more.clear();
        };
        append(result.silenced, result.silencedInhibitory);
        append(result.driven, result.drivenInhibitory);
    }
    return result;
}

} // namespace dalescope
