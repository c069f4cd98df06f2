// Means over seeds and how far two of them lie apart.
#pragma once

#include <cstddef>
#include <span>

namespace dalescope {

struct MeanSd {
    std::size_t count = 0;
    double mean = 0; ///< NaN for none
    double sd = 0;   ///< sample standard deviation (n - 1); NaN for fewer than two
};

MeanSd describe(std::span<const double> values);

/// The difference of two means with its confidence interval.
struct Difference {
    double mean = 0;          ///< a - b
    double low = 0, high = 0; ///< NaN where there is too little to tell
    double effect = 0;        ///< the mean in standard deviations
};

/// Quantile of Student's t distribution at `probability` (0 to 1) with `degrees` > 0 of freedom.
double studentQuantile(double probability, double degrees);

/// Of two independent samples, after Welch: their spreads may differ. The effect is in standard deviations
/// pooled over both (Cohen's d).
Difference welchDifference(const MeanSd& a, const MeanSd& b, double confidence = 0.95);

/// Of pairs a[i], b[i] that share a seed and so its luck; as many of each. The effect is in standard
/// deviations of the pairs' differences (Cohen's d_z); NaN where all of them are the same.
Difference pairedDifference(std::span<const double> a, std::span<const double> b, double confidence = 0.95);

struct Interval {
    double low = 0, high = 0; ///< NaN where there is too little to tell
};

/// Confidence interval of Cohen's d_z as found in so many pairs: between the two effects under which a
/// noncentral t distribution leaves (1 - confidence) / 2 above or below what was found (Cumming and Finch,
/// 2001).
Interval pairedEffectInterval(double effect, std::size_t pairs, double confidence = 0.95);

} // namespace dalescope
