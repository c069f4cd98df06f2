#include "core/network/step.h"

#include "core/common/worker_team.h"
#include "core/network/kernels.h"

namespace dalescope {

template <class Scalar>
void takeStep(const ParameterLayout& layout, const Vector<Scalar>& gradient, std::span<const Scalar> rates,
              Vector<Scalar>& theta) {
    constexpr std::uint32_t chunks = 16;
    for (std::size_t p = 0; p < layout.specs.size(); ++p) {
        const ParameterSpec& spec = layout[p];
        const auto step = [&](Index start, Index length) {
            kernels::step(theta.data() + start, gradient.data() + start, length, rates[p], spec.nonNegative);
        };
        if (spec.columns < chunks)
            forEachStretch(spec, step);
        else
            threadTeam().run(chunks,
                             [&](std::uint32_t chunk) { forEachStretchOf(spec, chunk, chunks, step); });
    }
}

template void takeStep(const ParameterLayout&, const Vector<float>&, std::span<const float>, Vector<float>&);
template void takeStep(const ParameterLayout&, const Vector<double>&, std::span<const double>,
                       Vector<double>&);

} // namespace dalescope
