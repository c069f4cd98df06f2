// What a unit's inputs are called.
#pragma once

#include "core/inspection/inhibition.h"

#include <QString>

namespace dalescope {

/// What excites the units of a layer with such inhibition.
inline QString excitationTerm(Inhibition by) {
    return by == Inhibition::NegativeWeights ? QStringLiteral("by W > 0") : QStringLiteral("zE");
}

/// What is taken away from it.
inline QString subtractionTerm(Inhibition by) {
    switch (by) {
    case Inhibition::Columns:
        return QStringLiteral("zI"); // of the layer before
    case Inhibition::NegativeWeights:
        return QStringLiteral("by W < 0");
    case Inhibition::Interneurons:
        break;
    }
    return QStringLiteral("WEI zI");
}

} // namespace dalescope
