#include "core/learning/norm_limit.h"

#include "core/learning/rule_kernels.h"

#include <cmath>

namespace dalescope {

template <class Scalar>
double normLimitFactor(const ParameterLayout& layout, const Vector<Scalar>& gradient,
                       std::span<const double> factors, double limit) {
    double sum = 0;
    for (std::size_t p = 0; p < layout.specs.size(); ++p) {
        double own = 0;
        forEachStretch(layout[p], [&](Index start, Index length) {
            own += kernels::sumOfSquares(gradient.data() + start, length);
        });
        sum += factors[p] * factors[p] * own;
    }
    const double norm = std::sqrt(sum);
    return std::isfinite(norm) && norm > limit ? limit / norm : 1;
}

template double normLimitFactor(const ParameterLayout&, const Vector<float>&, std::span<const double>,
                                double);
template double normLimitFactor(const ParameterLayout&, const Vector<double>&, std::span<const double>,
                                double);

} // namespace dalescope
