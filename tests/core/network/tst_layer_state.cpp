// What is neither a weight nor a formula of it: batch norm's running statistics and dropout's masks.
#include "core/common/rng.h"
#include "core/network/network.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

Matrix<double> randomBatch(Index features, Index batch, std::uint64_t seed) {
    Rng rng(seed);
    Matrix<double> x(features, batch);
    for (double& value : x.reshaped())
        value = uniform(rng);
    return x;
}

Network<double> batchNormNetwork() {
    Network<double> network({{"batchnorm", 6, {}}, {"mlp", 3, {}}}, 5, 3);
    network.initialise(2, 0);
    return network;
}

Network<double> dropoutNetwork(double rate) {
    LayerConfig dropout{"dropout", 1, {}};
    dropout.rate = rate;
    Network<double> network({{"mlp", 400, {}}, dropout, {"mlp", 3, {}}}, 5, 3);
    network.initialise(2, 0);
    return network;
}

} // namespace

class TestLayerState : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runningStatisticsComeNearThoseOfTheBatch() {
        auto network = batchNormNetwork();
        const auto x = randomBatch(5, 40, 1);
        Pass<double> pass(network);
        for (int update = 1; update <= 200; ++update) {
            pass.forward(network, x, PassMode::training(1, update));
            pass.updateState(network);
        }
        const Matrix<double> trained = pass.z(0);
        pass.forward(network, x);
        // The running variance is the unbiased one, 40/39 of the batch's own; 0.9^200 is nothing.
        const auto g = view(network[0].parameters(), network[0].layout()[1]);
        const auto b = view(network[0].parameters(), network[0].layout()[2]);
        const Matrix<double> expected =
            ((trained.colwise() - b.col(0)) * std::sqrt(39.0 / 40)).colwise() + b.col(0);
        QVERIFY(g.isOnes());
        QVERIFY((pass.z(0) - expected).cwiseAbs().maxCoeff() < 1e-4); // eps is 1e-5 of a variance near 0.1
    }

    void inUseAnExampleDoesNotDependOnTheOthers() {
        auto network = batchNormNetwork();
        const auto x = randomBatch(5, 8, 1);
        Pass<double> pass(network);
        pass.forward(network, x, PassMode::training(1, 1));
        pass.updateState(network);
        pass.forward(network, x);
        const Vector<double> among = pass.logits().col(3);
        pass.forward(network, x.col(3));
        QVERIFY((pass.logits().col(0) - among).cwiseAbs().maxCoeff() < 1e-12);
        QVERIFY(!network.couplesExamples({}));
        QVERIFY(network.couplesExamples(PassMode::training(1, 1)));
    }

    void aBatchOfOneExampleTeachesNoVariance() {
        auto network = batchNormNetwork();
        const Vector<double> before = network[0].state();
        Pass<double> pass(network);
        pass.forward(network, randomBatch(5, 1, 1), PassMode::training(1, 1));
        QVERIFY(pass.logits().allFinite());
        pass.updateState(network);
        QVERIFY(network[0].state() == before);
    }

    void dropoutMasksDependOnSeedAndUpdateAlone() {
        auto network = dropoutNetwork(0.5);
        const auto x = randomBatch(5, 8, 1);
        const auto logits = [&](std::uint64_t seed, std::int64_t update) {
            Pass<double> pass(network); // as a resumed run has a new one
            return Matrix<double>(pass.forward(network, x, PassMode::training(seed, update)));
        };
        QVERIFY(logits(1, 7) == logits(1, 7));
        QVERIFY(logits(1, 7) != logits(1, 8));
        QVERIFY(logits(1, 7) != logits(2, 7));
    }

    void dropoutKeepsTheMeanAndIsOffInUse() {
        auto network = dropoutNetwork(0.25);
        auto plain = dropoutNetwork(0);
        const auto x = randomBatch(5, 1, 1);
        Pass<double> pass(network);
        const Matrix<double> whole = pass.forward(network, x);
        QVERIFY(whole == pass.forward(plain, x, PassMode::training(1, 1)));
        Matrix<double> mean = Matrix<double>::Zero(3, 1);
        constexpr int draws = 2000;
        Matrix<double> square = mean;
        for (int update = 1; update <= draws; ++update) {
            const Matrix<double> z = pass.forward(network, x, PassMode::training(3, update));
            mean += z / draws;
            square += z.cwiseAbs2() / draws;
        }
        // Five standard errors: exceeded in one of 1.7 million seeds.
        const Matrix<double> error = ((square - mean.cwiseAbs2()) / draws).cwiseSqrt();
        QVERIFY(((mean - whole).cwiseAbs().array() < 5 * error.array()).all());
    }

    void gradientsGoThroughTheMask() {
        auto network = dropoutNetwork(0.5);
        const auto x = randomBatch(5, 4, 1);
        const std::vector<std::int32_t> y = {0, 1, 2, 0};
        const PassMode mode = PassMode::training(1, 5);
        Pass<double> pass(network);
        auto gradients = zerosLike(network);
        pass.forward(network, x, mode);
        pass.gradients(network, x, y, gradients);
        constexpr double h = 1e-6;
        for (const Index p : {Index(0), Index(77), Index(1999)}) {
            double& theta = network[0].parameters()(p);
            const double kept = theta;
            const auto loss = [&](double value) {
                theta = value;
                return crossEntropy<double>(pass.forward(network, x, mode), y).meanLoss();
            };
            const double numeric = (loss(kept + h) - loss(kept - h)) / (2 * h);
            theta = kept;
            QVERIFY(std::abs(numeric - gradients[0](p)) < 1e-7);
        }
    }
};

QTEST_APPLESS_MAIN(TestLayerState)
#include "tst_layer_state.moc"
