#include "core/experiments/presets.h"
#include "core/experiments/published.h"
#include "core/experiments/statistics.h"
#include "core/settings/field.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

class TestStatistics : public QObject {
    Q_OBJECT
    static void verifyNear(double is, double expected, double tolerance) {
        QVERIFY2(std::abs(is - expected) <= tolerance,
                 qPrintable(QStringLiteral("%1, expected %2").arg(is, 0, 'g', 8).arg(expected, 0, 'g', 8)));
    }

private Q_SLOTS:
    void describesASample() {
        const std::vector<double> values = {2, 4, 4, 4, 5, 5, 7, 9};
        const MeanSd sample = describe(values);
        QCOMPARE(sample.count, std::size_t(8));
        QCOMPARE(sample.mean, 5.0);
        verifyNear(sample.sd, std::sqrt(32.0 / 7), 1e-12);
        const std::vector<double> one = {3};
        QCOMPARE(describe(one).mean, 3.0);
        QVERIFY(std::isnan(describe(one).sd));
        QVERIFY(std::isnan(describe({}).mean) && describe({}).count == 0);
    }

    void knowsStudentsTable_data() {
        QTest::addColumn<double>("probability");
        QTest::addColumn<double>("degrees");
        QTest::addColumn<double>("t");
        QTest::newRow("1") << 0.975 << 1.0 << 12.7062;
        QTest::newRow("2") << 0.975 << 2.0 << 4.30265;
        QTest::newRow("5") << 0.975 << 5.0 << 2.57058;
        QTest::newRow("10, 99 %") << 0.995 << 10.0 << 3.16927;
        QTest::newRow("30, below") << 0.05 << 30.0 << -1.69726;
        QTest::newRow("many") << 0.975 << 1e6 << 1.95997;
    }
    void knowsStudentsTable() {
        QFETCH(double, probability);
        QFETCH(double, degrees);
        QFETCH(double, t);
        verifyNear(studentQuantile(probability, degrees), t, 1e-4);
    }

    void comparesPairs() {
        // Differences 1, 2, 3, 2: mean 2, sd 0.8165, standard error 0.40825, t(3) 3.18245.
        const std::vector<double> a = {3, 5, 9, 4}, b = {2, 3, 6, 2};
        const auto d = pairedDifference(a, b);
        verifyNear(d.mean, 2, 1e-12);
        verifyNear(d.low, 0.70077, 1e-4);
        verifyNear(d.high, 3.29923, 1e-4);
        verifyNear(d.effect, 2.44949, 1e-4);
        const std::vector<double> up = {3.7, 0.3}, down = {13.6, 10.2}; // alike but for rounding
        verifyNear(pairedDifference(up, down).mean, -9.9, 1e-12);
        QVERIFY(std::isnan(pairedDifference(up, down).effect));
        const std::vector<double> single = {1};
        QVERIFY(std::isnan(pairedDifference(single, single).low));
    }

    void boundsThePairedEffect() {
        // Where nothing is found, the noncentral t distribution's share below 0 is the normal one's below
        // -noncentrality.
        const Interval none = pairedEffectInterval(0, 16);
        verifyNear(none.low, -1.959964 / 4, 1e-5);
        verifyNear(none.high, 1.959964 / 4, 1e-5);
        // Of many pairs it is nearly normal with variance 1/n + d^2/2n.
        const Interval many = pairedEffectInterval(0.5, 2000);
        const double reach = 1.959964 * std::sqrt((1 + 0.125) / 2000);
        verifyNear(many.low, 0.5 - reach, 1e-3);
        verifyNear(many.high, 0.5 + reach, 1e-3);
        const Interval other = pairedEffectInterval(-0.5, 2000); // the mirror image
        verifyNear(other.low, -many.high, 1e-6);
        // It tells the same from zero as the interval of the mean does: t(5) = 2.570582 is just at the limit.
        verifyNear(pairedEffectInterval(2.570582 / std::sqrt(6.0), 6).low, 0, 1e-5);
        const Interval two = pairedEffectInterval(30, 2);
        QVERIFY(two.low > 0 && two.low < 3 && two.high > 60);
        QVERIFY(std::isnan(pairedEffectInterval(1, 1).low) && std::isnan(pairedEffectInterval(NAN, 5).high));
    }

    void comparesIndependentSamplesAsWelchDid() {
        // Standard error sqrt(4/10 + 9/15) = 1, 22.99 degrees of freedom (Welch and Satterthwaite).
        const auto d = welchDifference({10, 12, 2}, {15, 10, 3});
        verifyNear(d.mean, 2, 1e-12);
        const double degrees = 1 / (0.16 / 9 + 0.36 / 14);
        verifyNear(d.high - 2, studentQuantile(0.975, degrees), 1e-9);
        verifyNear(d.effect, 2 / std::sqrt((9 * 4 + 14 * 9) / 23.0), 1e-12);
        QVERIFY(std::isnan(welchDifference({1, 5, NAN}, {6, 4, 1}).low));
        QCOMPARE(welchDifference({3, 0, 0}, {6, 0, 0}).high, 0.0);
    }

    void findsWhatAPresetRepeats() {
        for (const auto& row : publishedRows()) {
            Config config = findPreset(row.preset).config;
            QVERIFY2(config.training.learningRate == row.learningRate, row.preset);
            config.training.seed = 77;
            config.training.threads = 9;
            config.training.testEvery = 1000;
            config.fisher.probe = !config.fisher.probe;
            config.balance.every = 0;
            config.data.folder = "/elsewhere";
            QVERIFY2(publishedFor(config) == &row, row.preset);
        }
    }

    void findsWhatTheAuthorsCodeRepeats() {
        for (const auto& row : publishedRows()) {
            QVERIFY2(publishedFor(asPublished(row)) == &row, row.preset);
            QCOMPARE(modelName(row, findPreset(row.preset).config), std::string(row.model));
        }
        const auto named = [](const char* preset) {
            const PublishedRow& row = *publishedFor(findPreset(preset).config);
            return modelName(row, asPublished(row));
        };
        QCOMPARE(named("mnist-dann-nc"), std::string("DANN nc (reference)"));
        QCOMPARE(named("fashion-layernorm"), std::string("LayerNorm (normalised output)"));
        QCOMPARE(named("fashion-mlp"), std::string("MLP"));
    }

    void tellsOtherExperimentsFromPublishedOnes_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::newRow("epochs") << "training.epochs"
                                << "3";
        QTest::newRow("updates") << "training.updates"
                                 << "100";
        QTest::newRow("validation") << "data.validation"
                                    << "10000";
        QTest::newRow("rate") << "training.learning_rate"
                              << "0.11";
        QTest::newRow("inhibitory") << "network.layers.1.inhibitory"
                                    << "49";
        QTest::newRow("correction") << "learning.correct_WIE"
                                    << "off";
    }
    void tellsOtherExperimentsFromPublishedOnes() {
        QFETCH(QString, path);
        QFETCH(QString, value);
        Config config = findPreset("mnist-dann").config;
        setByPath(config, path.toStdString(), value.toStdString());
        QVERIFY(!publishedFor(config));
    }

    void judgesByPublishedDeviations_data() {
        QTest::addColumn<double>("measured");
        QTest::addColumn<double>("published");
        QTest::addColumn<double>("sd");
        QTest::addColumn<QByteArray>("verdict");
        QTest::newRow("same") << 1.325 << 1.325 << 0.066 << QByteArray("within 1 sd");
        QTest::newRow("one") << 1.391 << 1.325 << 0.066 << QByteArray("within 1 sd");
        QTest::newRow("below one") << 1.259 << 1.325 << 0.066 << QByteArray("within 1 sd");
        QTest::newRow("two") << 1.457 << 1.325 << 0.066 << QByteArray("within 2 sd");
        QTest::newRow("three") << 1.523 << 1.325 << 0.066 << QByteArray("outside");
        QTest::newRow("better is outside as well") << 1.0 << 1.325 << 0.066 << QByteArray("outside");
        QTest::newRow("one image of 60,000, rounded to nothing")
            << 0.0008 << 0.0 << 0.0 << QByteArray("within 1 sd");
        QTest::newRow("some images") << 0.01 << 0.0 << 0.0 << QByteArray("outside");
    }
    void judgesByPublishedDeviations() {
        QFETCH(double, measured);
        QFETCH(double, published);
        QFETCH(double, sd);
        QFETCH(QByteArray, verdict);
        QCOMPARE(QByteArray(verdictText(judge({3, measured, 0.05}, {6, published, sd}))), verdict);
    }

    void judgesNothingWithoutFigures() {
        QCOMPARE(judge({0, NAN, NAN}, {6, 1, 1}), Verdict::None);
        QCOMPARE(judge({3, 1, 1}, {0, NAN, NAN}), Verdict::None);
    }

    /// What published.h says of how often chance alone passes two deviations.
    void isPassedByChanceAsOftenAsDocumented_data() {
        QTest::addColumn<double>("seeds");
        QTest::addColumn<double>("rows");
        QTest::newRow("one") << 1.0 << 8.0;
        QTest::newRow("three") << 3.0 << 27.0;
        QTest::newRow("six") << 6.0 << 56.0;
    }
    void isPassedByChanceAsOftenAsDocumented() {
        QFETCH(double, seeds);
        QFETCH(double, rows);
        const double t = 2 / std::sqrt(1 / seeds + 1.0 / 6);
        // Student's t passes |t| in one row of so many where its quantile there is t.
        QVERIFY(studentQuantile(1 - 0.5 / (rows - 1), 5) <= t * 1.01);
        QVERIFY(studentQuantile(1 - 0.5 / (rows + 1), 5) >= t * 0.99);
    }
};

QTEST_GUILESS_MAIN(TestStatistics)
#include "tst_statistics.moc"
