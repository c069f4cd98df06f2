#include "core/common/error.h"
#include "core/experiments/bench.h"

#include <QTest>

using namespace dalescope;

class TestBench : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void timesWhatItIsAskedFor() {
        int rounds = 0;
        const BenchReport report =
            runBench({2, 0.01, 1, {"mlp", "dann-fisher-probe"}}, [&](int) { ++rounds; });
        QCOMPARE(rounds, 2);
        QCOMPARE(report.models.size(), std::size_t(2));
        for (const auto& model : report.models) {
            QVERIFY(model.updatesPerSecond.low > 0);
            QVERIFY(model.updatesPerSecond.low <= model.updatesPerSecond.median);
            QVERIFY(model.updatesPerSecond.median <= model.updatesPerSecond.high);
            QVERIFY(model.shareOfPeak.median > 0);
        }
        QVERIFY(report.peak.low > 0);
        QVERIFY(!report.processor.empty());
    }

    void countsTheOperationsOfTheProducts() {
        const BenchReport report = runBench({1, 0.001, 1, {"mlp"}}, [](int) {});
        const double weights = 784 * 500 + 2 * 500 * 500 + 500 * 10;
        // Forward and gradient by all weights, backward by those of all layers but the first.
        QCOMPARE(report.models[0].operationsPerUpdate, 2 * 32 * (2 * weights + (weights - 784 * 500)));
    }

    void suggestsTheNearestModel() {
        try {
            runBench({1, 0.001, 1, {"dan"}}, [](int) {});
            QFAIL("an unknown model was taken");
        } catch (const Error& error) {
            QVERIFY2(QByteArray(error.what()).contains("dann"), error.what());
        }
    }
};

QTEST_APPLESS_MAIN(TestBench)
#include "tst_bench.moc"
