// What the populations and projections of a circuit do with one input.
#pragma once

#include "core/inspection/activity.h"
#include "core/inspection/circuit.h"

namespace dalescope {

enum class UnitTerm {
    Activity,      ///< h, at the output the softmax; zI of interneurons; the input itself
    PreActivation, ///< z
    Excitation,    ///< zE; of a recurrent layer the sum of both its terms
    Subtraction,   ///< WEI zI, likewise
    Division       ///< gamma of the input term where there are two
};

/// Units x places of `population` at one step; empty where it has no such term. Interneurons and the input
/// have their activity alone. x: the input that `activity` is of.
Matrix<float> valuesOf(const Circuit& circuit, std::size_t population, UnitTerm term,
                       const Activity& activity, const Vector<float>& x, Index step);

/// What a projection brings the units that it goes to, their mean: zE, zI of interneurons, WEI zI, gamma. NaN
/// where there is nothing yet: what recurs, at the first step.
double meanCurrent(const Circuit& circuit, const Projection& projection, const Activity& activity,
                   Index step);

/// Means over a layer's units, ColumnEi's inhibitory ones among them.
struct LayerMeans {
    double excitation = 0, subtraction = 0;
    double division = 0; ///< NaN for kinds without divisive inhibition
    double active = 0;   ///< share of z above 0
};
LayerMeans layerMeans(const LayerActivity& layer, const Population& population, Index step);

} // namespace dalescope
