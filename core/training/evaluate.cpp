#include "core/training/evaluate.h"

#include <algorithm>

namespace dalescope {

namespace {

constexpr Index memory = 1 << 24; // values of all layers together in a chunk

} // namespace

LossSum Evaluator::operator()(const Network<float>& network, const Examples& examples) {
    Index values = 0; // of an example, over all layers
    for (std::size_t i = 0; i < network.size(); ++i)
        values += network[i].outputs();
    const Index chunk = std::clamp<Index>(memory / values, 1, 500);
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
