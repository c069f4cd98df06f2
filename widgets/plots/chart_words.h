// What a chart shows, in words, and how assistive technology comes to say them.
#pragma once

#include "core/common/matrix.h"

#include <QString>

#include <span>
#include <vector>

class QWidget;

namespace dalescope {

/// Lets assistive technology take `widget` for a chart, whose accessible description is what it shows; before
/// anything is told of the widget.
void makeChart(QWidget& widget);

/// A number as it is read out: four digits.
QString inWords(double value);

/// "1 update", "1,200 updates".
QString updatesInWords(std::int64_t count);

/// Which way values go over the second half of their points.
enum class Trend {
    Unknown, ///< of fewer than four points
    Falling,
    Level, ///< or nothing but noise
    Rising
};
/// From a straight line through the second half of `y`, taken as evenly spaced: a slope of more than three
/// standard errors is a trend. Values that are not finite are left out.
Trend trendOf(std::span<const double> y);
/// "falling", or empty where it is unknown.
QString inWords(Trend trend);

/// Trend, last value and extremes of y against x, of one size: "falling, 2.5 at 100, lowest 2.4 at 95,
/// highest 90 at 0". Empty where no value is finite.
QString courseInWords(const std::vector<double>& x, const std::vector<double>& y);

/// Range, mean and largest magnitude of a matrix: "2 × 3 values from -1 to 4, mean 0.5, strongest 4 in row 1,
/// column 2". NaN is no value.
QString valuesInWords(const Matrix<float>& values);

} // namespace dalescope
