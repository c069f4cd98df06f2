#include "core/settings/interventions.h"

#include "core/settings/config.h"

namespace dalescope {

bool InterventionConfig::isNone() const {
    return subtractive == 1 && divisive == 1 && silencedExcitatory.isEmpty() &&
           silencedInhibitory.isEmpty() &&
           (drive == 0 || (drivenExcitatory.isEmpty() && drivenInhibitory.isEmpty()));
}

std::string interventionFault(const LayerConfig& layer, bool last) {
    const InterventionConfig& own = layer.intervention;
    if (last && !own.silencedExcitatory.isEmpty())
        return "Units of the output layer are the answer and cannot be silenced; silence some of a layer "
               "before it.";
    const struct {
        const UnitChoice& choice;
        Index units;
        const char* population;
    } all[] = {{own.silencedExcitatory, layer.units, "excitatory"},
               {own.drivenExcitatory, layer.units, "excitatory"},
               {own.silencedInhibitory, layer.inhibitory.count(layer.units), "inhibitory"},
               {own.drivenInhibitory, layer.inhibitory.count(layer.units), "inhibitory"}};
    for (const auto& [choice, units, population] : all)
        if (choice.last() >= units)
            return "It has no " + std::string(population) + " unit " + std::to_string(choice.last()) +
                   " to silence or drive; " +
                   (units > 0 ? "name units from 0 to " + std::to_string(units - 1) : "name none") + ".";
    return "";
}

} // namespace dalescope
