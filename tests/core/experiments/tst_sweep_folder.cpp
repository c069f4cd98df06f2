#include "core/common/error.h"
#include "core/experiments/presets.h"
#include "core/experiments/run_folder.h"
#include "core/experiments/run_lock.h"
#include "core/experiments/sweep_folder.h"
#include "core/experiments/sweep_json.h"
#include "core/io/atomic_file.h"
#include "core/settings/config_json.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace dalescope;
namespace fs = std::filesystem;

namespace {

SweepPlan plan(const std::string& seeds, const std::string& label = "A") {
    return sweepFromJson("{\"format\": \"dalescope-sweep\", \"title\": \"T\", \"preset\": \"glyphs-dann\", "
                         "\"runs\": [{\"label\": \"" +
                             label + "\"}], \"seeds\": " + seeds + "}",
                         "s.json");
}

constexpr const char* summary =
    R"({"final_train_error": 1.5, "final_test_error": 2.25, "updates": 10, "epochs": 1,
    "seconds": 2, "updates_per_second": 5, "threads": 1, "seed": 1, "dataset": "glyphs", "diverged": false})";

} // namespace

class TestSweepFolder : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    fs::path at(const char* name) const { return fs::path(temporary_.path().toStdString()) / name; }

private Q_SLOTS:
    void opensWhatItMade() {
        const auto made = SweepFolder::create(at("made"), plan("2"));
        const auto opened = SweepFolder::open(at("made"));
        QVERIFY(opened.plan() == made.plan());
        QCOMPARE(opened.runs().size(), std::size_t(2));
        opened.prepare(opened.runs()[1]);
        const auto file = opened.pathOf(opened.runs()[1]) / "config.json";
        QVERIFY(configFromJson(readFile(file), "config.json") == opened.runs()[1].config);
        QCOMPARE(runStatus(opened.pathOf(opened.runs()[1])).state, RunState::Waiting);
    }

    void findsARunAgainUnderAnotherLabel() {
        const auto first = SweepFolder::create(at("labels"), plan("1", "Old name"));
        first.prepare(first.runs()[0]);
        const auto more = SweepFolder::create(at("labels"), plan("2", "New name"));
        QCOMPARE(more.runs().size(), std::size_t(2));
        QCOMPARE(more.runs()[0].label, std::string("New name"));
        QCOMPARE(more.runs()[0].folder, first.runs()[0].folder);
    }

    void refusesFoldersOfAnotherKind() {
        QVERIFY(messageOf([&] { SweepFolder::open(at("nowhere")); }).contains("it is not a sweep's folder"));
        writeBytes(at("run") / "config.json", "{}");
        QVERIFY(
            messageOf([&] { SweepFolder::create(at("run"), plan("1")); }).contains("it holds a single run"));
        writeBytes(at("damaged") / "sweep.json", "{\"format\": \"dalesc");
        QVERIFY(messageOf([&] {
                    SweepFolder::open(at("damaged"));
                }).contains("sweep.json: it is not valid JSON"));
        writeBytes(at("file"), "x");
        QVERIFY(messageOf([&] { SweepFolder::create(at("file"), plan("1")); }).contains("cannot be made"));
        SweepFolder::create(at("other"), plan("1"));
        SweepPlan other = plan("1");
        other.rows[0].config.training.epochs = 3;
        const auto message = messageOf([&] { SweepFolder::create(at("other"), other); });
        QVERIFY2(message.contains("which has none of these runs"), message);
    }

    void tellsTheStateFromTheFiles_data() {
        QTest::addColumn<QList<QByteArray>>("files");
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("sentence");
        const auto row = [](const char* name, const QList<QByteArray>& files, RunState state,
                            const char* sentence = "") {
            QTest::newRow(name) << files << int(state) << QByteArray(sentence);
        };
        row("nothing", {}, RunState::Waiting);
        row("begun", {"config.json={}", "metrics.csv.part=update"}, RunState::Waiting);
        row("stopped", {"config.json={}", "checkpoint.npz=x"}, RunState::Interrupted);
        row("lock of a crash", {"checkpoint.npz=x", "run.lock=host, process 1"}, RunState::Interrupted);
        row("done", {QByteArray("summary.json=") + summary}, RunState::Done);
        row("diverged",
            {QByteArray("summary.json=") +
             QByteArray(summary).replace("false", "true").replace("2.25", "null")},
            RunState::Diverged);
        row("failed", {"failure.txt=mnist: it was not found.\n"}, RunState::Failed,
            "mnist: it was not found.");
        row("cut off", {QByteArray("summary.json=") + QByteArray(summary).left(60), "checkpoint.npz=x"},
            RunState::Failed, "summary.json: it is cut off or damaged");
        row("empty", {"summary.json="}, RunState::Failed, "cut off or damaged");
        row("another type", {"summary.json=[1]"}, RunState::Failed, "cut off or damaged");
    }
    void tellsTheStateFromTheFiles() {
        QFETCH(QList<QByteArray>, files);
        QFETCH(int, state);
        QFETCH(QByteArray, sentence);
        const auto folder = at("states") / QTest::currentDataTag();
        for (const auto& file : files) {
            const auto equals = file.indexOf('=');
            writeBytes(folder / file.left(equals).toStdString(), file.mid(equals + 1).toStdString());
        }
        const auto status = runStatus(folder);
        QCOMPARE(stateName(status.state), stateName(RunState(state)));
        QVERIFY2(QByteArray::fromStdString(status.sentence).contains(sentence), status.sentence.c_str());
        QCOMPARE(status.summary.has_value(), status.isOver());
        if (status.summary)
            QCOMPARE(status.summary->trainError, 1.5);
    }

    void keepsASecondProcessOutUntilTheFirstIsGone_data() {
        QTest::addColumn<bool>("crash");
        QTest::newRow("ends") << false;
        QTest::newRow("is killed") << true;
    }
    void keepsASecondProcessOutUntilTheFirstIsGone() {
        QFETCH(bool, crash);
        const auto folder = at(crash ? "killed" : "ended");
        const auto ready = folder / "ready";
        const pid_t child = ::fork();
        if (child == 0) {
            {
                const RunLock lock(folder);
                std::ofstream(ready) << "yes";
                ::pause();
            }
            ::_exit(0);
        }
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists(ready), 10000);
        const auto status = runStatus(folder);
        QCOMPARE(status.state, RunState::Running);
        QVERIFY2(status.sentence.ends_with(", process " + std::to_string(child)), status.sentence.c_str());
        const auto message = messageOf([&] { RunLock second(folder); });
        QVERIFY2(message.contains("a run goes on there already") &&
                     message.contains(std::to_string(child).c_str()),
                 message);
        ::kill(child, crash ? SIGKILL : SIGTERM);
        ::waitpid(child, nullptr, 0);
        QCOMPARE(runStatus(folder).state, RunState::Waiting);
        {
            const RunLock mine(folder);
            QVERIFY(lockHolder(folder).has_value());
        }
        QVERIFY(!lockHolder(folder) && !fs::exists(folder / "run.lock"));
    }
};

QTEST_GUILESS_MAIN(TestSweepFolder)
#include "tst_sweep_folder.moc"
