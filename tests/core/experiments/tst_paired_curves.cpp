// Two configurations against each other, seed by seed.
#include "core/experiments/paired_curves.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

QString valuesOf(const Journal& journal, const std::string& name) {
    const Series* series = journal.find(name);
    QStringList texts;
    for (std::size_t i = 0; series && i < series->size(); ++i)
        texts << QStringLiteral("%1:%2")
                     .arg(journal.tick(static_cast<std::size_t>((*series)[i].row)).update)
                     .arg(static_cast<double>((*series)[i].value));
    return texts.join(u' ');
}

RunSummary summary(double test, bool diverged = false) {
    RunSummary run;
    run.testError = test;
    run.diverged = diverged;
    return run;
}

} // namespace

class TestPairedCurves : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesDifferencesWithinASeed() {
        const double nan = std::nan("");
        const std::vector<CurvePoint> a1 = {{0, 0, nan, 90}, {20, 1, 8, 5}, {40, 2, 4, 3}};
        const std::vector<CurvePoint> a2 = {{0, 0, nan, 80}, {20, 1, 9, 6}};
        const std::vector<CurvePoint> b1 = {{0, 0, nan, 89}, {20, 1, 5, 4}};
        const std::vector<CurvePoint> b2 = {{0, 0, nan, 81}, {20, 1, 6, 3}, {40, 2, 3, 2}};
        const auto curves = seedMeans({{"a", {{1, &a1}, {2, &a2}}}, {"b", {{1, &b1}, {2, &b2}, {3, &b1}}}});
        const auto paired = pairedCurves(*curves, "a", "b", {1, 2, 3});
        QCOMPARE(valuesOf(*paired, differenceSeries("test_error")), QStringLiteral("0:0 20:2"));
        QCOMPARE(valuesOf(*paired, differenceSeries("train_error")), QStringLiteral("20:3"));
        QCOMPARE(valuesOf(*paired, differenceLow("train_error")), QStringLiteral("20:3"));
        QCOMPARE(valuesOf(*paired, differenceHigh("test_error")), QStringLiteral("0:1.41421 20:3.41421"));
        const auto alone = pairedCurves(*curves, "a", "b", {1});
        QCOMPARE(valuesOf(*alone, differenceSeries("test_error")), QStringLiteral("0:1 20:1"));
        QCOMPARE(valuesOf(*alone, differenceLow("test_error")), QString());
        QCOMPARE(valuesOf(*pairedCurves(*curves, "a", "unknown", {1, 2}), differenceSeries("test_error")),
                 QString());
    }

    void takesEachDifferenceToTheFirst() {
        const std::vector<CurvePoint> a = {{0, 0, 1, 9}, {20, 1, 8, 5}}, b = {{0, 0, 1, 7}, {20, 1, 6, 4}},
                                      c = {{20, 1, 5, 1}};
        const auto curves = seedMeans({{"a", {{1, &a}}}, {"b", {{1, &b}}}, {"c", {{1, &c}}}});
        const auto differences = differencesToFirst(*curves, {"a", "b", "c"}, {1});
        QCOMPARE(valuesOf(*differences, "b: " + differenceSeries("test_error")),
                 QStringLiteral("0:-2 20:-1"));
        QCOMPARE(valuesOf(*differences, "c: " + differenceSeries("test_error")), QStringLiteral("20:-4"));
        QCOMPARE(valuesOf(*differences, "b: " + differenceSeries("train_error")),
                 QStringLiteral("0:0 20:-2"));
    }

    void comparesWhatEndedInBoth() {
        const std::map<std::int64_t, RunSummary> a = {
            {1, summary(3)}, {2, summary(4)}, {3, summary(90, true)}, {4, summary(5)}};
        const std::map<std::int64_t, RunSummary> b = {{1, summary(2)}, {2, summary(2)}, {3, summary(2)}};
        const auto difference = pairedResult(a, b, &RunSummary::testError);
        QVERIFY(difference);
        QCOMPARE(difference->mean, 1.5);
        QVERIFY(difference->low < 0 && difference->high > 3); // two pairs tell little
        QVERIFY(!pairedResult(a, {}, &RunSummary::testError));
        const auto single = pairedResult({{1, summary(3)}}, b, &RunSummary::testError);
        QCOMPARE(single->mean, 1.0);
        QVERIFY(std::isnan(single->low));
    }
};

QTEST_APPLESS_MAIN(TestPairedCurves)
#include "tst_paired_curves.moc"
