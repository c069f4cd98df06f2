// A session's file: what comes back is what was, to the bit, and a bad one is one sentence.
#include "core/common/error.h"
#include "core/io/atomic_file.h"
#include "core/sessions/session_file.h"
#include "core/training/metrics_csv.h"
#include "core/training/runner.h"
#include "core/training/trainer.h"
#include "tests/core/training/small_data.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstring>
#include <sys/resource.h>

using namespace dalescope;

namespace {

struct Trained {
    std::shared_ptr<const Dataset> data = smallData();
    Config config = smallConfig();
    std::shared_ptr<Journal> journal = std::make_shared<Journal>(SeriesIndex(config.layers.size()).names());
    Trainer trainer{config, data, journal};

    explicit Trained(int updates) {
        trainer.recordStart();
        advance(updates);
        trainer.edit("training.learning_rate", 0.03);
    }
    void advance(int updates) {
        for (int i = 0; i < updates; ++i)
            trainer.step();
    }
    Standing standing() const {
        return {std::make_shared<const Checkpoint>(trainer.checkpoint()), journal,
                JournalExtent::of(*journal)};
    }
    SavedRun saved() const {
        return {3, {"Dale \u2013 tamed", 2, "line 1\nline 2", true, false}, config, standing()};
    }
};

bool sameBits(float a, float b) {
    return std::memcmp(&a, &b, sizeof a) == 0;
}

void compare(const Journal& a, const Journal& b) {
    QCOMPARE(a.rows(), b.rows());
    for (std::size_t row = 0; row < a.rows(); ++row) {
        QCOMPARE(a.tick(row).update, b.tick(row).update);
        QVERIFY(a.tick(row).epoch == b.tick(row).epoch);
    }
    for (std::size_t s = 0; s < a.seriesCount(); ++s) {
        QCOMPARE(a.series(s).size(), b.series(s).size());
        for (std::size_t i = 0; i < a.series(s).size(); ++i) {
            QCOMPARE(a.series(s)[i].row, b.series(s)[i].row);
            QVERIFY(sameBits(a.series(s)[i].value, b.series(s)[i].value));
        }
    }
    QCOMPARE(a.marks(), b.marks());
    for (std::size_t i = 0; i < a.marks(); ++i) {
        QCOMPARE(a.mark(i).text, b.mark(i).text);
        QCOMPARE(a.mark(i).kind, b.mark(i).kind);
        QCOMPARE(a.mark(i).update, b.mark(i).update);
    }
    const auto first = a.weights().of(0, 0), second = b.weights().of(0, 0);
    QCOMPARE(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        QCOMPARE(first[i].update, second[i].update);
        QVERIFY(first[i].shares == second[i].shares);
    }
}

QString faultOf(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

} // namespace

class TestSessionFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesBackWhatWasWritten() {
        Trained trained(25);
        SavedRun untrained;
        untrained.id = 7;
        untrained.config = smallConfig();
        writeSession(file_, {{trained.saved(), untrained}, 1, "{\"any\": [1]}", {}});
        trained.advance(3); // the file holds the moment
        const SavedSession back = readSession(file_);
        QCOMPARE(back.runs.size(), std::size_t(2));
        QCOMPARE(back.current, std::size_t(1));
        QCOMPARE(back.window, std::string("{\"any\": [1]}"));
        QVERIFY(!back.program.empty());
        QCOMPARE(back.runs[0].id, 3);
        QVERIFY(back.runs[0].label == trained.saved().label);
        QVERIFY(back.runs[0].config == trained.config);
        QCOMPARE(back.runs[0].standing.checkpoint->update, std::int64_t(25));
        QVERIFY(!back.runs[1].standing.checkpoint);
    }

    void goesOnWithTheSameBits() {
        Trained trained(25);
        writeSession(file_, {{trained.saved()}, 0, {}, {}});
        const SavedSession back = readSession(file_);
        Runner runner(back.runs[0].standing, trained.data);
        QCOMPARE(runner.status().update, std::int64_t(25)); // before the network is made
        compare(*runner.journal(), *trained.journal);
        trained.advance(20);
        runner.runUpdates(20);
        QTRY_VERIFY(runner.status().update == 45 && runner.status().state != RunStatus::State::Running);
        compare(*runner.journal(), *trained.journal);
        QCOMPARE(runner.edits(), trained.trainer.config().edits);
    }

    void letsGoOfCommandsThatNobodyWillTake() {
        Trained trained(5);
        auto checkpoint = std::make_shared<Checkpoint>(trained.trainer.checkpoint());
        checkpoint->examples += 1; // of another data set
        Runner runner({checkpoint, trained.journal, {}}, trained.data);
        auto token = std::make_shared<int>();
        const std::weak_ptr<int> held = token;
        runner.inspect([token = std::move(token)](const Trainer&) { QFAIL("it has no trainer"); });
        QTRY_VERIFY(held.expired());
        QCOMPARE(runner.status().state, RunStatus::State::Failed);
        runner.inspect([late = std::make_shared<int>()](const Trainer&) { QFAIL("it has no trainer"); });
    }

    void saysWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("outline"); // empty: as it is
        QTest::addColumn<int>("keep");           // percent of the file
        QTest::addColumn<QString>("words");
        QTest::newRow("cut off") << QByteArray() << 60 << "cut off or damaged";
        QTest::newRow("empty") << QByteArray() << 0 << "cut off or damaged";
        QTest::newRow("newer") << QByteArray(R"({"format": "dalescope-session", "version": 2})") << 100
                               << "newer Dalescope";
        QTest::newRow("another format") << QByteArray(R"({"format": "x"})") << 100 << "not a session";
        QTest::newRow("no JSON") << QByteArray("{") << 100 << "not a session";
        QTest::newRow("no version") << QByteArray(R"({"format": "dalescope-session"})") << 100 << "damaged";
        QTest::newRow("no runs")
            << QByteArray(
                   R"({"format": "dalescope-session", "version": 1, "program": "1", "current": 0, "runs": []})")
            << 100 << "damaged";
        QTest::newRow("current is none")
            << QByteArray(
                   R"({"format": "dalescope-session", "version": 1, "program": "1", "current": 4, "runs": [{}]})")
            << 100 << "damaged";
    }
    void saysWhatIsWrong() {
        QFETCH(QByteArray, outline);
        QFETCH(int, keep);
        QFETCH(QString, words);
        writeSession(file_, {{Trained(3).saved()}, 0, {}, {}});
        if (!outline.isEmpty()) {
            Npz npz = readNpz(file_);
            npz.texts["session.json"] = outline.toStdString();
            writeNpz(file_, npz);
        }
        const std::string bytes = readFile(file_);
        writeFileAtomically(file_, bytes.substr(0, bytes.size() * static_cast<std::size_t>(keep) / 100));
        const QString fault = faultOf([&] { readSession(file_); });
        QVERIFY2(fault.contains(words) && fault.startsWith(QString::fromStdString(file_)), qPrintable(fault));
    }

    void refusesRecordsThatDoNotFit_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QList<int>>("values");
        QTest::newRow("fewer epochs") << "epoch" << QList<int>{1, 2};
        QTest::newRow("updates fall") << "update" << QList<int>{0, 1, 3, 2};
        QTest::newRow("rows fall") << "train_loss.rows" << QList<int>{1, 3, 2};
        QTest::newRow("row beyond the last") << "train_loss.rows" << QList<int>{1, 2, 9};
        QTest::newRow("fewer values than rows") << "train_loss" << QList<int>{1};
        QTest::newRow("updates beyond the weights") << "update" << QList<int>{0, 1, 2, 99};
        QTest::newRow("histograms of fewer moments") << "weights.0.0.updates" << QList<int>{};
    }
    void refusesRecordsThatDoNotFit() {
        QFETCH(QString, name);
        QFETCH(QList<int>, values);
        writeSession(file_, {{Trained(3).saved()}, 0, {}, {}});
        QCOMPARE(readSession(file_).runs[0].standing.journal->rows(), std::size_t(4));
        Npz npz = readNpz(file_);
        const std::string member = "runs/0/journal/" + name.toStdString();
        QVERIFY(npz.arrays.contains(member));
        npz.arrays[member] =
            NpyArray::of(std::vector<std::int64_t>(values.begin(), values.end()), {values.size()});
        writeNpz(file_, npz);
        const QString fault = faultOf([&] { readSession(file_); });
        QVERIFY2(fault.contains(QStringLiteral("fit")), qPrintable(fault));
    }

    void leavesTheLastGoodFileWhereTheDiskIsFull() {
        writeSession(file_, {{Trained(3).saved()}, 0, {}, {}});
        const std::string before = readFile(file_);
        rlimit old;
        getrlimit(RLIMIT_FSIZE, &old);
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{1000, old.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        const QString fault = faultOf([&] { writeSession(file_, {{Trained(9).saved()}, 0, {}, {}}); });
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, oldHandler);
        QVERIFY2(fault.contains(QStringLiteral("cannot be written")), qPrintable(fault));
        QVERIFY(readFile(file_) == before);
        QCOMPARE(QDir(folder_.path()).entryList(QDir::Files).size(), 1); // no half file beside it
    }

private:
    QTemporaryDir folder_;
    const std::string file_ = folder_.filePath(QStringLiteral("a.dalescope")).toStdString();
};

QTEST_GUILESS_MAIN(TestSessionFile)
#include "tst_session_file.moc"
