// The penalty on imbalance: its value, and its gradient through whole networks against central differences.
#include "core/common/rng.h"
#include "core/network/balance.h"
#include "core/network/balance_penalty.h"
#include "core/network/network.h"
#include "tests/core/network/small_networks.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

struct Case {
    Network<double> network;
    Matrix<double> x;
    std::vector<std::int32_t> y{0, 2, 1, 1};

    Case(const std::vector<LayerConfig>& layers, const FeatureShape& in)
        : network(layers, in, 3), x(in.features(), 4) {
        network.initialise(4, 0.5);
        Rng rng(5);
        for (double& value : x.reshaped())
            value = uniform(rng);
        for (std::size_t l = 0; l < network.size(); ++l) // away from a balance that leaves nothing to pull
            for (const auto& spec : network[l].layout().specs)
                for (auto& value : view(network[l].parameters(), spec).reshaped())
                    value +=
                        spec.name == "b" ? 1.5 : 0.3 * std::abs(value) * uniform(rng); // and units active
    }
    double loss(Pass<double>& pass, double weight) {
        pass.forward(network, x, PassMode::withoutNoise());
        double sum = 0;
        for (std::size_t n = 0; n < y.size(); ++n)
            sum -= std::log(pass.probabilities()(y[n], static_cast<Index>(n)));
        return sum / static_cast<double>(y.size()) + pass.penaliseImbalance(network, x, weight);
    }
};

std::vector<LayerConfig> layersOf(const QByteArray& name) {
    if (name == "dense")
        return {layer("dann", 7, 3), layer("dann", 6, 1), layer("dann", 3, 1)};
    if (name == "convolution")
        return {layer("dann-conv", 4, 2), layer("dann", 3, 1)};
    if (name == "recurrent")
        return {layer("recurrent", 5, 2), layer("dann", 3, 1)};
    return {layer("dann", 7, 3), layer("mlp", 6, 0), layer("dann", 3, 1)};
}

} // namespace

class TestBalancePenalty : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hasTheGradientOfFiniteDifferences_data() {
        QTest::addColumn<QByteArray>("name");
        for (const char* name : {"dense", "convolution", "recurrent", "with a standard layer between"})
            QTest::newRow(name) << QByteArray(name);
    }
    void hasTheGradientOfFiniteDifferences() {
        QFETCH(QByteArray, name);
        Case c(layersOf(name), FeatureShape::image(1, 6, 6));
        constexpr double weight = 0.7, h = 1e-5;
        Pass<double> pass(c.network);
        auto gradients = zerosLike(c.network), plain = gradients;
        c.loss(pass, weight);
        pass.gradients(c.network, c.x, c.y, gradients);
        pass.gradients(c.network, c.x, c.y, plain); // the pull holds for one pass back only
        double pulled = 0;
        for (std::size_t l = 0; l < c.network.size(); ++l)
            for (Index p = 0; p < gradients[l].size(); ++p) {
                double& theta = c.network[l].parameters()(p);
                const double kept = theta;
                theta = kept + h;
                const double above = c.loss(pass, weight);
                theta = kept - h;
                const double below = c.loss(pass, weight);
                theta = kept;
                const double expected = (above - below) / (2 * h);
                QVERIFY2(std::abs(expected - gradients[l](p)) < 1e-6 * (1 + std::abs(expected)),
                         qPrintable(QString("layer %1, element %2: %3, not %4")
                                        .arg(l)
                                        .arg(p)
                                        .arg(gradients[l](p))
                                        .arg(expected)));
                pulled = std::max(pulled, std::abs(gradients[l](p) - plain[l](p)));
            }
        QVERIFY(pulled > 1e-3);
    }

    void isTheSquaredDistanceFromBalance() {
        Case c(layersOf("dense"), FeatureShape::image(1, 6, 6));
        Pass<double> pass(c.network);
        pass.forward(c.network, c.x);
        double expected = 0;
        for (std::size_t l = 0; l < c.network.size(); ++l) {
            Currents<double> currents;
            pass.currents(c.network, c.x, l, currents);
            const Balance balance = measureBalance(currents, pass.z(l));
            expected += 2 * (std::pow(balance.ratio - 1, 2) + std::pow(balance.divisiveMatch - 1, 2));
        }
        QVERIFY(std::abs(pass.penaliseImbalance(c.network, c.x, 2) - expected) < 1e-9 * expected);
    }

    void pullsNothingWhereThereIsNoBalance() {
        Currents<double> silent;
        silent.resize(3, 2, true);
        silent.excitatory.setZero();
        silent.inhibitory.setZero();
        silent.gamma.setConstant(1e-8);
        const auto penalty = balancePenalty(silent, 1);
        QCOMPARE(penalty.value, 0.0);
        QCOMPARE(penalty.pull.offset, 0.0);
        silent.gamma.resize(0, 0);
        QCOMPARE(balancePenalty(silent, 1).value, 0.0);
    }
};

QTEST_APPLESS_MAIN(TestBalancePenalty)
#include "tst_balance_penalty.moc"
