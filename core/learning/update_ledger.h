// What an update came to: how long the step that the rules wanted was, and how much of it the clamp at zero
// let through.
#pragma once

#include "core/network/parameters.h"

#include <vector>

namespace dalescope {

/// The account of one parameter, or of several together. Wanted is the step by the rules, -rate * corrected
/// gradient; made is what is left of it after theta = max(theta, 0). Sums of squares over all elements, which
/// can be added up over parameters.
struct StepAccount {
    double gradient = 0;                  ///< of the plain gradient
    double wanted = 0, made = 0, cut = 0; ///< of the steps, and of wanted - made
    double product = 0;                   ///< of wanted by made
    Index silent = 0;                     ///< non-negative elements that are exactly 0 after the step
    Index clamped = 0;                    ///< non-negative elements

    StepAccount& operator+=(const StepAccount& o);

    /// |wanted - made| / |wanted|: 0 where nothing was cut off, 1 where everything was. 0 for no step at all.
    double clampedShare() const;
    /// Cosine of the angle between the two; 1 where nothing was cut off, NaN where nothing was left.
    double cosine() const;
    /// Share of the non-negative elements that are 0 after it; NaN where there are none.
    double silentShare() const;
};

/// For each layer and each of its parameters.
using UpdateLedger = std::vector<std::vector<StepAccount>>;

/// Of theta -= step * gradient, with the clamp where `spec` is non-negative, before it is made. `gradient`,
/// of which the account's own is made, is the one that the step goes down.
template <class Scalar>
StepAccount accountOfStep(const ParameterSpec& spec, const Vector<Scalar>& theta,
                          const Vector<Scalar>& gradient, Scalar step);

} // namespace dalescope
