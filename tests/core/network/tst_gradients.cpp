// Every gradient and every mean of squared per-example gradients against central differences.
#include "core/common/rng.h"
#include "core/network/network.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

class TestGradients : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreeWithFiniteDifferences_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<int>("inhibitory");
        QTest::newRow("dann, 3 inhibitory") << QByteArray("dann") << 3;
        QTest::newRow("dann, 1 inhibitory") << QByteArray("dann") << 1;
        QTest::newRow("mlp") << QByteArray("mlp") << 0;
        QTest::newRow("columnei") << QByteArray("columnei") << 2;
    }
    void agreeWithFiniteDifferences() {
        QFETCH(QByteArray, kind);
        QFETCH(int, inhibitory);
        const std::string name = kind.toStdString();
        const double last = name == "dann" ? 1 : 0, own = inhibitory;
        Network<double> network({{name, 7, {own, false}}, {name, 6, {own, false}}, {name, 3, {last, false}}},
                                5, 3);
        network.initialise(4, 0.5);
        const std::vector<std::int32_t> y = {0, 2, 1, 1};
        Rng rng(5);
        Matrix<double> x(5, 4);
        for (Index i = 0; i < x.size(); ++i)
            x.data()[i] = uniform(rng);
        Pass<double> pass(network);
        auto gradients = zerosLike(network), squares = zerosLike(network);
        pass.forward(network, x);
        pass.gradients(network, x, y, gradients);
        pass.meanSquares(network, x, y, squares);

        const auto losses = [&] { // of each example
            pass.forward(network, x);
            Eigen::Array4d each;
            for (Index n = 0; n < 4; ++n)
                each(n) = -std::log(pass.probabilities()(y[static_cast<std::size_t>(n)], n));
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
                QVERIFY(std::abs(each.mean() - gradients[l](p)) < 1e-6 * scale);
                QVERIFY(std::abs(each.square().mean() - squares[l](p)) < 1e-6 * scale * scale);
            }
    }
};

QTEST_APPLESS_MAIN(TestGradients)
#include "tst_gradients.moc"
