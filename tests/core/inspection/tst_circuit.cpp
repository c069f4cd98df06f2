// A network as populations and projections, against the formulas.
#include "core/inspection/circuit_activity.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

LayerConfig layerOf(const char* kind, int units, int inhibitory = 0) {
    LayerConfig layer;
    layer.kind = kind, layer.units = units, layer.inhibitory = {static_cast<double>(inhibitory), false};
    return layer;
}

Network<float> networkOf(const std::vector<LayerConfig>& layers, const FeatureShape& in) {
    Network<float> net(layers, in, layers.back().units);
    net.initialise(3, 0.5);
    return net;
}

Network<float> smallDann() {
    return networkOf({layerOf("dann", 6, 2), layerOf("dann", 3, 1)}, FeatureShape::image(1, 2, 4));
}

Matrix<float> parameter(const Network<float>& net, std::size_t layer, const char* name) {
    for (const auto& spec : net[layer].layout().specs)
        if (spec.name == name)
            return view(net[layer].parameters(), spec);
    return {};
}

QString named(const Circuit& circuit, const Projection& p) {
    const auto end = [&](std::size_t i) {
        const Population& population = circuit.populations[i];
        return population.layer < 0 ? QStringLiteral("x")
                                    : (population.inhibitory ? QStringLiteral("I%1") : QStringLiteral("E%1"))
                                              .arg(population.layer) +
                                          (population.ofInputTerm ? QStringLiteral("x") : QString());
    };
    const char* effects[] = {">", "-", "/"};
    return end(p.from) + QLatin1String(effects[static_cast<int>(p.effect)]) + end(p.to);
}

} // namespace

class TestCircuit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hasThePopulationsAndProjectionsOfItsKind_data() {
        QTest::addColumn<QStringList>("kinds");
        QTest::addColumn<QString>("projections");
        const QString dann = QStringLiteral("x>E0 x>I0 I0-E0 I0/E0 E0>E1 E0>I1 I1-E1 I1/E1");
        QTest::newRow("dann") << QStringList{QStringLiteral("dann"), QStringLiteral("dann")} << dann;
        QTest::newRow("conv") << QStringList{QStringLiteral("dann-conv"), QStringLiteral("dann")} << dann;
        QTest::newRow("mlp") << QStringList{QStringLiteral("mlp"), QStringLiteral("batchnorm")}
                             << QStringLiteral("x>E0 x-E0 E0>E1 E0-E1");
        QTest::newRow("columnei") << QStringList{QStringLiteral("columnei"), QStringLiteral("columnei")}
                                  << QStringLiteral("x>E0 x>I0 E0>E1 I0-E1");
        QTest::newRow("rnn") << QStringList{QStringLiteral("rnn"), QStringLiteral("mlp")}
                             << QStringLiteral("x>E0 x-E0 E0>E0 E0-E0 E0>E1 E0-E1");
        QTest::newRow("recurrent")
            << QStringList{QStringLiteral("recurrent"), QStringLiteral("dann")}
            << QStringLiteral("x>E0 x>I0x I0x-E0 I0x/E0 E0>E0 E0>I0 I0-E0 I0/E0 E0>E1 E0>I1 I1-E1 I1/E1");
    }
    void hasThePopulationsAndProjectionsOfItsKind() {
        QFETCH(const QStringList, kinds);
        std::vector<LayerConfig> layers;
        for (const QString& kind : kinds)
            layers.push_back(layerOf(kind.toLatin1().constData(), layers.empty() ? 6 : 3,
                                     kind == QLatin1String("columnei") && !layers.empty() ? 0 : 2));
        const FeatureShape in = FeatureShape::image(1, 4, 4);
        const Network<float> net = networkOf(layers, in);
        const Circuit circuit = circuitOf(net, in);
        QStringList found;
        for (const Projection& projection : circuit.projections)
            found.append(named(circuit, projection));
        QTEST(found.join(u' '), "projections");
        // Every term of every population can be asked for, at every step.
        const Vector<float> x = Vector<float>::LinSpaced(16, 0, 1);
        const Activity activity = activityOf(net, x);
        for (Index step = 0; step < circuit.steps(); ++step)
            for (std::size_t i = 0; i < circuit.populations.size(); ++i) {
                const Population& population = circuit.populations[i];
                for (const UnitTerm term : {UnitTerm::Activity, UnitTerm::PreActivation, UnitTerm::Excitation,
                                            UnitTerm::Subtraction, UnitTerm::Division}) {
                    const Matrix<float> values = valuesOf(circuit, i, term, activity, x, step);
                    if (term != UnitTerm::Activity && values.size() == 0)
                        continue;
                    QCOMPARE(values.rows(), population.units);
                    QCOMPARE(values.cols(), population.places());
                    QVERIFY(values.allFinite());
                }
            }
    }

    void carriesTheMeansOfTheFormulas() {
        const Network<float> net = smallDann();
        const Circuit circuit = circuitOf(net, FeatureShape::image(1, 2, 4));
        const Vector<float> x = Vector<float>::LinSpaced(8, 0.1f, 0.8f);
        const Activity activity = activityOf(net, x);
        const Vector<float> zI = parameter(net, 0, "WIE") * x;
        const Matrix<float> WEI = parameter(net, 0, "WEI");
        const Vector<float> divided = parameter(net, 0, "alpha").array().exp().matrix().cwiseProduct(zI);
        const float expected[] = {(parameter(net, 0, "WEE") * x).mean(), zI.mean(), (WEI * zI).mean(),
                                  (WEI * divided).mean()};
        for (std::size_t i = 0; i < 4; ++i) {
            const double found = meanCurrent(circuit, circuit.projections[i], activity, 0);
            QVERIFY2(std::abs(found - static_cast<double>(expected[i])) < 1e-5,
                     qPrintable(QString::number(i)));
        }
        QVERIFY(std::abs(meanWeight(net, circuit.projections[0]) - parameter(net, 0, "WEE").mean()) < 1e-6f);
        const LayerMeans means = layerMeans(activity.layers[0], circuit.populations[1], 0);
        QVERIFY(std::abs(means.subtraction - static_cast<double>(expected[2])) < 1e-5);
        QCOMPARE(means.active, static_cast<double>((activity.layers[0].z.array() > 0).count()) / 6);
        const Matrix<float> interneurons = valuesOf(circuit, 2, UnitTerm::Activity, activity, x, 0);
        QVERIFY((interneurons - zI).cwiseAbs().maxCoeff() < 1e-5f);
    }

    void addsBothTermsOfARecurrentLayer() {
        const Network<float> net =
            networkOf({layerOf("recurrent", 5, 2), layerOf("dann", 2, 1)}, FeatureShape::image(1, 4, 3));
        const Circuit circuit = circuitOf(net, FeatureShape::image(1, 4, 3));
        const Vector<float> x = Vector<float>::LinSpaced(12, 0.1f, 0.9f);
        const Activity activity = activityOf(net, x);
        const Vector<float> before = activity.layers[0].h.col(1);
        const Vector<float> expected =
            parameter(net, 0, "UWEE") * x.segment(6, 3) + parameter(net, 0, "WEE") * before;
        const Matrix<float> found = valuesOf(circuit, 1, UnitTerm::Excitation, activity, x, 2);
        QVERIFY((found - expected).cwiseAbs().maxCoeff() < 1e-5f);
        QCOMPARE(circuit.steps(), Index(4));
        for (const Projection& projection : circuit.projections)
            if (projection.recurs())
                QVERIFY(std::isnan(meanCurrent(circuit, projection, activity, 0)));
    }

    void findsTheStrongestConnections() {
        const Network<float> net = smallDann();
        const Circuit circuit = circuitOf(net, FeatureShape::image(1, 2, 4));
        const UnitAddress unit{1, 4, 0};
        const auto found = strongestConnections(net, circuit, unit, 2, 0);
        const Matrix<float> WEE = parameter(net, 0, "WEE"), next = parameter(net, 1, "WEE");
        Index best = 0, target = 0;
        WEE.row(4).maxCoeff(&best);
        next.col(4).maxCoeff(&target);
        int inputs = 0, inhibition = 0, targets = 0;
        for (const Connection& c : found) {
            const std::string& matrix = circuit.projections[c.projection].matrix;
            if (c.to == unit && matrix == "WEE" && inputs++ == 0) {
                QCOMPARE(c.from.place, best); // pixel of a picture of one channel
                QCOMPARE(c.weight, WEE(4, best));
            }
            inhibition += c.to == unit && matrix == "WEI";
            if (c.from == unit && matrix == "WEE" && targets++ == 0)
                QCOMPARE(c.to.unit, target);
        }
        QCOMPARE(inputs, 2);
        QCOMPARE(inhibition, 2);
        QCOMPARE(targets, 2);
    }

    void takesTheWeightsOfAMapTogether() {
        LayerConfig conv = layerOf("conv", 2);
        conv.kernel = 1, conv.padding = 0;
        Network<float> net({conv, layerOf("mlp", 2)}, FeatureShape::image(1, 2, 2), 2);
        auto W = view(net[1].parameters(), net[1].layout()[0]);
        W << 1, 1, 1, 1, -2, -2, 3, -2, //
            0, 0, 0, 0, 0, 0, 0, 0;
        const Circuit circuit = circuitOf(net, FeatureShape::image(1, 2, 2));
        const auto found = strongestConnections(net, circuit, {2, 0, 0}, 3, 0);
        bool positive = false, negative = false;
        for (const Connection& c : found) {
            const int sign = circuit.projections[c.projection].sign;
            positive |= sign > 0 && c.from.unit == 1 && c.from.place == 2 && c.weight == 3.0f;
            negative |= sign < 0 && c.from.unit == 1 && c.weight == -2.0f;
        }
        QVERIFY(positive);
        QVERIFY(negative);
        // From a whole map, all that its locations' weights come to.
        for (const Connection& c : strongestConnections(net, circuit, {1, 0, -1}, 3, 0))
            if (c.from.population == 1 && circuit.projections[c.projection].sign > 0)
                QCOMPARE(c.weight, 4.0f);
    }
};

QTEST_APPLESS_MAIN(TestCircuit)
#include "tst_circuit.moc"
