// `dalescope sweep` and `dalescope table`, run as a person or a scheduler runs them.
#include "core/experiments/run_lock.h"
#include "core/experiments/sweep_folder.h"
#include "core/experiments/sweep_json.h"
#include "core/io/atomic_file.h"
#include "tests/app/program.h"
#include "tests/core/data/data_files.h"

#include <QFile>
#include <QTemporaryDir>

#include <csignal>
#include <map>
#include <unistd.h>

using namespace dalescope;
namespace fs = std::filesystem;

namespace {

// 12 training images of 3 x 2 in batches of 5.
constexpr const char* config = R"("config": {
  "data": {"name": "set"},
  "network": {"layers": [{"kind": "dann", "units": 8, "inhibitory": 2}, {"kind": "mlp", "units": 3}]},
  "training": {"learning_rate": 0.02, "batch_size": 5, "epochs": 4, "test_every": 4},
  "fisher": {"probe": false}, "balance": {"probe_size": 12}
})";

QByteArray sweepFile(const QByteArray& rest) {
    return QByteArray("{\"format\": \"dalescope-sweep\", \"title\": \"Small\", ") + config + rest + "}";
}

} // namespace

class TestSweepCommand : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    fs::path at(const std::string& name) const { return fs::path(temporary_.path().toStdString()) / name; }
    void write(const char* name, const QByteArray& content) const {
        writeBytes(at(name), content.toStdString());
    }

    void start(QProcess& process, const QString& line) const {
        startProgram(process, temporary_.path(), line.split(u' ', Qt::SkipEmptyParts));
    }
    Outcome run(const QString& line) const { return runProgram(temporary_.path(), line); }
    /// The states of all runs, in order: "done done waiting".
    QByteArray states(const char* out) const {
        QByteArray all;
        const auto sweep = SweepFolder::open(at(out));
        for (const auto& each : sweep.runs())
            all += QByteArray(all.isEmpty() ? "" : " ") + stateName(runStatus(sweep.pathOf(each)).state);
        return all;
    }
    /// When each run that is over was.
    std::map<std::string, fs::file_time_type> times(const char* out) const {
        std::map<std::string, fs::file_time_type> found;
        const auto sweep = SweepFolder::open(at(out));
        for (const auto& each : sweep.runs())
            if (fs::exists(sweep.pathOf(each) / "summary.json"))
                found[each.folder.string()] = fs::last_write_time(sweep.pathOf(each) / "summary.json");
        return found;
    }

private Q_SLOTS:
    void initTestCase() {
        writeIdxSet(at("set"));
        write("grid.json", sweepFile(R"(, "grid": {"training.learning_rate": [0.02, 0.05]}, "seeds": 2)"));
        write("long.json", sweepFile(R"(, "set": {"training.epochs": 1000000}, "seeds": 3)"));
        write("some-fail.json", sweepFile(R"(, "grid": {"network.layers.1.units": [3, 4]})"));
    }

    void makesEveryRunAndPrintsTheTable() {
        const Outcome done = run(QStringLiteral("sweep --config grid.json --out grid --jobs 2"));
        QVERIFY2(done.code == 0, done.err);
        QCOMPARE(states("grid"), "done done done done");
        QVERIFY2(done.err.contains("learning rate 0.05, seed 2: done, train error"), done.err);
        QVERIFY2(done.out.contains("Other runs\n") && done.out.contains("Small, learning rate 0.05"),
                 done.out);
        const Outcome table = run(QStringLiteral("table grid"));
        QCOMPARE(table.code, 0);
        QCOMPARE(table.out, done.out);
        const Outcome csv = run(QStringLiteral("table --format csv grid grid/runs"));
        QCOMPARE(csv.code, 0);
        QCOMPARE(csv.out.count('\n'), 3);
        QVERIFY2(csv.err.contains("is there already"), csv.err);
    }

    void givesTheBitsOfASingleRun() {
        QCOMPARE(run(QStringLiteral("sweep --config grid.json --out bits --threads 1 --seeds 1")).code, 0);
        const auto sweep = SweepFolder::open(at("bits"));
        const auto folder = sweep.pathOf(sweep.runs()[0]);
        QCOMPARE(run(QStringLiteral("train --config %1/config.json --out alone")
                         .arg(QString::fromStdString(folder.string())))
                     .code,
                 0);
        for (const char* file : {"metrics.csv", "snapshot.npz"})
            QCOMPARE(readFile(folder / file), readFile(at("alone") / file));
    }

    void addsSeedsWithoutRepeatingARun() {
        QCOMPARE(run(QStringLiteral("sweep --config grid.json --out more --seeds 1")).code, 0);
        const auto before = times("more");
        QCOMPARE(before.size(), std::size_t(2));
        const Outcome again = run(QStringLiteral("sweep --config grid.json --out more --seeds 3"));
        QVERIFY2(again.code == 0, again.err);
        QVERIFY2(again.err.contains("6 runs, 2 of them done"), again.err);
        auto after = times("more");
        QCOMPARE(after.size(), std::size_t(6));
        for (const auto& [folder, time] : before)
            QVERIFY2(after[folder] == time, folder.c_str());
        const Outcome nothing = run(QStringLiteral("sweep --out more"));
        QCOMPARE(nothing.code, 0);
        QVERIFY(times("more") == after);
    }

    void stopsOnASignalAndGoesOn_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGKILL") << SIGKILL;
    }
    void stopsOnASignalAndGoesOn() {
        QFETCH(int, signal);
        const QByteArray out = QByteArray("stopped") + QByteArray::number(signal);
        QProcess process;
        start(process,
              QStringLiteral("sweep --config long.json --jobs 2 --out %1").arg(QString::fromLatin1(out)));
        QTRY_VERIFY_WITH_TIMEOUT(isSweepFolder(at(out.toStdString())), 20000);
        const auto sweep = SweepFolder::open(at(out.toStdString()));
        for (const int i : {0, 1})
            QTRY_VERIFY_WITH_TIMEOUT(fs::exists(sweep.pathOf(sweep.runs()[i]) / "checkpoint.npz"), 20000);
        QCOMPARE(states(out), "running running waiting");
        ::kill(static_cast<pid_t>(process.processId()), signal);
        if (signal == SIGKILL) {
            process.waitForFinished(20000);
        } else {
            const Outcome stopped = outcomeOf(process);
            QCOMPARE(stopped.code, 1);
            QVERIFY2(stopped.err.contains(
                         "the sweep was stopped; 0 of 3 runs are done; dalescope sweep --out " + out),
                     stopped.err);
        }
        QTRY_COMPARE_WITH_TIMEOUT(states(out), QByteArray("interrupted interrupted waiting"), 20000);
        // Two go on from their checkpoints, one is begun; then they are stopped again.
        const auto rows = [&](int i) {
            return QByteArray::fromStdString(readFile(sweep.pathOf(sweep.runs()[i]) / "metrics.csv.part"))
                .count('\n');
        };
        const auto before = rows(0);
        QProcess second;
        start(second, QStringLiteral("sweep --jobs 3 --out %1").arg(QString::fromLatin1(out)));
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists(sweep.pathOf(sweep.runs()[2]) / "checkpoint.npz"), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(rows(0) > before, 20000);
        ::kill(static_cast<pid_t>(second.processId()), SIGTERM);
        QCOMPARE(outcomeOf(second).code, 1);
        QCOMPARE(states(out), "interrupted interrupted interrupted");
    }

    void leavesARunToTheProcessThatMakesIt() {
        QCOMPARE(run(QStringLiteral("sweep --config grid.json --out shared --seeds 1")).code, 0);
        const auto sweep =
            SweepFolder::create(at("shared"), sweepFromJson(readFile(at("grid.json")), at("grid.json")));
        const RunLock mine(sweep.pathOf(sweep.runs()[2]));
        const Outcome other = run(QStringLiteral("sweep --out shared"));
        QCOMPARE(other.code, 1);
        QVERIFY2(other.err.contains("seed 2: running elsewhere (") &&
                     other.err.contains("shared: 1 run left to another process and 3 of 4 runs are done"),
                 other.err);
        const Outcome single = run(QStringLiteral("train --config grid.json --out %1")
                                       .arg(QString::fromStdString(sweep.pathOf(sweep.runs()[2]).string())));
        QCOMPARE(single.code, 1);
    }

    void reportsAFailureInOneLineAndMakesTheOthers() {
        const Outcome done = run(QStringLiteral("sweep --config some-fail.json --out fails --seeds 2"));
        QCOMPARE(done.code, 1);
        QCOMPARE(states("fails"), "done failed done failed");
        QCOMPARE(done.err.count("failed: network.layers.1: "), 2);
        QVERIFY2(done.err.contains("fails: 2 runs failed and 2 of 4 runs are done; mend what is named above"),
                 done.err);
        QVERIFY2(run(QStringLiteral("table fails")).err.contains("seed-1: network.layers.1: "),
                 "the table names them");
    }

    void noticesAKilledRun() {
        QProcess process;
        start(process, QStringLiteral("sweep --config long.json --seeds 1 --out killed"));
        QTRY_VERIFY_WITH_TIMEOUT(isSweepFolder(at("killed")), 20000);
        const auto sweep = SweepFolder::open(at("killed"));
        const auto folder = sweep.pathOf(sweep.runs()[0]);
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists(folder / "checkpoint.npz"), 20000);
        const std::string holder = lockHolder(folder).value_or("0");
        ::kill(std::stoi(holder.substr(holder.rfind(' '))), SIGKILL);
        const Outcome done = outcomeOf(process);
        QCOMPARE(done.code, 1);
        QVERIFY2(done.err.contains("its process was killed or crashed"), done.err);
        QCOMPARE(states("killed"), "interrupted");
    }

    void measuresOnAValidationSplit() {
        write("validation.json", sweepFile(R"(, "validation": 5)"));
        QCOMPARE(run(QStringLiteral("sweep --config validation.json --out validation")).code, 0);
        const auto sweep = SweepFolder::open(at("validation"));
        const auto status = runStatus(sweep.pathOf(sweep.runs()[0]));
        QCOMPARE(status.summary->validation, std::int64_t(5));
        QCOMPARE(status.summary->updates, std::int64_t(8)); // 7 images in batches of 5
        const QByteArray summary =
            QByteArray::fromStdString(readFile(sweep.pathOf(sweep.runs()[0]) / "summary.json"));
        QVERIFY2(summary.contains("\"test_error_on\": \"validation\""), summary);
        write("greedy.json", sweepFile(R"(, "validation": 12)"));
        const Outcome greedy = run(QStringLiteral("sweep --config greedy.json --out greedy"));
        QCOMPARE(greedy.code, 1);
        QVERIFY2(greedy.err.contains("data.validation: 12 of the 12 training examples"), greedy.err);
    }

    void listsTheShippedSweeps() {
        const Outcome presets = run(QStringLiteral("presets"));
        QCOMPARE(presets.code, 0);
        for (const char* name : {"table1 ", "table3 ", "figure7 ", "search "})
            QVERIFY2(presets.out.contains(name), name);
    }

    void saysWhatIsWrong_data() {
        addFaultColumns();
        const auto row = addFault;
        row("sweep --config grid.json", 2, "--out: it is missing");
        row("sweep --out x", 2, "it needs --preset or --config");
        row("sweep --config grid.json --preset table1 --out x", 2, "not both");
        row("sweep --config grid.json --jobs 0 --out x", 2, "--jobs: \"0\" is not a whole number");
        row("sweep --config grid.json --jobs many --out x", 2, "--jobs: \"many\" is not a whole number");
        row("sweep --config grid.json --threads -1 --out x", 2, "--threads: \"-1\" is not a whole number");
        row("sweep --config grid.json --seeds none --out x", 2, "--seeds: \"none\" is not a whole number");
        row("sweep --config grid.json --trials 3 --out x", 2, "draws nothing at random");
        row("sweep --config grid.json --set training.seed=2 --out x", 2, "say --seeds N");
        row("sweep --config grid.json --set training.epochs --out x", 2, "has no value");
        row("sweep --config grid.json --set training.epoch=1 --out x", 1,
            "did you mean \"training.epochs\"?");
        row("sweep --config grid.json --job 2 --out x", 2, "did you mean --jobs?");
        row("sweep --preset tabel1 --out x", 1, "did you mean \"table1\"?");
        row("sweep --config nowhere.json --out x", 1, "nowhere.json: it cannot be opened");
        row("sweep --config unknown.json --out x", 1, "did you mean \"training.epochs\"?");
        row("sweep --config empty.json --out x", 1, "from 2 to 1 is empty");
        row("sweep --config grid.json --out run", 1, "run: it holds a single run");
        row("sweep --config grid.json --out grid.json", 1, "grid.json: the folder cannot be made");
        row("sweep --config grid.json --out /proc/dalescope", 1,
            "/proc/dalescope: the folder cannot be made");
        row("sweep --out set", 1, "set: it is not a sweep's folder");
        row("sweep --out torn", 1, "torn/sweep.json: it is not valid JSON");
        row("table", 2, "it needs a folder");
        row("table nowhere", 1, "nowhere: there is no such folder");
        row("table set", 1, "set: it holds no run");
        row("table run --format latx", 1, "did you mean \"latex\"?");
        row("table run --formt csv", 2, "did you mean --format?");
    }
    void saysWhatIsWrong() {
        QFETCH(QString, line);
        QFETCH(int, code);
        QFETCH(QByteArray, fault);
        write("unknown.json", sweepFile(R"(, "set": {"training.epoch": 3})"));
        write("empty.json",
              sweepFile(R"(, "grid": {"training.learning_rate": {"from": 2, "to": 1, "steps": 3}})"));
        write("run/config.json", "{}");
        write("torn/sweep.json", "{\"format\": \"dales");
        compareFault(run(line), code, fault);
        QVERIFY(!fs::exists(at("x")));
    }

    void leavesFinishedRunsWholeOnAFullDisk() {
        // A device without a byte of room stands for the disk.
        if (!fs::exists("/dev/full"))
            QSKIP("no /dev/full here");
        QCOMPARE(run(QStringLiteral("sweep --config grid.json --out full --seeds 1")).code, 0);
        const auto before = times("full");
        const auto sweep =
            SweepFolder::create(at("full"), sweepFromJson(readFile(at("grid.json")), at("grid.json")));
        const auto folder = sweep.pathOf(sweep.runs()[2]);
        fs::create_directories(folder);
        fs::create_symlink("/dev/full", folder / "metrics.csv.part");
        const Outcome full = run(QStringLiteral("sweep --out full"));
        QCOMPARE(full.code, 1);
        QVERIFY2(full.err.contains("metrics.csv: it cannot be written; make room"), full.err);
        QCOMPARE(states("full"), "done done failed done");
        for (const auto& [name, time] : before)
            QVERIFY2(times("full")[name] == time, name.c_str());
    }
};

QTEST_GUILESS_MAIN(TestSweepCommand)
#include "tst_sweep_command.moc"
