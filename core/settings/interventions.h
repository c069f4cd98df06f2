// What a person does to a layer's units from outside, as settings.
#pragma once

#include "core/settings/unit_choice.h"

#include <string>

namespace dalescope {

struct LayerConfig;

/// Each may change in mid-run, and by default does nothing. With strengths s and t and the layer's formulas,
/// z = g (zE - s WEI zI) / gamma^t + b.
struct InterventionConfig {
    double subtractive = 1;        ///< s: 0 takes subtractive inhibition away, 1 is as learnt, 2 doubles it
    double divisive = 1;           ///< t: 0 takes division away, 1 is as learnt, 2 divides by the square
    UnitChoice silencedExcitatory; ///< of these h = 0
    UnitChoice silencedInhibitory; ///< of these zI = 0 (of ColumnEi's, h = 0)
    UnitChoice drivenExcitatory;   ///< to the z of these `drive` is added
    UnitChoice drivenInhibitory;   ///< to the zI of these (ColumnEi: z)
    double drive = 1;

    bool operator==(const InterventionConfig&) const = default;
    /// Whether nothing is done.
    bool isNone() const;
};

/// One sentence with the way out where units are named that `layer` does not have, or where it is the
/// network's last and units of it are silenced, which are the answer itself; else empty.
std::string interventionFault(const LayerConfig& layer, bool last);

} // namespace dalescope
