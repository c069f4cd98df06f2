// Models trained together: what they share and how far they are apart.
#include "core/experiments/lockstep.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

class TestLockstepTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sharesWhatDecidesWhatAModelSees() {
        Config first, other;
        first.data.name = "mnist";
        first.training = {0.1, 32, 7, 0, 5, 2, 50};
        other.training = {0.3, 100, 90, 10, 6, 1, 20};
        other.edits = {{3, "training.learning_rate", 0.5}};
        const Config made = inLockstep(other, first, 12);
        QCOMPARE(made.data.name, std::string("mnist"));
        QVERIFY(made.training == (TrainingConfig{0.3, 32, 7, 0, 12, 1, 50}));
        QVERIFY(made.edits.empty());
    }

    void takesCurvesFromAJournal() {
        Journal journal({"train_error", "test_error"});
        const auto row = [&](std::int64_t update, double train, double test) {
            journal.beginRow({update, static_cast<double>(update) / 10, 0});
            if (train >= 0)
                journal.put(0, train);
            if (test >= 0)
                journal.put(1, test);
            journal.commitRow();
        };
        row(0, -1, 90);
        row(1, 80, -1);
        row(2, 60, 50);
        row(3, 40, -1);
        const auto points = curvePoints(journal);
        QCOMPARE(points.size(), std::size_t(2));
        QVERIFY(std::isnan(points[0].trainError));
        QCOMPARE(points[0].testError, 90.0);
        QCOMPARE(points[1].update, std::int64_t(2));
        QCOMPARE(points[1].trainError, 70.0);
    }

    void comparesSeedBySeedAtTheLastTestThatAllReached() {
        const std::vector<CurvePoint> a1 = {{0, 0, 0, 90}, {20, 1, 0, 3}, {40, 2, 0, 1}},
                                      a2 = {{0, 0, 0, 90}, {20, 1, 0, 5}},
                                      b1 = {{0, 0, 0, 90}, {20, 1, 0, 2}},
                                      b2 = {{0, 0, 0, 90}, {10, 0.5, 0, 2}}; // ended before
        const auto table = lockstepTable({{"a", {{1, &a1}, {2, &a2}}}, {"b, c", {{1, &b1}, {2, &b2}}}}, 20);
        QCOMPARE(table.rows[0].testError.mean, 4.0);
        QVERIFY(std::isnan(table.rows[0].difference.mean));
        QCOMPARE(table.rows[1].difference.mean, -2.0); // of -1 and -3
        QCOMPARE(table.rows[1].pairs, std::size_t(2));
        QCOMPARE(table.rows[1].difference.effect, -2 / std::sqrt(2.0));
        QVERIFY(table.rows[1].effect.low < table.rows[1].difference.effect &&
                table.rows[1].effect.high > table.rows[1].difference.effect);
        const std::string csv = lockstepCsv(table);
        QVERIFY(csv.starts_with("model,update,seeds,"));
        QVERIFY2(csv.find("\n\"a\",20,2,4,1.4142135623730951,,,,,,,0\n") != std::string::npos, csv.c_str());
        QVERIFY2(csv.find("\n\"b, c\",20,2,2,0,-2,") != std::string::npos, csv.c_str());
    }

    void hasNoIntervalOfASingleSeedAndNoPairWithoutTheSeed() {
        const std::vector<CurvePoint> a = {{0, 0, 0, 3}}, none;
        const auto table =
            lockstepTable({{"a", {{1, &a}}}, {"b", {{1, &a}}}, {"c", {{2, &a}}}, {"d", {{1, &none}}}}, 0);
        QCOMPARE(table.rows[1].difference.mean, 0.0);
        QVERIFY(std::isnan(table.rows[1].difference.low) && std::isnan(table.rows[1].effect.low));
        QVERIFY(std::isnan(table.rows[2].difference.mean));
        QCOMPARE(table.rows[3].testError.count, std::size_t(0));
    }
};

QTEST_APPLESS_MAIN(TestLockstepTable)
#include "tst_lockstep_table.moc"
