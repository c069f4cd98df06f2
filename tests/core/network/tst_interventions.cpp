// Scaled inhibition, silenced and driven units: what they do to activity, currents, gradients and learning.
#include "core/common/error.h"
#include "core/network/balance.h"
#include "core/settings/field.h"
#include "tests/core/network/small_networks.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

LayerConfig convolution(const char* kind, Index units, double inhibitory) {
    LayerConfig config = layer(kind, units, inhibitory);
    config.kernel = 3;
    config.padding = 1;
    return config;
}

/// With everything at once that may be done to a layer of its kind.
LayerConfig disturbed(LayerConfig config, double subtractive, double divisive) {
    config.intervention.subtractive = subtractive;
    config.intervention.divisive = divisive;
    config.intervention.silencedExcitatory = UnitChoice::parse("1");
    config.intervention.drivenExcitatory = UnitChoice::parse("0, 2");
    if (config.inhibitory.amount > 1) {
        config.intervention.silencedInhibitory = UnitChoice::parse("1");
        config.intervention.drivenInhibitory = UnitChoice::parse("0");
    }
    config.intervention.drive = 0.3;
    return config;
}

struct Case {
    const char* name;
    FeatureShape in;
    std::vector<LayerConfig> layers;
};

std::vector<Case> cases() {
    const auto image = FeatureShape::image(2, 4, 5);
    const auto out = layer("dann", 3, 1), plain = layer("mlp", 3);
    auto scaledOut = out;
    scaledOut.intervention.subtractive = 1.4;
    scaledOut.intervention.divisive = 0.8;
    scaledOut.intervention.drivenExcitatory = UnitChoice::parse("1");
    const auto dann = layer("dann", 7, 3);
    return {
        {"dann, more of both", 5, {disturbed(dann, 1.5, 1.2), disturbed(dann, 0.4, 1.6), scaledOut}},
        {"dann, no subtraction", 5, {disturbed(dann, 0, 1), dann, out}},
        {"dann, no division", 5, {disturbed(dann, 1, 0), dann, out}},
        {"dann, squared division", 5, {disturbed(dann, 2, 2), dann, out}},
        {"dann, little division", 5, {disturbed(dann, 0.5, 0.3), dann, out}},
        {"mlp", 5, {disturbed(layer("mlp", 7), 1, 1), plain}},
        {"layer norm", 5, {disturbed(layer("layernorm", 7), 1, 1), plain}},
        {"batch norm", 5, {disturbed(layer("batchnorm", 7), 1, 1), plain}},
        {"columnei",
         5,
         {disturbed(layer("columnei", 7, 3), 1, 1), disturbed(layer("columnei", 6, 2), 0.6, 1),
          layer("columnei", 3)}},
        {"conv", image, {disturbed(convolution("conv", 3, 0), 1, 1), plain}},
        {"dann conv", image, {disturbed(convolution("dann-conv", 3, 2), 0.7, 1.3), out}},
        {"recurrent", FeatureShape::sequence(3, 5), {disturbed(layer("recurrent", 6, 2), 1.2, 0.7), out}},
        {"rnn", FeatureShape::sequence(3, 5), {disturbed(layer("rnn", 6), 1, 1), plain}},
    };
}

Network<double> made(const std::vector<LayerConfig>& layers, const FeatureShape& in) {
    Network<double> network = unevenNetwork(layers, in);
    network.intervene(layers, 1);
    return network;
}

} // namespace

class TestInterventions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void gradientsAreThoseOfFiniteDifferences_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const auto& c : cases())
            QTest::newRow(c.name) << index++;
    }
    void gradientsAreThoseOfFiniteDifferences() {
        QFETCH(int, index);
        const Case c = cases()[static_cast<std::size_t>(index)];
        Network<double> network = made(c.layers, c.in);
        compareWithDifferences(network, examples(c.in.features()));
    }

    void activityIsThatOfTheFormula() {
        auto own = layer("dann", 4, 2);
        own.intervention.subtractive = 0.5;
        own.intervention.divisive = 1.5;
        own.intervention.silencedInhibitory = UnitChoice::parse("1");
        own.intervention.drivenInhibitory = UnitChoice::parse("0-1");
        own.intervention.drivenExcitatory = UnitChoice::parse("3");
        own.intervention.silencedExcitatory = UnitChoice::parse("2");
        own.intervention.drive = 0.25;
        Network<double> network = made({own, layer("dann", 3, 1)}, 5);
        const Matrix<double> x = examples(5);
        Pass<double> pass(network);
        pass.forward(network, x);
        const auto part = [&](std::size_t p) -> Matrix<double> {
            return view(network[0].parameters(), network[0].layout()[p]);
        };
        const Matrix<double> WEE = part(0), WIE = part(1), WEI = part(2), alpha = part(3), g = part(4),
                             b = part(5);
        Matrix<double> zI = WIE * x;
        zI.array() += 0.25;
        zI.row(1).setZero();
        const Matrix<double> scaled = alpha.array().exp().matrix().asDiagonal() * zI;
        const Eigen::ArrayXXd gamma = ((WEI * scaled).array() + 1e-8).pow(1.5),
                              inhibition = 0.5 * (WEI * zI).array();
        Matrix<double> n = (((WEE * x).array() - inhibition) / gamma).matrix();
        Matrix<double> z = g.col(0).asDiagonal() * n;
        z.colwise() += b.col(0);
        z.row(3).array() += 0.25;
        z.row(2).setZero();
        QVERIFY((pass.z(0) - z).cwiseAbs().maxCoeff() < 1e-12);
        Currents<double> currents;
        pass.currents(network, x, 0, currents);
        QVERIFY((currents.excitatory - WEE * x).cwiseAbs().maxCoeff() < 1e-12);
        QVERIFY((currents.inhibitory.array() - inhibition).abs().maxCoeff() < 1e-12);
        QVERIFY((currents.gamma.array() - gamma).abs().maxCoeff() < 1e-12);
    }

    void balanceIsMeasuredAsItActs() {
        auto own = layer("dann", 30, 5);
        Network<double> network = made({own, layer("dann", 3, 1)}, 5);
        const Matrix<double> x = examples(5);
        const auto ratio = [&](double subtractive) {
            own.intervention.subtractive = subtractive;
            network.intervene({own, layer("dann", 3, 1)}, 1);
            Pass<double> pass(network);
            pass.forward(network, x);
            Currents<double> currents;
            pass.currents(network, x, 0, currents);
            return measureBalance(currents, pass.z(0)).ratio;
        };
        const double asLearnt = ratio(1);
        QVERIFY(std::abs(ratio(0.5) - 2 * asLearnt) < 1e-12);
        QVERIFY(std::abs(ratio(2) - asLearnt / 2) < 1e-12);
        QVERIFY(std::isnan(ratio(0)));
    }

    void silencedUnitsLearnNothing() {
        auto own = layer("dann", 6, 3);
        own.intervention.silencedExcitatory = UnitChoice::parse("4");
        own.intervention.silencedInhibitory = UnitChoice::parse("1");
        Network<double> network = made({own, layer("dann", 3, 1)}, 5);
        const Matrix<double> x = examples(5);
        Pass<double> pass(network);
        auto gradients = zerosLike(network);
        pass.forward(network, x);
        pass.gradients(network, x, labels, gradients);
        const auto part = [&](std::size_t l, std::size_t p) {
            return view(gradients[l], network[l].layout()[p]);
        };
        QVERIFY((part(0, 0).row(4).array() == 0).all()); // WEE
        QVERIFY((part(0, 1).row(1).array() == 0).all()); // WIE
        QVERIFY((part(0, 2).row(4).array() == 0).all()); // WEI onto unit 4
        QVERIFY((part(0, 2).col(1).array() == 0).all()); // and from inhibitory unit 1
        QVERIFY(part(0, 3)(1, 0) == 0 && part(0, 4)(4, 0) == 0 && part(0, 5)(4, 0) == 0);
        QVERIFY((part(1, 0).col(4).array() == 0).all()); // what would read the silent unit
        QVERIFY(part(0, 0).row(3).cwiseAbs().maxCoeff() > 0);
    }

    void endingThemGivesTheSameBits_data() { gradientsAreThoseOfFiniteDifferences_data(); }
    void endingThemGivesTheSameBits() {
        QFETCH(int, index);
        const Case c = cases()[static_cast<std::size_t>(index)];
        Network<double> network = made(c.layers, c.in), untouched = network;
        untouched.endInterventions();
        const Matrix<double> x = examples(c.in.features());
        const auto gradientsOf = [&](const Network<double>& of) {
            Pass<double> pass(of);
            auto gradients = zerosLike(of);
            pass.forward(of, x);
            pass.gradients(of, x, labels, gradients);
            return gradients;
        };
        const auto disturbedOnes = gradientsOf(network), before = gradientsOf(untouched);
        QVERIFY(disturbedOnes != before);
        network.endInterventions();
        QVERIFY(gradientsOf(network) == before);
    }

    void fullStrengthAndNoUnitsIsNoIntervention() {
        auto own = layer("dann", 6, 3);
        Network<double> network = made({own, layer("dann", 3, 1)}, 5), other = network;
        own.intervention.drivenExcitatory = UnitChoice::parse("0-5");
        own.intervention.drive = 0;
        other.intervene({own, layer("dann", 3, 1)}, 1);
        const Matrix<double> x = examples(5);
        Pass<double> a(network), b(other);
        QVERIFY(a.forward(network, x) == b.forward(other, x));
    }

    void staysFiniteWherePatchesAreSilent_data() {
        QTest::addColumn<double>("divisive");
        for (const double power : {0.0, 0.5, 1.0, 1.5, 2.0})
            QTest::addRow("power %g", power) << power;
    }
    void staysFiniteWherePatchesAreSilent() {
        QFETCH(double, divisive);
        auto own = convolution("dann-conv", 3, 2);
        own.intervention.divisive = divisive;
        own.intervention.subtractive = 0.5;
        const std::vector<LayerConfig> layers = {own, layer("dann", 3, 1)};
        Network<float> network(layers, FeatureShape::image(1, 6, 6), 3);
        network.initialise(1, 0.5);
        network.intervene(layers, 1);
        Matrix<float> x = Matrix<float>::Zero(36, batch);
        x.topRows(9).setConstant(0.5F);
        Pass<float> pass(network);
        auto gradients = zerosLike(network);
        pass.forward(network, x);
        pass.gradients(network, x, labels, gradients);
        for (const auto& each : gradients)
            QVERIFY(each.allFinite());
    }

    void refusesUnitsThatAreNotThere_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        QTest::newRow("beyond") << "network.layers.0.silenced_excitatory"
                                << "3, 6"
                                << "no excitatory unit 6";
        QTest::newRow("inhibitory") << "network.layers.0.driven_inhibitory"
                                    << "1-4"
                                    << "no inhibitory unit 4";
        QTest::newRow("output") << "network.layers.1.silenced_excitatory"
                                << "10 %"
                                << "cannot be silenced";
        QTest::newRow("range") << "network.layers.0.subtractive"
                               << "2.5"
                               << "from 0 to 2";
        QTest::newRow("text") << "network.layers.0.silenced_excitatory"
                              << "some"
                              << "not a list of units";
        QTest::newRow("backwards") << "network.layers.0.silenced_excitatory"
                                   << "5-2"
                                   << "ends before it begins";
        QTest::newRow("share") << "network.layers.0.silenced_excitatory"
                               << "120 %"
                               << "0 to 100 %";
        QTest::newRow("draw") << "network.layers.0.silenced_excitatory"
                              << "20 % #0"
                              << "number of a draw";
    }
    void refusesUnitsThatAreNotThere() {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(QString, words);
        Config config;
        config.layers = {layer("dann", 6, 3), layer("dann", 3, 1)};
        const Config before = config;
        try {
            setByPath(config, path.toStdString(), text.toStdString());
            QFAIL("taken");
        } catch (const Error& error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(words), error.what());
        }
        QVERIFY(config == before);
    }

    void largerSharesContainSmallerOnes() {
        std::vector<Index> smaller;
        for (const double percent : {0.0, 10.0, 25.0, 50.0, 99.0, 100.0}) {
            UnitChoice choice;
            choice.percent = percent;
            const auto chosen = choice.of(200, 7, 3);
            QCOMPARE(static_cast<double>(chosen.size()), 2 * percent);
            QVERIFY(std::ranges::includes(chosen, smaller));
            smaller = chosen;
        }
        UnitChoice first = UnitChoice::parse("30 %"), second = UnitChoice::parse("30 % #2");
        QVERIFY(first.of(200, 7, 3) != second.of(200, 7, 3));
        QVERIFY(first.of(200, 7, 3) != first.of(200, 8, 3));
        QVERIFY(first.of(200, 7, 3) != first.of(200, 7, 4));
    }

    void choicesKeepTheirText_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("canonical");
        QTest::newRow("none") << ""
                              << "";
        QTest::newRow("no share") << "0 %"
                                  << "";
        QTest::newRow("one") << "3"
                             << "3";
        QTest::newRow("list") << " 10-20,5 , 3"
                              << "3, 5, 10-20";
        QTest::newRow("overlapping") << "3-6, 5-9, 10"
                                     << "3-10";
        QTest::newRow("share") << "12.5%"
                               << "12.5 %";
        QTest::newRow("draw") << "25%#3"
                              << "25 % #3";
        QTest::newRow("first draw") << "25 % #1"
                                    << "25 %";
    }
    void choicesKeepTheirText() {
        QFETCH(QString, text);
        QFETCH(QString, canonical);
        const auto choice = UnitChoice::parse(text.toStdString());
        QCOMPARE(QString::fromStdString(choice.text()), canonical);
        QVERIFY(UnitChoice::parse(choice.text()) == choice);
    }
};

QTEST_APPLESS_MAIN(TestInterventions)
#include "tst_interventions.moc"
