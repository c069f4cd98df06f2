#include "core/learning/update.h"

#include "core/learning/correction.h"
#include "core/network/kernels.h"

namespace dalescope {

template <class Scalar>
void updateWeights(Network<Scalar>& network, const PerLayer<Scalar>& gradients, double rate,
                   const LearningConfig& learning) {
    const bool heuristic = learning.correction == "heuristic";
    for (std::size_t i = 0; i < network.size(); ++i) {
        Scalar* theta = network[i].parameters().data();
        const Scalar* gradient = gradients[i].data();
        for (const auto& spec : network[i].layout().specs) {
            const auto step = static_cast<Scalar>(rate * (heuristic ? heuristicFactor(spec, learning) : 1));
            const bool dense = spec.leading == spec.rows;
            const Index runs = dense ? 1 : spec.columns, length = dense ? spec.count() : spec.rows;
            for (Index run = 0; run < runs; ++run) {
                const Index start = spec.offset + run * spec.leading;
                kernels::step(theta + start, gradient + start, length, step, spec.nonNegative);
            }
        }
    }
}

template void updateWeights(Network<float>&, const PerLayer<float>&, double, const LearningConfig&);
template void updateWeights(Network<double>&, const PerLayer<double>&, double, const LearningConfig&);

} // namespace dalescope
