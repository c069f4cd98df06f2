// A session's file: what comes back is what was, to the bit, and a bad one is one sentence.
#include "core/common/error.h"
#include "core/io/atomic_file.h"
#include "core/sessions/session_file.h"
#include "core/training/metrics_csv.h"
#include "core/training/runner.h"
#include "core/training/trainer.h"
#include "core/training/weight_history.h"
#include "tests/core/training/small_data.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
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
    std::shared_ptr<const Moment> moment() const { return std::make_shared<const Moment>(trainer.moment()); }
    Origin standing() const { return {moment(), journal}; }
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
        writeSession(file_, {{trained.saved(), untrained}, 1, "why\nand what", "{\"any\": [1]}", {}});
        trained.advance(3); // the file holds the moment
        const SavedSession back = readSession(file_);
        QCOMPARE(back.runs.size(), std::size_t(2));
        QCOMPARE(back.current, std::size_t(1));
        QCOMPARE(back.notes, std::string("why\nand what"));
        QCOMPARE(back.window, std::string("{\"any\": [1]}"));
        QVERIFY(!back.program.empty());
        QCOMPARE(back.runs[0].id, 3);
        QVERIFY(back.runs[0].label == trained.saved().label);
        QVERIFY(back.runs[0].config == trained.config);
        QCOMPARE(back.runs[0].standing.moment->state.update, std::int64_t(25));
        QVERIFY(!back.runs[1].standing.moment);
    }

    void goesOnWithTheSameBits() {
        Trained trained(25);
        writeSession(file_, {{trained.saved()}, 0, {}, {}, {}});
        const SavedSession back = readSession(file_);
        Runner runner(back.runs[0].standing, trained.data);
        QCOMPARE(runner.status().update, std::int64_t(25)); // before the network is made
        trained.advance(20);
        runner.runUpdates(20);
        QTRY_VERIFY(runner.status().update == 45 && runner.status().state != RunStatus::State::Running);
        compare(*runner.journal(), *trained.journal);
        QCOMPARE(runner.edits(), trained.trainer.config().edits);
    }

    void keepsMomentsAndWhereAForkBegan() {
        const auto data = smallData();
        Config config = smallConfig();
        config.training.epochs = 1000;
        config.edits = {{8, "training.learning_rate", 0.02},
                        {34, "learning.correction", std::string("fisher")}};
        Runner parent(config, data);
        parent.setKeepEvery(5);
        runTo(parent, 40);
        const Moments before = parent.shelf()->kept();
        Origin origin{before[4], parent.journal(), {before.begin(), before.begin() + 5}, "Forked from Run 1"};
        Runner fork(origin, data);
        fork.setKeepEvery(5);
        runTo(fork, 30);
        SavedRun run{3, {}, config, standingOf(fork), {origin.moment, nullptr, {}, origin.mark}};
        writeSession(file_, {{run}, 0, {}, {}, {}});
        runTo(fork, 40);

        const SavedRun back = readSession(file_).runs[0];
        QCOMPARE(back.standing.kept.size(), std::size_t(7));
        QCOMPARE(back.origin.moment, back.standing.kept[4]);
        QCOMPARE(back.origin.mark, origin.mark);
        for (std::size_t i = 0; i < 7; ++i) {
            const Npz was = checkpointToNpz(before[i]->checkpoint()),
                      is = checkpointToNpz(back.standing.kept[i]->checkpoint());
            QVERIFY(i > 4 || was.texts == is.texts); // those of the fork's own took other times
            for (const auto& [name, array] : was.arrays)
                QVERIFY2(is.arrays.at(name).bytes == array.bytes, name.c_str());
        }
        Origin early{back.standing.kept[2], back.standing.journal, back.standing.kept};
        for (const Origin& from : {back.standing, back.origin, early}) {
            Runner again(from, data);
            again.setKeepEvery(5);
            runTo(again, 40);
            QCOMPARE(again.shelf()->kept().size(), before.size());
            // Their marks tell them apart: a fork from before has none of its own.
            compare(*again.journal(), from.moment == early.moment ? *parent.journal() : *fork.journal());
        }
    }

    void thinsMomentsToTheirShareOfTheFile() {
        Runner runner(smallConfig(), smallData());
        runner.setKeepEvery(1);
        runTo(runner, 40);
        const SavedRun run{1, {}, smallConfig(), standingOf(runner)};
        const std::size_t one = run.standing.kept.front()->bytes();
        const auto updatesWithin = [&](std::size_t bytes, const std::vector<SavedRun>& runs) {
            writeSession(file_, {runs, 0, {}, {}, {}}, bytes);
            std::vector<std::int64_t> updates;
            const SavedSession back = readSession(file_);
            for (const auto& moment : back.runs[0].standing.kept)
                updates.push_back(moment->state.update);
            return updates;
        };
        QCOMPARE(updatesWithin(1000 * one, {run}).size(), std::size_t(41));
        const auto some = updatesWithin(6 * one, {run});
        QVERIFY(some.size() > 2 && some.size() <= 6);
        QCOMPARE(some.front(), std::int64_t(0));
        QCOMPARE(some.back(), std::int64_t(40));
        QVERIFY(some[1] > 40 - some[some.size() - 2]); // old ones lie further apart
        SavedRun other = run;
        other.id = 2;
        QVERIFY(updatesWithin(6 * one, {run, other}).size() <= 3);
        SavedRun fork = run;
        fork.origin = {run.standing.kept[7], nullptr, {}, "Forked"};
        QVERIFY(updatesWithin(one, {fork}) == std::vector<std::int64_t>{7}); // that alone is never left out
    }

    void readsFilesOfBeforeThereWereMomentsAndNotes() {
        const Trained trained(9);
        writeSession(file_, {{trained.saved()}, 0, "notes", {}, {}});
        Npz npz = readNpz(file_);
        auto outline = nlohmann::ordered_json::parse(npz.texts.at("session.json"));
        outline.erase("notes");
        npz.texts["session.json"] = outline.dump();
        QVERIFY(!npz.texts.contains("runs/0/moments.json"));
        writeNpz(file_, npz);
        QCOMPARE(readSession(file_).runs[0].standing.moment->state.update, std::int64_t(9));
    }

    void letsGoOfCommandsThatNobodyWillTake() {
        Trained trained(5);
        auto moment = std::make_shared<Moment>(trained.trainer.moment());
        moment->state.examples += 1; // of another data set
        Runner runner({moment, trained.journal}, trained.data);
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
        writeSession(file_, {{Trained(3).saved()}, 0, {}, {}, {}});
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
        writeSession(file_, {{Trained(3).saved()}, 0, {}, {}, {}});
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

    void refusesAFileCutOffAnywhere() {
        writeSession(file_, withMoments());
        const std::string bytes = readFile(file_);
        std::vector<std::size_t> ends;
        for (std::size_t at = 0; at < bytes.size(); at += bytes.size() / 100)
            ends.push_back(at);
        for (std::size_t at = bytes.find("PK"); at != std::string::npos; at = bytes.find("PK", at + 1))
            ends.insert(ends.end(), {at, at + 4, at + 30}); // between members, and within their headers
        ends.push_back(bytes.size() - 1);
        std::erase_if(ends, [&](std::size_t end) { return end >= bytes.size(); });
        for (const std::size_t end : ends) {
            put(bytes.substr(0, end));
            const QString fault = faultOf([&] { readSession(file_); });
            QVERIFY2(fault.contains(QStringLiteral("cut off or damaged")), qPrintable(fault));
        }
    }

    void readsNothingElseWhereBytesAreWrong() {
        const SavedSession session = withMoments();
        writeSession(file_, session);
        const std::string bytes = readFile(file_);
        for (std::size_t at = 0; at < bytes.size(); at += bytes.size() / 200) {
            std::string wrong = bytes;
            wrong[at] = static_cast<char>(wrong[at] ^ 0x55);
            put(wrong);
            const QString fault =
                faultOf([&] { // where it is of no matter, as in a time stamp, all is as it was
                    QCOMPARE(readSession(file_).runs[0].standing.kept.size(),
                             session.runs[0].standing.kept.size());
                });
            QVERIFY2(fault.isEmpty() || fault.startsWith(QString::fromStdString(file_)), qPrintable(fault));
        }
    }

    void refusesSizesThatLie() {
        writeSession(file_, withMoments());
        const std::string bytes = readFile(file_);
        for (std::size_t at = bytes.find("PK\x01\x02"); at != std::string::npos;
             at = bytes.find("PK\x01\x02", at + 1))
            for (const std::uint32_t size : {0U, 1U, 0x7fffffffU, 0xfffffffeU})
                for (const std::size_t field : {20, 24}) { // as it is stored, and as it is
                    std::string wrong = bytes;
                    std::memcpy(wrong.data() + at + field, &size, sizeof size);
                    if (wrong == bytes)
                        continue;
                    put(wrong);
                    const QString fault = faultOf([&] { readSession(file_); });
                    QVERIFY2(fault.contains(QStringLiteral("cut off or damaged")), qPrintable(fault));
                }
    }

    void refusesMomentsThatDoNotFit_data() {
        QTest::addColumn<QString>("member");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        const QString places = QStringLiteral("runs/0/moments.json"),
                      settings = QStringLiteral("runs/0/moments/10/config.json"),
                      meta = QStringLiteral("runs/0/checkpoint/meta.json");
        QTest::newRow("no list") << places << QByteArray("[") << QByteArray("");
        QTest::newRow("of another update") << places << QByteArray("10") << QByteArray("9");
        QTest::newRow("later than the run")
            << places << QByteArray("\"update\":20") << QByteArray("\"update\":99");
        QTest::newRow("rows that there are not")
            << places << QByteArray("\"rows\":11") << QByteArray("\"rows\":99");
        QTest::newRow("fewer than none") << places << QByteArray("\"rows\":11") << QByteArray("\"rows\":-1");
        QTest::newRow("a text") << places << QByteArray("\"rows\":11") << QByteArray("\"rows\":\"x\"");
        QTest::newRow("a larger network")
            << settings << QByteArray("\"units\": 20") << QByteArray("\"units\": 1000000");
        QTest::newRow("a larger image")
            << meta << QByteArray("\"input\"") << QByteArray("\"input\": [900,900,900], \"x\"");
        QTest::newRow("no image") << meta << QByteArray("\"input\"")
                                  << QByteArray("\"input\": [-1,0,1], \"x\"");
        QTest::newRow("a fork of nothing")
            << QStringLiteral("runs/0/origin.json") << QByteArray("5") << QByteArray("6");
    }
    void refusesMomentsThatDoNotFit() {
        QFETCH(QString, member);
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        writeSession(file_, withMoments());
        Npz npz = readNpz(file_);
        std::string& text = npz.texts.at(member.toStdString());
        const std::size_t at = text.find(from.toStdString());
        QVERIFY2(at != std::string::npos, text.c_str());
        text.replace(at, static_cast<std::size_t>(from.size()), to.toStdString());
        writeNpz(file_, npz);
        const QString fault = faultOf([&] { readSession(file_); });
        QVERIFY2(fault.contains(QStringLiteral("fit")) && fault.startsWith(QString::fromStdString(file_)),
                 qPrintable(fault));
    }

    void leavesTheLastGoodFileWhereTheDiskIsFull() {
        writeSession(file_, {{Trained(3).saved()}, 0, {}, {}, {}});
        const std::string before = readFile(file_);
        rlimit old;
        getrlimit(RLIMIT_FSIZE, &old);
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{1000, old.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        const QString fault = faultOf([&] { writeSession(file_, {{Trained(9).saved()}, 0, {}, {}, {}}); });
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, oldHandler);
        QVERIFY2(fault.contains(QStringLiteral("cannot be written")), qPrintable(fault));
        QVERIFY(readFile(file_) == before);
        QCOMPARE(QDir(folder_.path()).entryList(QDir::Files).size(), 1); // no half file beside it
    }

private:
    static void runTo(Runner& runner, std::int64_t update) {
        runner.runTo(update);
        QTRY_VERIFY_WITH_TIMEOUT(
            runner.status().update == update && runner.status().state != RunStatus::State::Running, 20000);
    }
    static Origin standingOf(Runner& runner) {
        Origin standing;
        std::atomic<bool> told{false};
        runner.stand([&](Origin now) {
            standing = std::move(now);
            told = true;
        });
        while (!told)
            std::this_thread::yield();
        return standing;
    }
    /// Not to the disk, which a test would wait for.
    void put(const std::string& bytes) const { std::ofstream(file_, std::ios::binary) << bytes; }
    /// A fork from update 5, which keeps every fifth up to 20, and stands at 22.
    static SavedSession withMoments() {
        Runner runner(smallConfig(), smallData());
        runner.setKeepEvery(5);
        runTo(runner, 22);
        const Origin standing = standingOf(runner);
        return {{{1, {}, smallConfig(), standing, {standing.kept[1], nullptr, {}, "Forked"}}}, 0, {}, {}, {}};
    }

    QTemporaryDir folder_;
    const std::string file_ = folder_.filePath(QStringLiteral("a.dalescope")).toStdString();
};

QTEST_GUILESS_MAIN(TestSessionFile)
#include "tst_session_file.moc"
