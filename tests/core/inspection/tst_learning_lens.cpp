// The lens against hand-computed gradients, the alignment probe, and Fisher information that is known.
#include "core/inspection/learning_lens.h"
#include "core/learning/alignment.h"
#include "core/learning/correction.h"
#include "core/learning/update.h"
#include "tests/core/training/small_data.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

bool near(double a, double b, double tolerance = 1e-12) {
    return std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b));
}

struct Case {
    Network<double> network{{{"dann", 9, {3, false}}, {"dann", 4, {1, false}}}, 6, 4};
    PerLayer<double> gradients, squares;

    explicit Case(std::uint64_t seed) : gradients(zerosLike(network)), squares(gradients) {
        network.initialise(seed, 0.5);
        Rng rng(seed);
        for (std::size_t l = 0; l < network.size(); ++l)
            for (const auto& spec : network[l].layout().specs)
                for (Index column = 0; column < spec.columns; ++column)
                    for (Index row = 0; row < spec.rows; ++row) {
                        view(gradients[l], spec)(row, column) = normal(rng);
                        view(squares[l], spec)(row, column) = exponential(rng, 1e-3);
                    }
    }
    void set(std::size_t l, const char* name, double gradient, double square) {
        for (const auto& spec : network[l].layout().specs)
            if (spec.name == name) {
                view(gradients[l], spec).setConstant(gradient);
                view(squares[l], spec).setConstant(square);
            }
    }
};

const ParameterLens& named(const LayerLens& layer, const char* name) {
    return *std::ranges::find(layer.parameters, name, &ParameterLens::name);
}

constexpr auto plain = Correction::Plain, heuristic = Correction::Heuristic, byFisher = Correction::Fisher;

} // namespace

class TestLearningLens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void measuresWhatCanBeReckonedByHand() {
        // d = 6, n_e = 9, n_i = 3: WEE has 54 elements, WIE 18, WEI 27, alpha 3.
        Case c(1);
        c.set(0, "WEE", 0.1, 1e-2);
        c.set(0, "WIE", -0.3, 9e-2); // n_e times the Fisher information of WEE
        c.set(0, "WEI", 0.6, 36e-2); // d^2 times
        c.set(0, "alpha", 2, 81e-2);
        const double lambda = 1e3; // so that the guard is nothing
        DiagonalFisher<double> fisher(c.network);
        fisher.advance(c.network, c.squares, c.gradients, {.momentum = 1, .lambda = lambda});
        LearningLens lens;
        addToLens(lens, c.network, c.gradients, fisher, {}, 0.5, lambda);
        const LayerLens& layer = lens.layers[0];
        const auto &wee = named(layer, "WEE"), &wie = named(layer, "WIE"), &wei = named(layer, "WEI"),
                   &alpha = named(layer, "alpha");

        QVERIFY(near(wee.products.length(plain), 0.1 * std::sqrt(54.0)));
        QVERIFY(near(wie.products.length(plain), 0.3 * std::sqrt(18.0)));
        QVERIFY(near(wie.products.length(heuristic), 0.1 * std::sqrt(18.0)));
        QVERIFY(near(wei.products.length(heuristic), 0.1 * std::sqrt(27.0)));
        QVERIFY(near(alpha.products.length(heuristic), 2.0 / 18 * std::sqrt(3.0)));

        QVERIFY(near(wie.factor, 1.0 / 3) && near(wie.measuredFactor, 1.0 / 3));
        QVERIFY(near(wei.factor, 1.0 / 6) && near(wei.measuredFactor, 1.0 / 6));
        QVERIFY(near(alpha.factor, 1.0 / 18) && near(alpha.measuredFactor, 1.0 / 9));
        QCOMPARE(wee.measuredFactor, 1.0);
        QVERIFY(near(wei.information, 0.36));

        // 1 / F over the norm of WEE's: of each element of WEE 1 / sqrt(54), of WIE a ninth of that.
        QVERIFY(near(wee.fisherRatio(), 1 / std::sqrt(54.0), 1e-8));
        QVERIFY(near(wie.fisherRatio(), 1 / std::sqrt(54.0) / 9, 1e-8));
        QVERIFY(near(wei.products.length(byFisher), 0.6 / 36 * std::sqrt(27.0 / 54), 1e-8));

        // rate^2 F g^2 / 2 over the elements.
        QVERIFY(near(wei.divergence[0], 0.125 * 27 * 0.36 * 0.36));
        QVERIFY(near(wei.divergence[1], wei.divergence[0] / 36));
        QVERIFY(near(wei.divergence[2], wei.divergence[0] / (36 * 36 * 54), 1e-8));
        QCOMPARE(layer.rate, 0.5);
        QCOMPARE(lens.batches, Index(1));
    }

    void agreesWithTheAlignmentProbe_data() {
        QTest::addColumn<bool>("correctWEI");
        QTest::newRow("all corrected") << true;
        QTest::newRow("WEI not corrected") << false;
    }
    void agreesWithTheAlignmentProbe() {
        QFETCH(bool, correctWEI);
        const LearningConfig learning{.correctWEI = correctWEI};
        const Case c(4);
        DiagonalFisher<double> fisher(c.network);
        fisher.advance(c.network, c.squares, c.gradients, {.momentum = 1, .lambda = 1});
        Alignment probe;
        measureAlignment(c.network, fisher, learning, probe);
        LearningLens lens;
        addToLens(lens, c.network, c.gradients, fisher, learning, 0.1, 1);
        QVERIFY(near(lens.products.cosine(plain, byFisher), probe.network.uncorrected));
        QVERIFY(near(lens.products.cosine(heuristic, byFisher), probe.network.corrected));
        for (std::size_t l = 0; l < lens.layers.size(); ++l) {
            QVERIFY(near(lens.layers[l].products.cosine(plain, byFisher), probe.layers[l].uncorrected));
            QVERIFY(near(lens.layers[l].products.cosine(heuristic, byFisher), probe.layers[l].corrected));
        }
        // One factor for all of a parameter leaves its direction as it is.
        for (const auto& parameter : lens.layers[0].parameters) {
            QVERIFY(near(parameter.products.cosine(plain, heuristic), 1));
            QVERIFY(near(parameter.products.cosine(plain, byFisher),
                         parameter.products.cosine(heuristic, byFisher)));
        }
    }

    void accountsForTheUpdateThatTheRulesMake() {
        const Case c(5);
        DiagonalFisher<double> fisher(c.network);
        fisher.advance(c.network, c.squares, c.gradients, {.momentum = 1, .lambda = 1});
        const LearningConfig learning{.normLimit = 2, .rateScaling = 0.9};
        Network<double> updated = c.network;
        PerLayer<double> gradients = c.gradients;
        WeightUpdate<double> update;
        update(updated, gradients, &fisher, 0.4, learning);
        LearningLens lens;
        addToLens(lens, c.network, c.gradients, fisher, learning, 0.4, 1);
        for (std::size_t l = 0; l < lens.layers.size(); ++l) {
            QCOMPARE(lens.layers[l].rate, update.rates()[l]);
            for (std::size_t p = 0; p < lens.layers[l].parameters.size(); ++p) {
                const auto& spec = c.network[l].layout()[p];
                const Matrix<double> made =
                    view(updated[l].parameters(), spec) - view(c.network[l].parameters(), spec);
                QVERIFY(near(lens.layers[l].parameters[p].step.made, made.squaredNorm(), 1e-9));
            }
        }
    }

    void addsUpBatches() {
        const Case a(6);
        DiagonalFisher<double> fisher(a.network);
        fisher.advance(a.network, a.squares, a.gradients, {.momentum = 1, .lambda = 1});
        LearningLens once, twice;
        addToLens(once, a.network, a.gradients, fisher, {}, 0.1, 1);
        for (int i = 0; i < 2; ++i)
            addToLens(twice, a.network, a.gradients, fisher, {}, 0.1, 1);
        QCOMPARE(twice.batches, Index(2));
        const auto &one = once.layers[1].parameters[2], &two = twice.layers[1].parameters[2];
        QVERIFY(near(two.products.length(plain), std::sqrt(2.0) * one.products.length(plain)));
        QVERIFY(near(two.products.cosine(heuristic, byFisher), one.products.cosine(heuristic, byFisher)));
        QVERIFY(near(two.step.clampedShare(), one.step.clampedShare()));
    }

    void looksAtEveryKindOfLayer_data() {
        QTest::addColumn<QByteArray>("kind");
        for (const char* kind : {"dann", "mlp", "columnei", "layernorm", "batchnorm"})
            QTest::newRow(kind) << QByteArray(kind);
    }
    void looksAtEveryKindOfLayer() {
        QFETCH(QByteArray, kind);
        const Config config = smallConfig(kind.constData());
        const auto data = smallData();
        Network<float> network(config.layers, data->shape, data->classes);
        network.initialise(1, data->train.meanPixel());
        const LearningLens lens = lookAtLearning(network, *data, config, 3);
        QCOMPARE(lens.examples, lens.batches * config.training.batchSize);
        QVERIFY(lens.batches > 0 && !lens.ofRun);
        for (const auto& layer : lens.layers) {
            QCOMPARE(layer.rate, config.training.learningRate);
            QCOMPARE(layer.parameters.front().measuredFactor, 1.0);
            for (const auto& parameter : layer.parameters) {
                QVERIFY(parameter.products.length(plain) > 0);
                QVERIFY(parameter.products.length(byFisher) > 0);
                QVERIFY(parameter.divergence[0] > 0);
                QVERIFY(parameter.products.cosine(heuristic, byFisher) > 0);
            }
        }
        const LearningLens again = lookAtLearning(network, *data, config, 3);
        QCOMPARE(again.products.cosine(plain, byFisher), lens.products.cosine(plain, byFisher));
    }

    void takesTheRunsOwnInformation() {
        const Config config = smallConfig();
        const auto data = smallData();
        Network<float> network(config.layers, data->shape, data->classes);
        network.initialise(1, 0);
        PerLayer<float> information = zerosLike(network);
        for (std::size_t l = 0; l < network.size(); ++l)
            for (const auto& spec : network[l].layout().specs)
                view(information[l], spec).setConstant(spec.role() == "WIE" ? 16e-4f : 1e-4f);
        const LearningLens lens = lookAtLearning(network, *data, config, 0, &information);
        QVERIFY(lens.ofRun);
        for (const auto& layer : lens.layers)
            for (const auto& parameter : layer.parameters)
                QVERIFY(near(parameter.measuredFactor, parameter.name == "WIE" ? 0.25 : 1, 1e-5));
    }

    void rollsOverTheLastBatches() {
        const Config config = smallConfig();
        const auto data = smallData();
        auto network = std::make_shared<Network<float>>(config.layers, data->shape, data->classes);
        network->initialise(1, 0);
        RollingLens rolling(data);
        rolling.setNetwork(network, config, 0, nullptr);
        rolling.advance();
        QCOMPARE(rolling.lens().batches, Index(1));
        while (rolling.left() > 0)
            rolling.advance();
        const LearningLens before = rolling.lens();
        QCOMPARE(before.products.of[0][0], lookAtLearning(*network, *data, config, 0).products.of[0][0]);
        const auto all = before.batches;
        auto louder = std::make_shared<Network<float>>(*network);
        view((*louder)[2].parameters(), (*louder)[2].layout()[0]) *= 3;
        rolling.setNetwork(louder, config, 10, nullptr);
        rolling.advance();
        const LearningLens mixed = rolling.lens();
        QCOMPARE(mixed.batches, all); // one has gone for it
        QVERIFY(mixed.products.of[0][0] > before.products.of[0][0]);
        while (rolling.left() > 0)
            rolling.advance();
        QCOMPARE(rolling.lens().batches, all);
        QVERIFY(rolling.lens().products.of[0][0] > mixed.products.of[0][0]);
        // A run that begins to keep F of its own: nothing of the estimate is left.
        rolling.setNetwork(network, config, 20, std::make_shared<PerLayer<float>>(zerosLike(*network)));
        rolling.advance();
        QVERIFY(rolling.lens().ofRun);
        QCOMPARE(rolling.lens().batches, Index(1));
    }
};

QTEST_APPLESS_MAIN(TestLearningLens)
#include "tst_learning_lens.moc"
