// What a headless run leaves in its folder, whole or in pieces.
#include "core/experiments/run_folder.h"
#include "core/io/atomic_file.h"
#include "tests/core/common/message_of.h"
#include "tests/core/training/small_data.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <nlohmann/json.hpp>

using namespace dalescope;
namespace fs = std::filesystem;

namespace {

std::shared_ptr<Journal> newJournal() {
    return std::make_shared<Journal>(SeriesIndex(3).names());
}

void trainTo(std::int64_t update, Trainer& trainer, RunFolder& folder, const Journal& journal) {
    while (!trainer.end() && trainer.update() < update)
        trainer.step();
    if (trainer.end())
        folder.finish(trainer, journal);
    else
        folder.checkpoint(trainer, journal);
}

void begin(const fs::path& path, const Config& config, std::int64_t until) {
    const auto journal = newJournal();
    Trainer trainer(config, smallData(), journal);
    RunFolder folder(path, config);
    trainer.recordStart();
    trainTo(until, trainer, folder, *journal);
}

void resume(const fs::path& path, std::int64_t until, const std::vector<Edit>& edits = {}) {
    const auto journal = newJournal();
    const StoppedRun stopped = readStoppedRun(path);
    Trainer trainer(stopped.checkpoint, smallData(), journal);
    for (const auto& edit : edits)
        trainer.edit(edit.path, edit.value);
    RunFolder folder(path, stopped, trainer.checkpoint().config);
    trainTo(until, trainer, folder, *journal);
}

constexpr std::int64_t toTheEnd = 1'000'000;

} // namespace

class TestRunFolder : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    fs::path at(const char* name) const { return fs::path(temporary_.path().toStdString()) / name; }

    void verifySame(const fs::path& a, const fs::path& b) {
        for (const char* file : {"metrics.csv", "ledger.csv", "snapshot.npz", "config.json"})
            QCOMPARE(readFile(a / file), readFile(b / file));
    }

private Q_SLOTS:
    void resumesToTheSameFiles() {
        Config config = smallConfig();
        config.edits = {{20, "learning.correction", std::string("fisher")}};
        begin(at("whole"), config, toTheEnd);
        begin(at("pieces"), config, 9);
        QVERIFY(!fs::exists(at("pieces") / "summary.json"));
        resume(at("pieces"), 25);
        resume(at("pieces"), toTheEnd);
        verifySame(at("whole"), at("pieces"));
    }

    void cutsRowsAfterTheCheckpointOff() {
        begin(at("cut whole"), smallConfig(), toTheEnd);
        begin(at("cut"), smallConfig(), 9);
        std::ofstream(at("cut") / "metrics.csv.part", std::ios::app) << "10,0.625,,half a li";
        std::ofstream(at("cut") / "times.csv.part", std::ios::app) << "10,0.6";
        std::ofstream(at("cut") / "ledger.csv.part", std::ios::app) << "10,0.625,1,1,1\n";
        resume(at("cut"), toTheEnd);
        verifySame(at("cut whole"), at("cut"));
    }

    void continuesADoneRun() {
        Config config = smallConfig();
        begin(at("long"), config, toTheEnd);
        config.training.epochs = 2;
        begin(at("short"), config, toTheEnd);
        resume(at("short"), toTheEnd, {{0, "training.epochs", std::int64_t(3)}});
        QCOMPARE(readFile(at("short") / "metrics.csv"), readFile(at("long") / "metrics.csv"));
        QCOMPARE(readFile(at("short") / "snapshot.npz"), readFile(at("long") / "snapshot.npz"));
    }

    void addsTheColumnsOfAProbeThatIsTurnedOn() {
        Config config = smallConfig();
        config.fisher.probe = false;
        begin(at("probe"), config, 9);
        resume(at("probe"), toTheEnd, {{0, "fisher.probe", true}});
        const std::string csv = readFile(at("probe") / "metrics.csv");
        std::istringstream lines(csv);
        std::string line;
        std::getline(lines, line);
        QVERIFY(line.find(",cosine_corrected,cosine_uncorrected,") != std::string::npos);
        const auto commas = std::ranges::count(line, ',');
        int rows = 0;
        for (; std::getline(lines, line); ++rows)
            QCOMPARE(std::ranges::count(line, ','), commas);
        QCOMPARE(rows, 49);
        QVERIFY(!line.ends_with(','));
    }

    void keepsTheLedgerInATableOfItsOwn() {
        Config config = smallConfig();
        config.balance.every = 10;
        begin(at("ledger"), config, toTheEnd);
        QVERIFY(readFile(at("ledger") / "metrics.csv").find("gradient_norm") == std::string::npos);
        std::istringstream lines(readFile(at("ledger") / "ledger.csv"));
        std::string line;
        std::getline(lines, line);
        QVERIFY(line.starts_with("update,epoch,gradient_norm.0.WEE,") && line.ends_with(",update_norm.2.b"));
        for (int update = 10; std::getline(lines, line); update += 10) {
            QVERIFY(line.starts_with(std::to_string(update) + ","));
            QVERIFY(line.find(",,") == std::string::npos); // of every layer and kind
        }
        config.balance.every = 0;
        begin(at("ledger"), config, toTheEnd);
        QVERIFY(!fs::exists(at("ledger") / "ledger.csv"));
        resume(at("ledger"), toTheEnd,
               {{0, "balance.every", std::int64_t(5)}}); // it is done: the header alone
        QVERIFY(readFile(at("ledger") / "ledger.csv").starts_with("update,epoch,gradient_norm.0.WEE,"));
    }

    /// Their metrics.csv held the ledger too, and their checkpoint.npz knew no table of it.
    void takesTheLedgerOutOfTheMetricsOfAnEarlierVersion() {
        begin(at("now"), smallConfig(), toTheEnd);
        begin(at("before"), smallConfig(), 20);
        const fs::path metrics = at("before") / "metrics.csv.part", ledger = at("before") / "ledger.csv.part";
        std::istringstream rows(readFile(metrics)), kept(readFile(ledger));
        std::string joined, row, keptRow;
        std::getline(kept, keptRow);
        const auto cells = [](const std::string& line) { // after update and epoch
            return line.substr(line.find(',', line.find(',') + 1));
        };
        const auto none = static_cast<std::size_t>(std::ranges::count(cells(keptRow), ','));
        while (std::getline(rows, row)) {
            const bool here = row.substr(0, row.find(',')) == keptRow.substr(0, keptRow.find(','));
            joined += row + (here ? cells(keptRow) : std::string(none, ',')) + "\n";
            if (here)
                std::getline(kept, keptRow);
        }
        std::ofstream(metrics, std::ios::binary) << joined;
        fs::remove(ledger);
        Npz checkpoint = readNpz(at("before") / "checkpoint.npz");
        auto tables = nlohmann::json::parse(checkpoint.texts["tables.json"]);
        tables.erase("ledger.csv");
        tables["metrics.csv"] = joined.size();
        checkpoint.texts["tables.json"] = tables.dump();
        writeNpz(at("before") / "checkpoint.npz", checkpoint);
        resume(at("before"), toTheEnd);
        verifySame(at("now"), at("before"));
    }

    void leavesNothingOfAnEarlierRun() {
        begin(at("again"), smallConfig(), toTheEnd);
        QVERIFY(fs::exists(at("again") / "summary.json"));
        RunFolder folder(at("again"), smallConfig("mlp"));
        for (const char* file : {"summary.json", "snapshot.npz", "metrics.csv", "checkpoint.npz"})
            QVERIFY(!fs::exists(at("again") / file));
        const QByteArray message = messageOf([&] { readStoppedRun(at("again")); });
        QVERIFY2(message.contains("again: it holds no checkpoint.npz"), message);
    }

    void summarisesTheRun() {
        begin(at("summary"), smallConfig(), toTheEnd);
        const auto summary = nlohmann::json::parse(readFile(at("summary") / "summary.json"));
        for (const char* key : {"final_train_error", "final_test_error", "updates", "epochs", "seconds",
                                "updates_per_second", "threads", "seed", "dataset", "diverged"})
            QVERIFY2(summary.contains(key), key);
        QCOMPARE(summary["updates"].get<int>(), 48);
        QCOMPARE(summary["diverged"].get<bool>(), false);
    }

    void saysWhatIsWrongWithAStoppedRun() {
        QVERIFY(
            messageOf([&] { readStoppedRun(at("nowhere")); }).contains("nowhere: it holds no checkpoint"));
        begin(at("torn"), smallConfig(), 9);
        fs::resize_file(at("torn") / "metrics.csv.part", 20);
        const QByteArray shorter = messageOf([&] { resume(at("torn"), toTheEnd); });
        QVERIFY2(shorter.contains("metrics.csv.part: it is missing or shorter"), shorter);
        std::ofstream(at("torn") / "checkpoint.npz") << "PK";
        QVERIFY(messageOf([&] { readStoppedRun(at("torn")); }).contains("checkpoint.npz"));
        std::ofstream(at("file")) << "";
        QVERIFY(messageOf([&] { RunFolder(at("file"), smallConfig()); }).contains("file: "));
    }
};

QTEST_APPLESS_MAIN(TestRunFolder)
#include "tst_run_folder.moc"
