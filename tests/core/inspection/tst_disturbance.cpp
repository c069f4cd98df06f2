// Disturbed inputs, and the error that grows with them.
#include "core/inspection/disturbance.h"

#include <QTest>

using namespace dalescope;

namespace {

constexpr ImageShape shape{1, 2, 4};

Vector<float> image() {
    Vector<float> x(8);
    x << 0, 0.2f, 0.4f, 0.6f, 1, 0.8f, 0.6f, 0.4f;
    return x;
}

Vector<float> disturbed(Disturbance kind, double strength, std::uint64_t seed = 1) {
    Vector<float> x = image();
    Rng rng(seed);
    disturb(x, shape, kind, strength, rng);
    return x;
}

} // namespace

class TestDisturbance : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void leavesAllAsItIsAtStrengthZero() {
        for (const auto kind :
             {Disturbance::Noise, Disturbance::Contrast, Disturbance::Shift, Disturbance::Occlusion})
            QVERIFY((disturbed(kind, 0) - image()).cwiseAbs().maxCoeff() < 1e-7f);
    }

    void addsNoiseWithinTheRange() {
        const Vector<float> x = disturbed(Disturbance::Noise, 0.5);
        QVERIFY(x != image());
        QVERIFY(x.minCoeff() >= 0 && x.maxCoeff() <= 1);
        QVERIFY(x == disturbed(Disturbance::Noise, 0.5));
        QVERIFY(x != disturbed(Disturbance::Noise, 0.5, 2));
    }

    void takesContrastDownToTheMean() {
        QVERIFY((disturbed(Disturbance::Contrast, 1).array() - 0.5f).abs().maxCoeff() < 1e-6f);
        QCOMPARE(disturbed(Disturbance::Contrast, 0.5)[0], 0.25f);
    }

    void shiftsToTheRight() {
        Vector<float> wanted(8);
        wanted << 0, 0, 0.2f, 0.4f, 0, 1, 0.8f, 0.6f;
        QVERIFY(disturbed(Disturbance::Shift, 0.25) == wanted);
        QCOMPARE(disturbed(Disturbance::Shift, 1).maxCoeff(), 0.0f);
    }

    void coversTheShareThatIsAskedFor() {
        QCOMPARE(disturbed(Disturbance::Occlusion, 1).maxCoeff(), 0.0f);
        Vector<float> bright = Vector<float>::Ones(100);
        Rng rng(3);
        disturb(bright, {1, 10, 10}, Disturbance::Occlusion, 0.36, rng);
        QCOMPARE(bright.sum(), 64.0f);
    }

    void growsWithTheStrength() {
        // Answers with the brighter of two pixels; contrast down to nothing leaves a tie, which is an error.
        LayerConfig layer;
        layer.kind = "mlp", layer.units = 2;
        Network<float> net({layer}, FeatureShape(2), 2);
        view(net[0].parameters(), net[0].layout()[0]) << 1, 0, 0, 1;
        Dataset data;
        data.shape = {1, 1, 2};
        data.classes = 2;
        data.test.features = 2;
        data.test.labels = {1, 0, 1};
        data.test.bytes = {10, 200, 255, 0, 0, 90};
        const auto always = [] { return true; };
        const auto errors =
            errorUnderDisturbance(net, data, Disturbance::Contrast, {0, 0.5, 1}, 100, 1, always);
        QCOMPARE(errors.size(), std::size_t(3));
        QCOMPARE(errors[0], 0.0);
        QCOMPARE(errors[1], 0.0);
        QVERIFY(errors[2] > 60);
        int asked = 0;
        QCOMPARE(errorUnderDisturbance(net, data, Disturbance::Noise, {0, 0.5, 1}, 100, 1,
                                       [&] { return ++asked < 2; })
                     .size(),
                 std::size_t(1));
        QVERIFY(errorUnderDisturbance(net, data, Disturbance::Noise, {0, 0.4}, 3, 7, always) ==
                errorUnderDisturbance(net, data, Disturbance::Noise, {0, 0.4}, 3, 7, always));
    }
};

QTEST_APPLESS_MAIN(TestDisturbance)
#include "tst_disturbance.moc"
