// Small networks in double precision, and their gradients against central differences.
#pragma once

#include "core/common/rng.h"
#include "core/network/network.h"

#include <QTest>

#include <cmath>
#include <vector>

namespace dalescope {

inline LayerConfig layer(const char* kind, Index units = 1, double inhibitory = 0) {
    LayerConfig config;
    config.kind = kind;
    config.units = units;
    config.inhibitory = {inhibitory, false};
    return config;
}

inline constexpr Index batch = 4;
inline const std::vector<std::int32_t> labels = {0, 2, 1, 1};

/// Of three classes; away from zero initial biases and equal weights, where a kink or a symmetry would hide a
/// fault.
inline Network<double> unevenNetwork(const std::vector<LayerConfig>& layers, const FeatureShape& in) {
    Network<double> network(layers, in, 3);
    network.initialise(4, 0.5);
    Rng rng(5);
    for (std::size_t l = 0; l < network.size(); ++l)
        for (double& theta : network[l].parameters())
            theta += 0.05 * uniform(rng);
    return network;
}

/// `batch` of them.
inline Matrix<double> examples(Index features) {
    Rng rng(6);
    Matrix<double> x(features, batch);
    for (double& value : x.reshaped())
        value = uniform(rng);
    return x;
}

/// Each gradient and each mean of squared per-example gradients, of `labels`.
inline void compareWithDifferences(Network<double>& network, const Matrix<double>& x) {
    const PassMode mode = PassMode::withoutNoise();
    Pass<double> pass(network);
    auto gradients = zerosLike(network), squares = zerosLike(network);
    pass.forward(network, x, mode);
    pass.gradients(network, x, labels, gradients);
    pass.meanSquares(network, x, labels, squares);
    const auto losses = [&] { // of each example
        pass.forward(network, x, mode);
        Eigen::Array4d each;
        for (Index n = 0; n < batch; ++n)
            each(n) = -std::log(pass.probabilities()(labels[static_cast<std::size_t>(n)], n));
        return each;
    };
    constexpr double h = 1e-5;
    for (std::size_t l = 0; l < network.size(); ++l)
        for (Index p = 0; p < gradients[l].size(); ++p) {
            double& theta = network[l].parameters()(p);
            const double kept = theta;
            theta = kept + h;
            const Eigen::Array4d above = losses();
            theta = kept - h;
            const Eigen::Array4d below = losses();
            theta = kept;
            const Eigen::Array4d each = (above - below) / (2 * h);
            const double scale = 1 + each.abs().maxCoeff();
            const auto where = qPrintable(QStringLiteral("layer %1, parameter %2").arg(l).arg(p));
            QVERIFY2(std::abs(each.mean() - gradients[l](p)) < 1e-6 * scale, where);
            QVERIFY2(std::abs(each.square().mean() - squares[l](p)) < 1e-6 * scale * scale, where);
        }
}

} // namespace dalescope
