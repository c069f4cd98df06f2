// A million samples as the few thousand points that make the same picture.
#pragma once

#include "widgets/plots/curve_data.h"

#include <QPointF>
#include <QVector>

namespace dalescope {

/// The stretch of the x axis in sight and the number of pixels it takes.
struct Stretch {
    XAxis axis = XAxis::Updates;
    double from = 0, to = 1; ///< with `log`, both above 0
    int pixels = 1;
    bool log = false;
};

/// Points of `values` (curve.raw() or curve.shown()) in sight, and one on either side so that the line runs
/// out of the picture. Where a pixel holds more than four samples it gets its first, smallest, largest and
/// last value, so that no spike is lost. Samples that are not finite become NaN: a gap in the line.
QVector<QPointF> thinned(const CurveData& curve, const MinMaxPyramid& values, const Stretch& stretch);

/// Smallest and largest value in sight.
Extremes extremesInSight(const CurveData& curve, const MinMaxPyramid& values, const Stretch& stretch);

} // namespace dalescope
