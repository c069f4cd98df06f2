#include "core/common/rng.h"
#include "core/network/balance.h"
#include "core/network/network.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace dalescope;

namespace {

/// Balance of each layer at initialisation on rectified standard normal input.
std::vector<Balance> initialBalances(const std::vector<LayerConfig>& layers, Index features,
                                     std::uint64_t seed) {
    Network<float> network(layers, features, layers.back().units);
    network.initialise(seed, 1 / std::sqrt(2 * std::numbers::pi));
    Rng rng(seed);
    Matrix<float> x(features, 1500);
    for (Index i = 0; i < x.size(); ++i)
        x.data()[i] = static_cast<float>(std::max(0.0, normal(rng)));
    Pass<float> pass(network);
    pass.forward(network, x);
    std::vector<Balance> balances;
    Currents<float> currents;
    for (std::size_t l = 0; l < network.size(); ++l) {
        pass.currents(network, x, l, currents);
        balances.push_back(measureBalance(currents, pass.z(l)));
    }
    return balances;
}

} // namespace

class TestInitialisation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void balancesDannLayersOf1500Units() {
        const std::vector<LayerConfig> layers(3, {"dann", 1500, {10, true}});
        const double expected = std::sqrt(std::numbers::pi / (2 * std::numbers::pi - 1)); // 0.771
        // With 150 inhibitory units the spread of z in the deeper layers differs by some percent from seed to
        // seed (0.77 to 0.83 seen), since each unit's inhibition is a mean over few; so its mean over seeds
        // is tested.
        constexpr int seeds = 6;
        double spread[3] = {};
        for (int seed = 1; seed <= seeds; ++seed) {
            const auto balances = initialBalances(layers, 1500, static_cast<std::uint64_t>(seed));
            for (std::size_t l = 0; l < 3; ++l) {
                QVERIFY2(std::abs(balances[l].ratio - 1) < 0.02,
                         qPrintable(QString::number(balances[l].ratio)));
                spread[l] += balances[l].zStd / seeds;
            }
            QVERIFY2(std::abs(balances[0].divisiveMatch - 1) < 0.03,
                     qPrintable(QString::number(balances[0].divisiveMatch)));
            QVERIFY2(std::abs(balances[0].zStd / expected - 1) < 0.04,
                     qPrintable(QString::number(balances[0].zStd)));
        }
        for (const double mean : spread)
            QVERIFY2(std::abs(mean / expected - 1) < 0.04, qPrintable(QString::number(mean)));
    }

    void givesASingleInhibitoryUnitTheMeanRow() {
        Network<double> network({{"dann", 40, {1, false}}}, 30, 40);
        network.initialise(3, 0);
        const auto& layout = network[0].layout();
        const auto& flat = network[0].parameters();
        const auto wee = view(flat, layout[0]), wie = view(flat, layout[1]), wei = view(flat, layout[2]);
        QVERIFY((wie - wee.colwise().mean()).cwiseAbs().maxCoeff() < 1e-15);
        QVERIFY((wei.array() == 1).all());
    }

    void centresColumnEiLayers() {
        const auto balances =
            initialBalances({{"columnei", 1500, {150, false}}, {"columnei", 1500, {0, false}}}, 1500, 1);
        QVERIFY2(std::abs(balances[0].zMean) < 0.1, qPrintable(QString::number(balances[0].zMean)));
        QVERIFY2(std::abs(balances[1].ratio - 1) < 0.1, qPrintable(QString::number(balances[1].ratio)));
    }

    /// Filters of a convolution start as a dense layer on a patch does, both terms of a recurrent layer as
    /// one on their own inputs; standard ones as He et al. Means and variances within five standard errors,
    /// which one in 1.7 million seeds exceeds.
    void drawsSharedWeightsForTheirOwnInputs_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("parameter");
        QTest::addColumn<double>("inputs");
        QTest::newRow("dann-conv WEE") << "dann-conv"
                                       << "WEE" << 3 * 9.0;
        QTest::newRow("dann-conv WIE") << "dann-conv"
                                       << "WIE" << 3 * 9.0;
        QTest::newRow("recurrent WEE") << "recurrent"
                                       << "WEE" << 120.0;
        QTest::newRow("recurrent WIE") << "recurrent"
                                       << "WIE" << 120.0;
        QTest::newRow("recurrent UWEE") << "recurrent"
                                        << "UWEE" << 3 * 16.0;
        QTest::newRow("recurrent UWIE") << "recurrent"
                                        << "UWIE" << 3 * 16.0;
        QTest::newRow("conv W") << "conv"
                                << "W" << 3 * 9.0;
        QTest::newRow("rnn U") << "rnn"
                               << "U" << 3 * 16.0;
        QTest::newRow("layernorm W") << "layernorm"
                                     << "W" << 3 * 16 * 16.0;
        QTest::newRow("batchnorm W") << "batchnorm"
                                     << "W" << 3 * 16 * 16.0;
    }
    void drawsSharedWeightsForTheirOwnInputs() {
        QFETCH(QString, kind);
        QFETCH(QString, parameter);
        QFETCH(double, inputs);
        Network<double> network({{kind.toStdString(), 120, {20, false}}, {"mlp", 3, {}}},
                                FeatureShape::image(3, 16, 16), 3);
        network.initialise(5, 0);
        const auto& specs = network[0].layout().specs;
        const auto spec = std::ranges::find(specs, parameter.toStdString(), &ParameterSpec::name);
        QVERIFY(spec != specs.end());
        const Matrix<double> w = view(network[0].parameters(), *spec);
        const double twoPi = 2 * std::numbers::pi, draws = static_cast<double>(w.size());
        if (spec->nonNegative) {
            const double mean = std::sqrt(twoPi / (inputs * (twoPi - 1)));
            QVERIFY(w.minCoeff() >= 0);
            QVERIFY2(std::abs(w.mean() / mean - 1) < 5 / std::sqrt(draws),
                     qPrintable(QString::number(w.mean() / mean)));
            // The square of an exponential draw has a mean of 2 mean^2 and a variance of 20 mean^4.
            const double square = w.array().square().mean() / (2 * mean * mean);
            QVERIFY2(std::abs(square - 1) < 5 * std::sqrt(5 / draws), qPrintable(QString::number(square)));
        } else {
            const double variance = 2 / inputs;
            QVERIFY(std::abs(w.mean()) < 5 * std::sqrt(variance / draws));
            const double square = w.array().square().mean() / variance;
            QVERIFY2(std::abs(square - 1) < 5 * std::sqrt(2 / draws), qPrintable(QString::number(square)));
        }
    }

    void startsAStandardRecurrenceAsARotation() {
        Network<double> network({{"rnn", 30, {}}, {"mlp", 3, {}}}, FeatureShape::sequence(4, 5), 3);
        network.initialise(5, 0);
        const Matrix<double> w = view(network[0].parameters(), network[0].layout()[0]);
        QVERIFY((w * w.transpose() - Matrix<double>::Identity(30, 30)).cwiseAbs().maxCoeff() < 1e-12);
    }

    /// A mean of n exponential draws has a standard error of mean / sqrt(n); five of them are exceeded once
    /// in 1.7 million seeds.
    void drawsExponentialWeightsOfTheStatedMean() {
        const Index d = 400;
        Network<double> network({{"dann", 300, {50, false}}}, d, 300);
        network.initialise(11, 0);
        const auto wee = view(network[0].parameters(), network[0].layout()[0]);
        const double twoPi = 2 * std::numbers::pi, mean = std::sqrt(twoPi / (double(d) * (twoPi - 1)));
        QVERIFY(std::abs(wee.mean() / mean - 1) < 5 / std::sqrt(double(wee.size())));
    }
};

QTEST_APPLESS_MAIN(TestInitialisation)
#include "tst_initialisation.moc"
