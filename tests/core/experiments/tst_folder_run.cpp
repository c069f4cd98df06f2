// A headless run, opened to be looked at and gone on with.
#include "core/experiments/folder_run.h"
#include "core/experiments/run_folder.h"
#include "core/experiments/run_lock.h"
#include "core/io/atomic_file.h"
#include "tests/core/common/message_of.h"
#include "tests/core/training/small_data.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>

using namespace dalescope;
namespace fs = std::filesystem;

namespace {

std::shared_ptr<Journal> newJournal() {
    return std::make_shared<Journal>(SeriesIndex(3).names());
}

/// What `dalescope train` does, up to update `until`, with a rate that changes at update 4.
struct Headless {
    Headless(const fs::path& path, std::int64_t until, const Config& config = withEdit())
        : trainer(config, smallData(), journal) {
        RunFolder folder(path, config);
        trainer.recordStart();
        while (!trainer.end() && trainer.update() < until)
            trainer.step();
        if (trainer.end())
            folder.finish(trainer, *journal);
        else
            folder.checkpoint(trainer, *journal);
    }
    static Config withEdit() {
        Config config = smallConfig();
        config.edits = {{4, "training.learning_rate", 0.02}};
        return config;
    }
    std::shared_ptr<Journal> journal = newJournal();
    Trainer trainer;
};

void verifySame(const Journal& a, const Journal& b) {
    QCOMPARE(a.rows(), b.rows());
    for (std::size_t row = 0; row < a.rows(); ++row) {
        QCOMPARE(a.tick(row).update, b.tick(row).update);
        QVERIFY(a.tick(row).epoch == b.tick(row).epoch && a.tick(row).seconds == b.tick(row).seconds);
    }
    QCOMPARE(a.seriesCount(), b.seriesCount());
    for (std::size_t s = 0; s < a.seriesCount(); ++s) {
        QVERIFY2(a.series(s).size() == b.series(s).size(), a.series(s).name().c_str());
        for (std::size_t i = 0; i < a.series(s).size(); ++i) {
            const Sample one = a.series(s)[i], other = b.series(s)[i];
            QVERIFY(one.row == other.row);
            QVERIFY(one.value == other.value || (std::isnan(one.value) && std::isnan(other.value)));
        }
    }
    QCOMPARE(a.marks(), b.marks());
    for (std::size_t i = 0; i < a.marks(); ++i) {
        QCOMPARE(a.mark(i).text, b.mark(i).text);
        QCOMPARE(a.mark(i).update, b.mark(i).update);
        QVERIFY(a.mark(i).kind == b.mark(i).kind);
    }
}

QByteArray faultOf(const fs::path& folder) {
    return messageOf([&] { readFolderRun(folder); });
}

constexpr std::int64_t toTheEnd = 1'000'000;

} // namespace

class TestFolderRun : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    fs::path at(const char* name) const { return fs::path(temporary_.path().toStdString()) / name; }

private Q_SLOTS:
    void hasWhatTheRunRecorded_data() {
        QTest::addColumn<qlonglong>("until");
        QTest::newRow("in the midst of it") << 11LL;
        QTest::newRow("done") << qlonglong(toTheEnd);
    }
    void hasWhatTheRunRecorded() {
        QFETCH(const qlonglong, until);
        const fs::path folder = at(QTest::currentDataTag());
        const Headless run(folder, until);
        QVERIFY(isRunFolder(folder));
        const FolderRun opened = readFolderRun(folder);
        verifySame(*opened.standing.journal, *run.journal);
        QCOMPARE(opened.standing.moment->state.update, run.trainer.update());
        QCOMPARE(opened.config.training.learningRate, 0.02);
        QVERIFY(opened.config.edits.empty());
        for (std::size_t l = 0; l < run.trainer.network().size(); ++l)
            QVERIFY((*opened.standing.moment->network)[l].parameters() ==
                    run.trainer.network()[l].parameters());
    }

    void hasTheErrorOfEachEpochWhateverItsBatches() {
        Config config = smallConfig();
        config.training.batchSize = 60; // the last one of an epoch has 16
        config.edits = {{7, "training.batch_size", std::int64_t(37)}};
        const Headless run(at("batches"), toTheEnd, config);
        QCOMPARE(run.journal->find("epoch_train_error")->size(), std::size_t(3));
        verifySame(*readFolderRun(at("batches")).standing.journal, *run.journal);
    }

    void tellsThatAnotherProcessTrainsIt() {
        const Headless run(at("locked"), 9);
        const RunLock lock(at("locked"));
        const auto journal = readFolderRun(at("locked")).standing.journal;
        const JournalMark& last = journal->mark(journal->marks() - 1);
        QVERIFY(last.kind == JournalMark::Kind::Warning && last.text.starts_with("Another process ("));
        QCOMPARE(last.update, std::int64_t(9));
    }

    void goesOnWithTheSameBits() {
        const Headless whole(at("whole"), toTheEnd), half(at("half"), 11);
        const FolderRun opened = readFolderRun(at("half"));
        const auto journal = newJournal();
        Trainer trainer(opened.standing.moment->checkpoint(), smallData(), journal);
        while (!trainer.end())
            trainer.step();
        for (std::size_t l = 0; l < trainer.network().size(); ++l)
            QVERIFY(trainer.network()[l].parameters() == whole.trainer.network()[l].parameters());
    }

    void takesNoRowThatCameAfterTheCheckpoint() {
        const Headless run(at("further"), 9);
        std::ofstream(at("further") / "metrics.csv.part", std::ios::app) << "10,0.625,,half a li";
        verifySame(*readFolderRun(at("further")).standing.journal, *run.journal);
    }

    void saysWhatIsWrong() {
        QVERIFY(!isRunFolder(at("nowhere")));
        QVERIFY2(faultOf(at("nowhere")).contains("nowhere: it holds no checkpoint.npz"),
                 faultOf(at("nowhere")));
        const Headless run(at("torn"), toTheEnd);
        const auto verifyDamaged = [&](const char* file, const std::string& text, const char* fault) {
            const std::string before = readFile(at("torn") / file);
            std::ofstream(at("torn") / file, std::ios::binary) << text;
            const QByteArray message = faultOf(at("torn"));
            QVERIFY2(message.contains(QByteArray(file) + ": " + fault), message);
            std::ofstream(at("torn") / file, std::ios::binary) << before;
        };
        const std::string metrics = readFile(at("torn") / "metrics.csv");
        std::string noNumber = metrics, noComma = metrics;
        noNumber.replace(metrics.find("\n0,0,") + 5, 1, "x");
        noComma.replace(metrics.rfind(",,"), 1, "1");
        verifyDamaged("metrics.csv", metrics.substr(0, metrics.size() / 2), "it is shorter");
        verifyDamaged("metrics.csv", noNumber, "it is damaged");
        verifyDamaged("metrics.csv", noComma, "it is damaged");
        verifyDamaged("times.csv", "update,epoch,seconds\n" + std::string(metrics.size(), '\n'),
                      "it is damaged");
        std::string ledger = readFile(at("torn") / "ledger.csv");
        ledger.replace(ledger.find('\n') + 1, 1, "9"); // of an update that was not made, or out of order
        verifyDamaged("ledger.csv", ledger, "it is damaged");
        QCOMPARE(faultOf(at("torn")), QByteArray("no error"));
        fs::remove(at("torn") / "checkpoint.npz");
        QVERIFY(isRunFolder(at("torn")));
        QVERIFY(
            faultOf(at("torn"))
                .endsWith(
                    "torn: it holds a run without checkpoint.npz; open its config.json for its settings."));
    }
};

QTEST_GUILESS_MAIN(TestFolderRun)
#include "tst_folder_run.moc"
