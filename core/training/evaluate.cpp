#include "core/training/evaluate.h"

namespace dalescope {

LossSum Evaluator::operator()(const Network<float>& network, const Examples& examples) {
    constexpr Index chunk = 500;
    LossSum sum;
    for (Index first = 0; first < examples.count(); first += chunk) {
        const Index count = std::min(chunk, examples.count() - first);
        x_.resize(examples.features, count);
        y_.resize(static_cast<std::size_t>(count));
        examples.gatherRange<float>(first, x_, y_);
        sum += crossEntropy<float>(pass_.forward(network, x_), y_);
    }
    return sum;
}

} // namespace dalescope
