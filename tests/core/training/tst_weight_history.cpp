// Histograms by hand, and a history that stays small.
#include "core/training/trainer.h"
#include "core/training/weight_history.h"
#include "tests/core/training/small_data.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace dalescope;

class TestWeightHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsInBinsOfEqualWidth() {
        ParameterLayout layout;
        layout.addVector("g", 8);
        Vector<float> values(8);
        values << 0, 0, 1, 2, 3, 64, 64, 33;
        const ValueHistogram h = histogramOf(values, layout[0], 7);
        QCOMPARE(h.update, std::int64_t(7));
        QCOMPARE(h.low, 0.0f);
        QCOMPARE(h.high, 64.0f);
        QCOMPARE(h.zeros, 0.25f);
        QCOMPARE(h.shares[0], 0.25f);
        QCOMPARE(h.shares[1], 0.125f);
        QCOMPARE(h.shares[33], 0.125f);
        QCOMPARE(h.shares[63], 0.25f);
        QCOMPARE(h.between(-5, 100), 1.0);
        QCOMPARE(h.between(0, 0.5), 0.125); // half of the first bin
        QCOMPARE(h.between(65, 70), 0.0);
    }

    void takesOneValueForWhatItIs() {
        ParameterLayout layout;
        layout.addVector("b", 3);
        const Vector<float> values = Vector<float>::Constant(3, 2);
        const ValueHistogram h = histogramOf(values, layout[0], 0);
        QCOMPARE(h.low, 2.0f);
        QCOMPARE(h.high, 2.0f);
        QCOMPARE(h.between(1.5, 2.5), 1.0);
        QCOMPARE(h.between(2.5, 3), 0.0);
    }

    void leavesOutPaddingAndTakesSamplesEvenly() {
        ParameterLayout layout;
        layout.add("W", 70, 50); // columns are 80 apart
        Vector<float> values = Vector<float>::Constant(layout.size, 1e9f);
        view(values, layout[0]).setZero();
        for (Index column = 0; column < 50; ++column)
            view(values, layout[0]).col(column).tail(35).setOnes();
        for (const Index most : {Index(100), Index(1000), Index(100000)}) {
            const ValueHistogram h = histogramOf(values, layout[0], 0, most);
            QCOMPARE(h.high, 1.0f);
            QVERIFY(std::abs(h.zeros - 0.5f) < 0.05f);
        }
    }

    void keepsTheWholeRunInFewMoments() {
        Network<float> network({{"dann", 4, {1, false}}}, 3, 4);
        WeightHistory history;
        for (int update = 0; update <= 5000; ++update)
            history.offer(network, update);
        const auto kept = history.of(0, 0);
        QVERIFY(kept.size() < WeightHistory::mostMoments && kept.size() > WeightHistory::mostMoments / 3);
        QCOMPARE(kept.front().update, std::int64_t(0));
        QVERIFY(kept.back().update > 4900);
        for (std::size_t i = 1; i < kept.size(); ++i)
            QCOMPARE(kept[i].update - kept[i - 1].update, kept[1].update);
        QVERIFY(history.of(1, 0).empty());
        QVERIFY(history.of(0, 17).empty());
    }

    void isKeptByARun() {
        Config config = smallConfig();
        const auto journal = std::make_shared<Journal>(SeriesIndex(config.layers.size()).names());
        Trainer trainer(config, smallData(), journal);
        trainer.recordStart();
        for (int i = 0; i < 20; ++i)
            trainer.step();
        const auto kept = journal->weights().of(0, 0);
        QCOMPARE(kept.size(), std::size_t(3)); // at the start, and as often as the balance is measured
        QCOMPARE(kept.back().update, std::int64_t(20));
        QVERIFY(std::abs(std::accumulate(kept.back().shares.begin(), kept.back().shares.end(), 0.0f) - 1) <
                1e-5f);
    }
};

QTEST_APPLESS_MAIN(TestWeightHistory)
#include "tst_weight_history.moc"
