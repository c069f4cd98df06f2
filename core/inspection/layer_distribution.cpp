#include "core/inspection/layer_distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

/// Values that come in pieces.
class Collected {
public:
    void add(const Matrix<float>& piece) {
        const Index before = values_.size();
        values_.conservativeResize(before + piece.size());
        values_.tail(piece.size()) = Eigen::Map<const Vector<float>>(piece.data(), piece.size());
    }
    Distribution distribution() const { return Distribution::of(values_); }

private:
    Vector<float> values_;
};

} // namespace

Distribution Distribution::of(const Vector<float>& values, std::size_t bins) {
    Distribution found;
    if (values.size() == 0 || !values.allFinite())
        return found;
    const Eigen::ArrayXd all = values.cast<double>();
    found.values = values.size();
    found.mean = all.mean();
    found.deviation = std::sqrt((all - found.mean).square().mean());
    found.zeros = static_cast<double>((values.array() == 0).count()) / static_cast<double>(values.size());
    found.shares.assign(bins, 0);
    if (found.zeros == 1)
        return found;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    found.low = (all == 0).select(infinity, all).minCoeff();
    found.high = (all == 0).select(-infinity, all).maxCoeff();
    if (!(found.high > found.low)) {
        const double margin = std::max(1e-6, std::abs(found.low) / 10);
        found.low -= margin;
        found.high += margin;
    }
    found.shares = found.sharesOf(values);
    return found;
}

std::vector<double> Distribution::sharesOf(const Matrix<float>& of) const {
    std::vector<double> found(shares.size(), 0);
    if (found.empty() || of.size() == 0)
        return found;
    const double scale = static_cast<double>(found.size()) / (high - low);
    const double share = 1 / static_cast<double>(of.size());
    const double last = static_cast<double>(found.size()) - 1;
    for (const float value : of.reshaped())
        if (value != 0 && std::isfinite(value))
            found[static_cast<std::size_t>(
                std::clamp((static_cast<double>(value) - low) * scale, 0.0, last))] += share;
    return found;
}

LayerDistribution distributionOf(const Network<float>& network, std::size_t layer, const Dataset& data,
                                 Index examples) {
    constexpr Index chunk = 100, mostValues = 2'000'000;
    LayerDistribution found;
    found.examples = std::min(
        {examples, data.test.count(), std::max<Index>(1, mostValues / network[layer].zShape().features())});
    Pass<float> pass(network);
    Currents<float> currents;
    Collected excitatory, subtractive, divisive, z, h;
    Matrix<float> x;
    std::vector<std::int32_t> labels(static_cast<std::size_t>(std::min(chunk, found.examples)));
    for (Index first = 0; first < found.examples; first += chunk) {
        const Index count = std::min(chunk, found.examples - first);
        x.resize(data.test.features, count);
        data.test.gatherRange<float>(first, x, {labels.data(), static_cast<std::size_t>(count)});
        pass.forward(network, x);
        pass.currents(network, x, layer, currents);
        excitatory.add(currents.excitatory);
        subtractive.add(currents.inhibitory);
        divisive.add(currents.gamma);
        z.add(pass.z(layer));
        h.add(layer + 1 < network.size() ? Matrix<float>(pass.z(layer).cwiseMax(0.0f))
                                         : pass.probabilities());
    }
    found.excitatory = excitatory.distribution();
    found.subtractive = subtractive.distribution();
    found.divisive = divisive.distribution();
    found.z = z.distribution();
    found.h = h.distribution();
    return found;
}

} // namespace dalescope
