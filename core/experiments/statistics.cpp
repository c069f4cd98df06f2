#include "core/experiments/statistics.h"

#include <algorithm>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <vector>

namespace dalescope {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

Difference interval(double mean, double standardError, double degrees, double effect, double confidence) {
    if (!(degrees > 0) || !std::isfinite(standardError))
        return {mean, unknown, unknown, unknown};
    const double reach = studentQuantile((1 + confidence) / 2, degrees) * standardError;
    return {mean, mean - reach, mean + reach, effect};
}

} // namespace

MeanSd describe(std::span<const double> values) {
    const auto n = static_cast<double>(values.size());
    double sum = 0, squares = 0;
    for (const double x : values)
        sum += x;
    const double mean = sum / n;
    for (const double x : values)
        squares += (x - mean) * (x - mean);
    return {values.size(), values.empty() ? unknown : mean,
            values.size() < 2 ? unknown : std::sqrt(squares / (n - 1))};
}

double studentQuantile(double probability, double degrees) {
    return boost::math::quantile(boost::math::students_t(degrees), probability);
}

Difference welchDifference(const MeanSd& a, const MeanSd& b, double confidence) {
    const auto na = static_cast<double>(a.count), nb = static_cast<double>(b.count);
    const double va = a.sd * a.sd / na, vb = b.sd * b.sd / nb;
    const double pooled = std::sqrt(((na - 1) * a.sd * a.sd + (nb - 1) * b.sd * b.sd) / (na + nb - 2));
    const double mean = a.mean - b.mean;
    if (va + vb == 0) // all alike on both sides: no spread, no doubt
        return {mean, mean, mean, mean == 0 ? 0 : unknown};
    // Welch and Satterthwaite's degrees of freedom.
    const double degrees = (va + vb) * (va + vb) / (va * va / (na - 1) + vb * vb / (nb - 1));
    return interval(mean, std::sqrt(va + vb), degrees, mean / pooled, confidence);
}

Difference pairedDifference(std::span<const double> a, std::span<const double> b, double confidence) {
    std::vector<double> differences;
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        differences.push_back(a[i] - b[i]);
        largest = std::max({largest, std::abs(a[i]), std::abs(b[i])});
    }
    const MeanSd d = describe(differences);
    const auto n = static_cast<double>(d.count);
    // Where all pairs differ alike, what is left of a spread is rounding, in which nothing can be measured.
    const double effect = d.sd > 1e-12 * largest ? d.mean / d.sd : unknown;
    return interval(d.mean, d.sd / std::sqrt(n), n - 1, effect, confidence);
}

namespace {

/// The noncentrality under which a share of `below` lies below t; the share falls as it grows.
double noncentralityOf(double t, double degrees, double below) {
    const auto share = [&](double noncentrality) {
        return boost::math::cdf(boost::math::non_central_t(degrees, noncentrality), t);
    };
    double step = 1;
    while (share(t - step) < below)
        step *= 2;
    double low = t - step;
    for (step = 1; share(t + step) > below;)
        step *= 2;
    double high = t + step;
    for (int halvings = 0; halvings < 60; ++halvings) {
        const double middle = (low + high) / 2;
        (share(middle) > below ? low : high) = middle;
    }
    return (low + high) / 2;
}

} // namespace

Interval pairedEffectInterval(double effect, std::size_t pairs, double confidence) {
    if (pairs < 2 || !std::isfinite(effect))
        return {unknown, unknown};
    const double root = std::sqrt(static_cast<double>(pairs)), degrees = static_cast<double>(pairs) - 1;
    const double tail = (1 - confidence) / 2;
    try {
        return {noncentralityOf(effect * root, degrees, 1 - tail) / root,
                noncentralityOf(effect * root, degrees, tail) / root};
    } catch (const std::exception&) { // an effect so large that the distribution cannot be computed
        return {unknown, unknown};
    }
}

} // namespace dalescope
