#include "core/network/step.h"

#include "core/network/kernels.h"

namespace dalescope {

template <class Scalar>
void takeStep(const ParameterLayout& layout, const Vector<Scalar>& gradient, std::span<const Scalar> rates,
              Vector<Scalar>& theta) {
    for (std::size_t p = 0; p < layout.specs.size(); ++p)
        forEachStretch(layout[p], [&](Index start, Index length) {
            kernels::step(theta.data() + start, gradient.data() + start, length, rates[p],
                          layout[p].nonNegative);
        });
}

template void takeStep(const ParameterLayout&, const Vector<float>&, std::span<const float>, Vector<float>&);
template void takeStep(const ParameterLayout&, const Vector<double>&, std::span<const double>,
                       Vector<double>&);

} // namespace dalescope
