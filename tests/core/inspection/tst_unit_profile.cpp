// A unit's profile over a probe batch, against direct computation.
#include "core/inspection/activity.h"
#include "core/inspection/circuit_activity.h"
#include "core/inspection/unit_profile.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

constexpr Index examples = 250; // more than one chunk

LayerConfig layerOf(const char* kind, Index units, double inhibitory = 0) {
    LayerConfig layer;
    layer.kind = kind, layer.units = units, layer.inhibitory = {inhibitory, false};
    return layer;
}

Dataset noise() {
    Dataset data;
    data.shape = {1, 4, 4};
    data.classes = 3;
    data.test.features = 16;
    for (Index i = 0; i < examples; ++i) {
        data.test.labels.push_back(static_cast<std::uint8_t>(i % 2)); // no example of class 2
        for (int pixel = 0; pixel < 16; ++pixel)
            data.test.bytes.push_back(static_cast<std::uint8_t>((i * 31 + pixel * 17 + i * pixel * 7) % 256));
    }
    return data;
}

Vector<float> example(const Dataset& data, Index i) {
    Matrix<float> x(16, 1);
    std::int32_t label = 0;
    data.test.gatherRange<float>(i, x, {&label, 1});
    return x.col(0);
}

/// Mean of the unit's term over its places and steps for one example, one pass each.
float direct(const Network<float>& net, const Circuit& circuit, std::size_t population, Index unit,
             UnitTerm term, const Vector<float>& x) {
    const Activity activity = activityOf(net, x);
    float sum = 0;
    const Index steps = circuit.populations[population].steps;
    for (Index step = 0; step < steps; ++step)
        sum += valuesOf(circuit, population, term, activity, x, step).row(unit).mean();
    return sum / static_cast<float>(steps);
}

} // namespace

class TestUnitProfile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithOnePassForEachExample_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("population");
        for (const char* kind : {"dann", "mlp", "columnei", "conv", "dann-conv", "recurrent", "rnn"})
            QTest::newRow(kind) << QString::fromLatin1(kind) << 1;
        QTest::newRow("interneurons") << QStringLiteral("dann") << 2;
        QTest::newRow("interneurons of maps") << QStringLiteral("dann-conv") << 2;
        QTest::newRow("interneurons of the input") << QStringLiteral("recurrent") << 2;
        QTest::newRow("interneurons of the past") << QStringLiteral("recurrent") << 3;
        QTest::newRow("inhibitory columns") << QStringLiteral("columnei") << 2;
    }
    void agreesWithOnePassForEachExample() {
        QFETCH(const QString, kind);
        QFETCH(const int, population);
        const Dataset data = noise();
        const bool columns = kind == QLatin1String("columnei");
        Network<float> net(
            {layerOf(kind.toLatin1().constData(), 8, 3), layerOf(columns ? "columnei" : "mlp", 3)},
            data.shape, 3);
        net.initialise(5, 0.5);
        const Circuit circuit = circuitOf(net, data.shape);
        const auto index = static_cast<std::size_t>(population);
        const UnitProfile profile = profileOf(net, circuit, index, 1, data, 1000);
        QCOMPARE(profile.examples(), examples);
        const bool ownsZ = circuit.populations[index].ownsZ;
        for (const Index i : {Index(0), Index(99), Index(100), Index(249)}) {
            const Vector<float> x = example(data, i);
            const auto same = [&](UnitTerm term, float found) {
                const float expected = direct(net, circuit, index, 1, term, x);
                return std::abs(found - expected) <= 1e-4f * std::max(1.0f, std::abs(expected));
            };
            QVERIFY(same(UnitTerm::Activity, profile.h[i]));
            if (!ownsZ)
                continue;
            QVERIFY(same(UnitTerm::PreActivation, profile.z[i]));
            QVERIFY(same(UnitTerm::Excitation, profile.excitation[i]));
            QVERIFY(same(UnitTerm::Subtraction, profile.subtraction[i]));
        }
        QCOMPARE(profile.excitation.size() > 0, ownsZ);
        if (ownsZ)
            QVERIFY(std::abs(profile.layerExcitation[circuit.populations[index].firstRow + 1] -
                             profile.excitation.mean()) < 1e-3f * std::max(1.0f, profile.excitation.mean()));
    }

    void tunesToClassesAndRanksExamples() {
        const Dataset data = noise();
        Network<float> net({layerOf("mlp", 4), layerOf("mlp", 3)}, data.shape, 3);
        net.initialise(5, 0.5);
        const Circuit circuit = circuitOf(net, data.shape);
        const UnitProfile profile = profileOf(net, circuit, 1, 0, data, 1000);
        double sum = 0, squares = 0;
        for (Index i = 0; i < examples; i += 2) {
            const auto h = static_cast<double>(profile.h[i]);
            sum += h, squares += h * h;
        }
        const double mean = sum / 125;
        QCOMPARE(profile.tuning[0].examples, Index(125));
        QVERIFY(std::abs(profile.tuning[0].mean - mean) < 1e-9);
        QVERIFY(std::abs(profile.tuning[0].deviation - std::sqrt(squares / 125 - mean * mean)) < 1e-6);
        QVERIFY(std::isnan(profile.tuning[2].mean));
        QVERIFY(std::ranges::is_sorted(profile.strongest, std::ranges::greater(),
                                       [&](std::uint32_t i) { return profile.h[i]; }));
        QCOMPARE(static_cast<double>(profile.strongest.size()), profile.activeFraction() * examples);
    }

    void rollsOverTheExamplesWhileTheNetworkLearns() {
        const auto data = std::make_shared<const Dataset>(noise());
        const auto made = [&](std::uint64_t seed) {
            auto net = std::make_shared<Network<float>>(
                std::vector<LayerConfig>{layerOf("dann", 8, 3), layerOf("mlp", 3)}, data->shape, 3);
            net->initialise(seed, 0.5);
            return net;
        };
        const auto before = made(5), after = made(6);
        const Circuit circuit = circuitOf(*before, data->shape);
        RollingProfile rolling(data, 120);
        rolling.setUnit(before, circuit, 1, 2);
        rolling.advance();
        QCOMPARE(rolling.profile().examples(), RollingProfile::together);
        while (rolling.left() > 0)
            rolling.advance();
        rolling.setUnit(after, circuit, 1, 2);
        rolling.advance();
        const UnitProfile mixed = rolling.profile(), old = profileOf(*before, circuit, 1, 2, *data, 120);
        QCOMPARE(mixed.examples(), Index(120));
        QCOMPARE(mixed.z[119], old.z[119]);
        QVERIFY(mixed.z[0] != old.z[0]);
        while (rolling.left() > 0)
            rolling.advance();
        const UnitProfile whole = rolling.profile(), anew = profileOf(*after, circuit, 1, 2, *data, 120);
        QCOMPARE(whole.z, anew.z);
        QCOMPARE(whole.layerSubtraction, anew.layerSubtraction);
        QCOMPARE(whole.tuning[1].mean, anew.tuning[1].mean);
        rolling.setUnit(after, circuit, 2, 0); // another unit: nothing of the first is kept
        rolling.advance();
        QCOMPARE(rolling.profile().examples(), RollingProfile::together);
        QCOMPARE(rolling.profile().excitation.size(), Index(0));
    }

    void givesTheOutputsProbabilities() {
        const Dataset data = noise();
        Network<float> net({layerOf("mlp", 3)}, data.shape, 3);
        net.initialise(5, 0.5);
        const Circuit circuit = circuitOf(net, data.shape);
        Vector<float> sum = Vector<float>::Zero(20);
        for (Index unit = 0; unit < 3; ++unit)
            sum += profileOf(net, circuit, 1, unit, data, 20).h;
        QVERIFY((sum.array() - 1).abs().maxCoeff() < 1e-5f);
    }

    void knowsHowExcitationAndInhibitionGoTogether() {
        UnitProfile profile;
        QVERIFY(std::isnan(profile.correlation()));
        QVERIFY(std::isnan(profile.activeFraction()));
        profile.excitation = Vector<float>::LinSpaced(10, 0, 9);
        profile.subtraction = 3 * profile.excitation;
        QVERIFY(std::abs(profile.correlation() - 1) < 1e-9);
        profile.subtraction.setConstant(2);
        QVERIFY(std::isnan(profile.correlation()));
    }
};

QTEST_APPLESS_MAIN(TestUnitProfile)
#include "tst_unit_profile.moc"
