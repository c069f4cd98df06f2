// Errors of runs as their tables grow, and their means over seeds.
#include "core/experiments/run_curves.h"
#include "core/training/journal.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace dalescope;
namespace fs = std::filesystem;

namespace {

constexpr const char* header = "update,epoch,seconds,train_loss,train_error,test_loss,test_error,z_mean.0\n";

/// Values of a series, "20:3.5 40:2"; empty for an unknown one.
std::string valuesOf(const Journal& journal, const std::string& name) {
    const Series* series = journal.find(name);
    std::string text;
    for (std::size_t i = 0; series && i < series->size(); ++i)
        text += (i ? " " : "") +
                std::to_string(journal.tick(static_cast<std::size_t>((*series)[i].row)).update) + ":" +
                QString::number(static_cast<double>((*series)[i].value)).toStdString();
    return text;
}

} // namespace

class TestRunCurves : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    fs::path folder() const {
        return fs::path(temporary_.path().toStdString()) / QTest::currentTestFunction();
    }

private Q_SLOTS:
    void readsWhatATableHasGained() {
        RunCurveReader reader(folder());
        QVERIFY(!reader.read());
        const std::string first =
            std::string(header) + "0,0,,,,2.5,90,0.1\n1,0.5,,2.1,80,,,\n2,1,,1.9,60,1.5,";
        writeBytes(folder() / "metrics.csv.part", first);
        QVERIFY(reader.read());
        QCOMPARE(reader.points().size(), std::size_t(1)); // the last line is not whole yet
        QCOMPARE(reader.update(), std::int64_t(1));
        QVERIFY(std::isnan(reader.points()[0].trainError));
        QVERIFY(!reader.read());
        writeBytes(folder() / "metrics.csv.part", first + "50,0.2\n");
        QVERIFY(reader.read());
        QCOMPARE(reader.points().size(), std::size_t(2));
        QCOMPARE(reader.points()[1].trainError, 70.0);
        QCOMPARE(reader.points()[1].testError, 50.0);
        QCOMPARE(reader.points()[1].epoch, 1.0);
        fs::rename(folder() / "metrics.csv.part", folder() / "metrics.csv"); // done
        QVERIFY(!reader.read());
    }

    void readsATableAnewThatWasCutBack() {
        RunCurveReader reader(folder());
        writeBytes(folder() / "metrics.csv.part", std::string(header) + "0,0,,,,2.5,90,\n1,1,,2,70,2,60,\n");
        QVERIFY(reader.read());
        writeBytes(folder() / "metrics.csv.part", std::string(header) + "0,0,,,,2.5,90,\n");
        QVERIFY(reader.read());
        QCOMPARE(reader.points().size(), std::size_t(1));
        fs::remove(folder() / "metrics.csv.part");
        QVERIFY(reader.read());
        QVERIFY(reader.points().empty());
    }

    void hasNoPointsOfWhatIsNoSuchTable_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("other columns") << QByteArray("a,b,c\n1,2,3\n");
        QTest::newRow("bytes") << QByteArray("\0\1\2\n\n\n,,,\n", 10);
        QTest::newRow("short rows") << QByteArray(header) + "5\n6,\n,,,,,,\n";
    }
    void hasNoPointsOfWhatIsNoSuchTable() {
        QFETCH(QByteArray, content);
        const fs::path place = folder() / QTest::currentDataTag();
        writeBytes(place / "metrics.csv", content.toStdString());
        RunCurveReader reader(place);
        reader.read();
        QVERIFY(reader.points().empty());
    }

    void drawsMeansWithTheirSpreads() {
        const double nan = std::nan("");
        const std::vector<CurvePoint> one = {{0, 0, nan, 90}, {20, 1, 8, 3}, {40, 2, 6, 2}};
        const std::vector<CurvePoint> two = {{0, 0, nan, 92}, {20, 1, 10, 5}};
        const auto journal = seedMeans({{"DANN, a", {{1, &one}, {2, &two}}}, {"MLP", {{1, &two}}}});
        QCOMPARE(valuesOf(*journal, meanSeries("test_error", "DANN, a")), std::string("0:91 20:4 40:2"));
        QCOMPARE(valuesOf(*journal, lowSeries("test_error", "DANN, a")), std::string("0:89.5858 20:2.58579"));
        QCOMPARE(valuesOf(*journal, highSeries("test_error", "DANN, a")),
                 std::string("0:92.4142 20:5.41421"));
        QCOMPARE(valuesOf(*journal, meanSeries("train_error", "DANN, a")), std::string("20:9 40:6"));
        QCOMPARE(valuesOf(*journal, seedSeries("test_error", "DANN, a", 2)), std::string("0:92 20:5"));
        QCOMPARE(valuesOf(*journal, meanSeries("test_error", "MLP")), std::string("0:92 20:5"));
        QCOMPARE(valuesOf(*journal, lowSeries("test_error", "MLP")), std::string());
    }

    void keepsRunsWithOtherBatchesApart() {
        const std::vector<CurvePoint> small = {{20, 0.5, 8, 3}}, large = {{20, 1, 8, 4}};
        const auto journal = seedMeans({{"a", {{1, &small}}}, {"b", {{1, &large}}}});
        QCOMPARE(journal->rows(), std::size_t(2));
        const Series& series = *journal->find(meanSeries("test_error", "b"));
        QCOMPARE(journal->tick(static_cast<std::size_t>(series[0].row)).epoch, 1.0);
    }
};

QTEST_APPLESS_MAIN(TestRunCurves)
#include "tst_run_curves.moc"
