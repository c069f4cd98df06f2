#include "core/learning/rate_scaling.h"

#include "core/learning/rule_kernels.h"

#include <cmath>

namespace dalescope {

template <class Scalar>
double scaledRate(const ParameterLayout& layout, const Vector<Scalar>& theta, const Vector<Scalar>& gradient,
                  std::span<const double> factors, double rate, double minimum) {
    const auto cosineAt = [&](double candidate) {
        kernels::ClampSums sums;
        for (std::size_t p = 0; p < layout.specs.size(); ++p)
            if (layout[p].nonNegative)
                forEachStretch(layout[p], [&](Index start, Index length) {
                    sums += kernels::clampSums(theta.data() + start, gradient.data() + start, length,
                                               static_cast<Scalar>(candidate * factors[p]));
                });
        return sums.all > 0 ? std::sqrt(sums.kept / sums.all) : 1;
    };
    int halvings = 0;
    while (halvings < mostHalvings && cosineAt(std::ldexp(rate, -halvings)) < minimum)
        ++halvings;
    return std::ldexp(rate, -halvings);
}

template double scaledRate(const ParameterLayout&, const Vector<float>&, const Vector<float>&,
                           std::span<const double>, double, double);
template double scaledRate(const ParameterLayout&, const Vector<double>&, const Vector<double>&,
                           std::span<const double>, double, double);

} // namespace dalescope
