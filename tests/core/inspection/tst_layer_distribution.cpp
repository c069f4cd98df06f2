// Distributions over a probe batch, against one pass for each example.
#include "core/inspection/activity.h"
#include "core/inspection/layer_distribution.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace dalescope;

namespace {

constexpr Index examples = 130; // more than one chunk

Dataset noise() {
    Dataset data;
    data.shape = {1, 4, 4};
    data.classes = 3;
    data.test.features = 16;
    for (Index i = 0; i < examples; ++i) {
        data.test.labels.push_back(0);
        for (int pixel = 0; pixel < 16; ++pixel)
            data.test.bytes.push_back(static_cast<std::uint8_t>((i * 31 + pixel * 17 + i * pixel * 7) % 256));
    }
    return data;
}

Network<float> networkOf(const char* kind) {
    LayerConfig hidden, output;
    hidden.kind = kind, hidden.units = 6, hidden.inhibitory = {2, false};
    output.kind = "dann", output.units = 3, output.inhibitory = {1, false};
    if (std::string_view(kind) == "columnei") // alone takes what such a layer passes on
        output.kind = kind, output.inhibitory = {0, false};
    if (std::string_view(kind) == "dann-conv")
        hidden.kernel = 3;
    Network<float> net({hidden, output}, FeatureShape::image(1, 4, 4), 3);
    net.initialise(3, 0.4);
    return net;
}

} // namespace

class TestLayerDistribution : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithOnePassForEachExample_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<int>("layer");
        for (const char* kind : {"dann", "mlp", "columnei", "dann-conv"})
            QTest::newRow(kind) << QByteArray(kind) << 0;
        QTest::newRow("output") << QByteArray("dann") << 1;
    }
    void agreesWithOnePassForEachExample() {
        QFETCH(const QByteArray, kind);
        QFETCH(const int, layer);
        const Network<float> net = networkOf(kind.constData());
        const Dataset data = noise();
        const auto found = distributionOf(net, static_cast<std::size_t>(layer), data, 1000);
        QCOMPARE(found.examples, examples);
        const std::pair<const Distribution*, Matrix<float> LayerActivity::*> quantities[] = {
            {&found.excitatory, &LayerActivity::excitatory},
            {&found.subtractive, &LayerActivity::subtractive},
            {&found.divisive, &LayerActivity::divisive},
            {&found.z, &LayerActivity::z},
            {&found.h, &LayerActivity::h}};
        for (const auto& [distribution, member] : quantities) {
            double sum = 0, low = std::numeric_limits<double>::infinity(), high = -low;
            Index values = 0, zeros = 0;
            for (Index i = 0; i < examples; ++i) {
                Matrix<float> x(16, 1);
                std::int32_t label = 0;
                data.test.gatherRange<float>(i, x, {&label, 1});
                const Activity activity = activityOf(net, x.col(0));
                for (const float value :
                     (activity.layers[static_cast<std::size_t>(layer)].*member).reshaped()) {
                    ++values;
                    sum += static_cast<double>(value);
                    zeros += value == 0;
                    if (value != 0) {
                        low = std::min(low, static_cast<double>(value));
                        high = std::max(high, static_cast<double>(value));
                    }
                }
            }
            QCOMPARE(distribution->values, values);
            if (values == 0)
                continue;
            const auto near = [](double a, double b) { return std::abs(a - b) < 1e-4 * (1 + std::abs(b)); };
            QVERIFY(near(distribution->mean, sum / static_cast<double>(values)));
            QVERIFY(near(distribution->zeros, static_cast<double>(zeros) / static_cast<double>(values)));
            if (zeros < values) // else there are no bins
                QVERIFY(near(distribution->low, low) && near(distribution->high, high));
            QVERIFY(near(std::reduce(distribution->shares.begin(), distribution->shares.end()),
                         1 - distribution->zeros));
        }
    }

    void putsEachValueIntoItsBin() {
        Vector<float> values(8);
        values << 1, 1, 1, 2, 5, 0, 0, 0;
        const Distribution found = Distribution::of(values, 4); // bins from 1 to 5
        QCOMPARE(found.shares, (std::vector<double>{3 / 8.0, 1 / 8.0, 0, 1 / 8.0}));
        QCOMPARE(found.zeros, 3 / 8.0);
        QCOMPARE(found.mean, 10 / 8.0);
        Matrix<float> other(1, 4); // those outside are in the bins at the ends
        other << -3, 4.5f, 99, 0;
        QCOMPARE(found.sharesOf(other), (std::vector<double>{0.25, 0, 0, 0.5}));
    }

    void survivesWhatCannotBeDistributed() {
        QCOMPARE(Distribution::of(Vector<float>()).values, Index(0));
        Vector<float> values = Vector<float>::Constant(4, std::numeric_limits<float>::quiet_NaN());
        QCOMPARE(Distribution::of(values).values, Index(0));
        values.setZero();
        QCOMPARE(Distribution::of(values).zeros, 1.0);
        values.setConstant(-2);
        const Distribution equal = Distribution::of(values);
        QVERIFY(equal.low < -2 && equal.high > -2);
        QCOMPARE(*std::ranges::max_element(equal.shares), 1.0);
    }
};

QTEST_APPLESS_MAIN(TestLayerDistribution)
#include "tst_layer_distribution.moc"
