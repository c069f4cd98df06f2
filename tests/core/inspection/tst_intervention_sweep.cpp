// The sweep of one intervention against networks that were made with it from the start.
#include "core/common/error.h"
#include "core/inspection/intervention_sweep.h"
#include "core/inspection/swept_intervention.h"
#include "core/network/balance.h"
#include "core/training/evaluate.h"
#include "tests/core/training/small_data.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace dalescope;

namespace {

const auto onAndOn = [](double) { return true; };

Network<float> networkOf(const Config& config, const Dataset& data) {
    Network<float> network(config.layers, data.shape, data.classes);
    network.initialise(3, 0);
    network.intervene(config.layers, static_cast<std::uint64_t>(config.training.seed));
    return network;
}

/// Test error and E/I ratio of `layer`, asked for directly.
std::pair<double, double> direct(const Config& config, const Dataset& data, std::size_t layer) {
    const Network<float> network = networkOf(config, data);
    Evaluator evaluate(network);
    Matrix<float> x(data.test.features, data.test.count());
    std::vector<std::int32_t> y(static_cast<std::size_t>(data.test.count()));
    data.test.gatherRange<float>(0, x, y);
    Pass<float> pass(network);
    pass.forward(network, x);
    Currents<float> currents;
    pass.currents(network, x, layer, currents);
    return {evaluate(network, data.test).errorRate(), measureBalance(currents, pass.z(layer)).ratio};
}

} // namespace

class TestInterventionSweep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesWhatEachNetworkGives_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("texts"); // of the strengths, in order
        QTest::addColumn<QList<double>>("strengths");
        QTest::newRow("subtractive") << "network.layers.1.subtractive"
                                     << "0|0.5|1|2" << QList<double>{0, 0.5, 1, 2};
        QTest::newRow("divisive") << "network.layers.0.divisive"
                                  << "0|1|1.5" << QList<double>{0, 1, 1.5};
        QTest::newRow("silenced") << "network.layers.0.silenced_excitatory"
                                  << "|30 %|100 %" << QList<double>{0, 30, 100};
        QTest::newRow("interneurons") << "network.layers.1.silenced_inhibitory"
                                      << "|50 %" << QList<double>{0, 50};
        QTest::newRow("drive") << "network.layers.0.drive"
                               << "0|2" << QList<double>{0, 2};
    }
    void givesWhatEachNetworkGives() {
        QFETCH(QString, path);
        QFETCH(QString, texts);
        QFETCH(QList<double>, strengths);
        const auto data = smallData();
        Config config = smallConfig();
        config.layers[0].intervention.drivenExcitatory = UnitChoice::parse("0-4"); // stays in effect
        const InterventionSweep sweep{path.toStdString(), {strengths.begin(), strengths.end()}, 1};
        const auto effects = sweepIntervention(networkOf(config, *data), config, *data, sweep, onAndOn);
        const QStringList values = texts.split('|');
        QCOMPARE(effects.size(), static_cast<std::size_t>(values.size()));
        for (std::size_t i = 0; i < effects.size(); ++i) {
            QCOMPARE(effects[i].strength, strengths[static_cast<qsizetype>(i)]);
            Config own = config;
            setByPath(own, sweep.path, values[static_cast<qsizetype>(i)].toStdString());
            for (std::size_t layer = 0; layer < 3; ++layer) {
                const auto [error, ratio] = direct(own, *data, layer);
                QCOMPARE(effects[i].error.mean, error);
                const double is = effects[i].ratio[layer].mean;
                QVERIFY(is == ratio || (std::isnan(is) && std::isnan(ratio)));
            }
        }
    }

    void spansTheDraws() {
        const auto data = smallData();
        const Config config = smallConfig();
        const InterventionSweep sweep{"network.layers.0.silenced_excitatory", {0, 50, 100}, 4};
        const auto effects = sweepIntervention(networkOf(config, *data), config, *data, sweep, onAndOn);
        double sum = 0, lowest = 100, highest = 0;
        for (int draw = 1; draw <= 4; ++draw) {
            Config own = config;
            setByPath(own, sweep.path, "50 % #" + std::to_string(draw));
            const double error = direct(own, *data, 0).first;
            sum += error;
            lowest = std::min(lowest, error);
            highest = std::max(highest, error);
        }
        QCOMPARE(effects[1].error.mean, sum / 4);
        QCOMPARE(effects[1].error.lowest, lowest);
        QCOMPARE(effects[1].error.highest, highest);
        QVERIFY(lowest < highest);
        QCOMPARE(effects[0].error.lowest, effects[0].error.highest);
        QCOMPARE(effects[2].error.lowest, effects[2].error.highest);
    }

    void leavesOffWhenToldTo() {
        const auto data = smallData();
        const Config config = smallConfig();
        const Network<float> network = networkOf(config, *data);
        InterventionSweep sweep{"network.layers.0.subtractive", {0, 1, 2}};
        double last = -1;
        const auto effects = sweepIntervention(network, config, *data, sweep, [&](double done) {
            [&] { QVERIFY(done >= last && done < 1); }();
            last = done;
            return done < 0.5;
        });
        QCOMPARE(effects.size(), std::size_t(2));
    }

    void comesBackFromItsText() {
        const double none = std::numeric_limits<double>::quiet_NaN();
        SweptIntervention swept{"network.layers.1.subtractive", 500, 3, "My run", smallConfig(), {}};
        swept.effects.push_back({0, {50, 40, 60}, {{none, none, none}, {1.25, 1, 1.5}}});
        swept.effects.push_back({0.1, {12.3, 12.3, 12.3}, {{2, 2, 2}, {1, 1, 1}}});
        const SweptIntervention back = sweptInterventionFromJson(toJson(swept), "x");
        QCOMPARE(back.path, swept.path);
        QCOMPARE(back.update, swept.update);
        QCOMPARE(back.draws, swept.draws);
        QCOMPARE(back.run, swept.run);
        QVERIFY(back.config == swept.config);
        QCOMPARE(back.effects.size(), std::size_t(2));
        QVERIFY(std::isnan(back.effects[0].ratio[0].mean));
        QVERIFY(back.effects[0].error.highest == 60 && back.effects[0].ratio[1].mean == 1.25);
        QVERIFY(back.effects[1].strength == 0.1 && back.effects[1].error.mean == 12.3);
    }

    void saysThatATextIsDamaged_data() {
        QTest::addColumn<QByteArray>("part");
        QTest::addColumn<QByteArray>("instead");
        QTest::newRow("no JSON") << QByteArray("{") << QByteArray();
        QTest::newRow("no setting") << QByteArray("\"setting\"") << QByteArray("\"seting\"");
        QTest::newRow("no intervention") << QByteArray("1.subtractive") << QByteArray("1.units");
        QTest::newRow("no such layer") << QByteArray("layers.1.sub") << QByteArray("layers.9.sub");
        QTest::newRow("a text") << QByteArray("\"strength\": 1.0") << QByteArray("\"strength\": \"1\"");
        QTest::newRow("falling") << QByteArray("\"strength\": 1.0") << QByteArray("\"strength\": -1.0");
    }
    void saysThatATextIsDamaged() {
        QFETCH(QByteArray, part);
        QFETCH(QByteArray, instead);
        SweptIntervention swept{"network.layers.1.subtractive", 500, 3, "My run", smallConfig(), {}};
        swept.effects = {{0, {50, 40, 60}, {}}, {1, {12, 12, 12}, {}}};
        QByteArray text = QByteArray::fromStdString(toJson(swept));
        const auto at = text.indexOf(part);
        QVERIFY2(at >= 0, text.constData());
        text.replace(at, part.size(), instead);
        try {
            sweptInterventionFromJson(text.toStdString(), "x.dalescope");
            QFAIL("it was taken");
        } catch (const Error& error) {
            QCOMPARE(QByteArray(error.what()),
                     QByteArray("x.dalescope: the sweep of an intervention that it keeps "
                                "is damaged; the rest is as it was; sweep again."));
        }
    }

    void refusesSettingsOfAnotherNetwork() {
        const auto data = smallData();
        Config config = smallConfig();
        const Network<float> network = networkOf(config, *data);
        config.layers[0].units = 40;
        QVERIFY_EXCEPTION_THROWN(
            sweepIntervention(network, config, *data, {"network.layers.0.drive", {1}}, onAndOn), Error);
    }

    void refusesWhatIsNoIntervention_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<double>("strength");
        QTest::newRow("no layer's") << "training.learning_rate" << 0.1;
        QTest::newRow("fixed") << "network.layers.0.units" << 3.0;
        QTest::newRow("no such layer") << "network.layers.7.drive" << 1.0;
        QTest::newRow("too strong") << "network.layers.0.subtractive" << 3.0;
        QTest::newRow("the answer") << "network.layers.2.silenced_excitatory" << 50.0;
    }
    void refusesWhatIsNoIntervention() {
        QFETCH(QString, path);
        QFETCH(double, strength);
        const auto data = smallData();
        const Config config = smallConfig();
        const Network<float> network = networkOf(config, *data);
        QVERIFY_EXCEPTION_THROWN(
            sweepIntervention(network, config, *data, {path.toStdString(), {strength}}, onAndOn), Error);
    }
};

QTEST_APPLESS_MAIN(TestInterventionSweep)
#include "tst_intervention_sweep.moc"
