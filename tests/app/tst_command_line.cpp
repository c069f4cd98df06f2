// The real program, run as a person or a script runs it.
#include "core/io/npz.h"
#include "tests/app/program.h"
#include "tests/core/data/data_files.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <csignal>
#include <unistd.h>

using namespace dalescope;
namespace fs = std::filesystem;

namespace {

QByteArray contentOf(const QString& file) {
    QFile f(file);
    return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray("cannot be read: ") + file.toUtf8();
}

// 12 training images of 3 x 2 in batches of 5: three updates an epoch.
constexpr const char* smallRun = R"({
  "data": {"name": "set"},
  "network": {"layers": [{"kind": "dann", "units": 8, "inhibitory": 2},
                         {"kind": "dann", "units": 3, "inhibitory": 1}]},
  "training": {"learning_rate": 0.02, "batch_size": 5, "epochs": 6, "test_every": 4, "seed": 3, "threads": 1},
  "fisher": {"probe": true, "every": 2},
  "balance": {"every": 2, "probe_size": 12}
})";

} // namespace

class TestCommandLine : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    QString at(const QString& name) const { return temporary_.filePath(name); }
    Outcome run(const QString& line) const { return runProgram(temporary_.path(), line); }
    void write(const char* name, const QByteArray& content) const {
        writeBytes(at(QString::fromLatin1(name)).toStdString(), content.toStdString());
    }
    void verifySameRun(const QString& a, const QString& b) {
        for (const char* file : {"/metrics.csv", "/snapshot.npz"})
            QCOMPARE(contentOf(at(a) + QLatin1String(file)), contentOf(at(b) + QLatin1String(file)));
    }

private Q_SLOTS:
    void initTestCase() {
        writeIdxSet(at(QStringLiteral("set")).toStdString());
        write("run.json", smallRun);
    }

    void listsAndExplains() {
        const Outcome help = run(QStringLiteral("--help"));
        QCOMPARE(help.code, 0);
        for (const char* command :
             {"train", "gradients", "export-pytorch", "presets", "datasets", "--resume"})
            QVERIFY2(help.out.contains(command), command);
        for (const char* asked : {"-h", "train --help", "bench -h", "sweep --seeds 3 --help", "table --help",
                                  "export-pytorch --help", "gradients -h", "presets --help", "datasets -h",
                                  "--preset glyphs-dann --help"}) {
            const Outcome same = run(QLatin1String(asked));
            QVERIFY2(same.code == 0 && same.out == help.out && same.err.isEmpty(), asked);
        }
        const Outcome version = run(QStringLiteral("--version"));
        QCOMPARE(version.code, 0);
        QVERIFY(version.out.startsWith("dalescope "));
        const Outcome presets = run(QStringLiteral("presets"));
        QCOMPARE(presets.code, 0);
        QVERIFY(presets.out.contains("mnist-dann ") && presets.out.contains("figure2"));
        const Outcome sets = run(QStringLiteral("datasets"));
        QCOMPARE(sets.code, 0);
        for (const char* name : {"mnist", "kmnist", "k49", "fashion", "cifar10", "glyphs", "delayed-match"})
            QVERIFY2(sets.out.contains(name), name);
        QVERIFY(help.err.isEmpty() && presets.err.isEmpty() && sets.err.isEmpty());
    }

    void leavesAWholeRun() {
        const Outcome trained = run(QStringLiteral("train --config run.json --out whole"));
        QVERIFY2(trained.code == 0, trained.err);
        const auto summary =
            QJsonDocument::fromJson(contentOf(at(QStringLiteral("whole/summary.json")))).object();
        for (const char* key : {"final_train_error", "final_test_error", "updates", "epochs", "seconds",
                                "updates_per_second", "threads", "seed", "dataset", "diverged"})
            QVERIFY2(summary.contains(QLatin1String(key)), key);
        QCOMPARE(summary[QLatin1String("updates")].toInt(), 18);
        QCOMPARE(summary[QLatin1String("epochs")].toDouble(), 6.0);
        QCOMPARE(summary[QLatin1String("seed")].toInt(), 3);
        QCOMPARE(summary[QLatin1String("dataset")].toString(), QStringLiteral("set"));
        QCOMPARE(summary[QLatin1String("diverged")].toBool(true), false);
        QCOMPARE(QJsonDocument::fromJson(trained.out).object(), summary);
        QVERIFY(trained.err.contains("All 6 epochs are done."));

        const auto lines = contentOf(at(QStringLiteral("whole/metrics.csv"))).split('\n');
        QCOMPARE(lines.size(), 1 + 19 + 1);
        QVERIFY(lines[0].startsWith("update,epoch,seconds,train_loss,train_error,test_loss,test_error,"
                                    "ei_ratio.0,divisive_match.0,z_mean.0,z_std.0,ei_ratio.1,"));
        QVERIFY(lines[0].contains("cosine_corrected,cosine_uncorrected,cosine_corrected.0,"));
        for (int i = 1; i < 20; ++i) {
            QCOMPARE(lines[i].count(','), lines[0].count(','));
            QCOMPARE(lines[i].split(',')[0].toInt(), i - 1);
        }
    }

    void givesTheSameBytesForTheSameSeed() {
        QCOMPARE(run(QStringLiteral("train --config run.json --out a")).code, 0);
        QCOMPARE(run(QStringLiteral("train --config run.json --out b")).code, 0);
        verifySameRun(QStringLiteral("a"), QStringLiteral("b"));
        QCOMPARE(run(QStringLiteral("train --config run.json --seed 4 --out c")).code, 0);
        QVERIFY(contentOf(at(QStringLiteral("a/metrics.csv"))) !=
                contentOf(at(QStringLiteral("c/metrics.csv"))));
    }

    void replaysFromItsOwnConfig() {
        QCOMPARE(
            run(QStringLiteral("train --config run.json --seed 9 --set training.batch_size=4 "
                               "--set learning.correction=fisher --set network.layers.0.units=9 --out first"))
                .code,
            0);
        QCOMPARE(run(QStringLiteral("train --config first/config.json --out second")).code, 0);
        verifySameRun(QStringLiteral("first"), QStringLiteral("second"));
    }

    void resumesWhereItStopped() {
        QCOMPARE(run(QStringLiteral("train --config run.json --out straight")).code, 0);
        QCOMPARE(run(QStringLiteral("train --config run.json --updates 7 --out halves")).code, 0);
        const Outcome done = run(QStringLiteral("train --resume --out halves"));
        QCOMPARE(done.code, 0);
        QVERIFY2(done.err.contains("the run is done") && done.out.contains("final_test_error"), done.err);
        QVERIFY2(!done.err.contains("not used"), done.err);
        const Outcome unused =
            run(QStringLiteral("train --resume --set training.learning_rate=0.3 --out halves"));
        QVERIFY2(unused.code == 0 && unused.err.contains("training.learning_rate was not used") &&
                     unused.err.contains("larger --epochs or --updates"),
                 unused.err);
        const Outcome resumed = run(QStringLiteral("train --resume --updates 0 --out halves"));
        QVERIFY2(resumed.code == 0, resumed.err);
        QCOMPARE(contentOf(at(QStringLiteral("halves/snapshot.npz"))),
                 contentOf(at(QStringLiteral("straight/snapshot.npz"))));
        QCOMPARE(run(QStringLiteral("train --config halves/config.json --out replay")).code, 0);
        verifySameRun(QStringLiteral("halves"), QStringLiteral("replay"));
    }

    void intervenesInARunThatIsResumed() {
        QCOMPARE(run(QStringLiteral("train --config run.json --updates 7 --out acted")).code, 0);
        const Outcome resumed = run(QStringLiteral("train --resume --updates 0 --out acted --set "
                                                   "network.layers.0.silenced_excitatory=50%"));
        QVERIFY2(resumed.code == 0, resumed.err);
        QVERIFY(contentOf(at(QStringLiteral("acted/config.json"))).contains("\"value\": \"50 %\""));
        QCOMPARE(run(QStringLiteral("train --config acted/config.json --out acted-again")).code, 0);
        verifySameRun(QStringLiteral("acted"), QStringLiteral("acted-again"));
        const Outcome refused =
            run(QStringLiteral("train --resume --out acted --set network.layers.0.silenced_excitatory=9999"));
        QVERIFY2(refused.code == 1 && refused.err.contains("no excitatory unit 9999"), refused.err);
    }

    void stopsOnASignalAndGoesOn_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }
    void stopsOnASignalAndGoesOn() {
        QFETCH(int, signal);
        const QString out = at(QStringLiteral("signal%1").arg(signal));
        QProcess process;
        startProgram(process, temporary_.path(),
                     {QStringLiteral("train"), QStringLiteral("--config"), QStringLiteral("run.json"),
                      QStringLiteral("--epochs"), QStringLiteral("1000000"), QStringLiteral("--out"), out});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(out + QStringLiteral("/checkpoint.npz")), 30000);
        ::kill(static_cast<pid_t>(process.processId()), signal);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        const QByteArray err = process.readAllStandardError();
        QVERIFY2(err.contains("training was stopped at update") &&
                     err.contains("dalescope train --resume --out " + out.toUtf8()),
                 err);
        const auto stopped = contentOf(out + QStringLiteral("/metrics.csv.part")).count('\n') - 2;
        QVERIFY(stopped > 0);
        const QString more = QString::number(stopped + 20);
        const Outcome resumed = run(QStringLiteral("train --resume --updates %1 --out %2").arg(more, out));
        QVERIFY2(resumed.code == 0, resumed.err);
        QCOMPARE(run(QStringLiteral("train --config run.json --epochs 1000000 --updates %1 --out straight%2")
                         .arg(more)
                         .arg(signal))
                     .code,
                 0);
        verifySameRun(QStringLiteral("signal%1").arg(signal), QStringLiteral("straight%1").arg(signal));
    }

    void computesGradients() {
        const QString golden = QStringLiteral(DALESCOPE_TEST_DATA "/golden/dann.npz");
        const Outcome done =
            run(QStringLiteral("gradients --snapshot %1 --batch %1 --layers dann,dann,dann --out "
                               "g.npz --precision single")
                    .arg(golden));
        QVERIFY2(done.code == 0, done.err);
        const Npz npz = readNpz(at(QStringLiteral("g.npz")).toStdString());
        for (const char* name : {"loss", "logits", "layers.2.z", "layers.0.WEE.grad",
                                 "layers.1.alpha.corrected", "layers.2.WEI.fisher"})
            QVERIFY2(npz.arrays.contains(name), name);
        QVERIFY(run(QStringLiteral("train --config run.json --out snap")).code == 0);
        Npz batch;
        batch.arrays["x"] = NpyArray::of(std::vector<double>(12, 0.5), {2, 6});
        batch.arrays["y"] = NpyArray::of(std::vector<std::int64_t>{0, 2}, {2});
        writeNpz(at(QStringLiteral("batch.npz")).toStdString(), batch);
        const Outcome own =
            run(QStringLiteral("gradients --snapshot snap/snapshot.npz --batch batch.npz --out o.npz"));
        QVERIFY2(own.code == 0, own.err);
    }

    void stopsItselfWhenItDiverges() {
        const Outcome diverged = run(QStringLiteral(
            "train --config run.json --set training.learning_rate=1e6 --set learning.correction=none "
            "--epochs 1000 --out diverged"));
        QCOMPARE(diverged.code, 0);
        QVERIFY2(diverged.err.contains("not finite at update"), diverged.err);
        QVERIFY(contentOf(at(QStringLiteral("diverged/summary.json"))).contains("\"diverged\": true"));
        QVERIFY(contentOf(at(QStringLiteral("diverged/metrics.csv"))).count('\n') > 2);
        const Outcome resumed = run(QStringLiteral("train --resume --epochs 2000 --out diverged"));
        QCOMPARE(resumed.code, 1);
        QVERIFY2(resumed.err.contains("diverged"), resumed.err);
    }

    void saysWhatIsWrong_data() {
        addFaultColumns();
        const auto row = addFault;
        row("train --confg run.json --out x", 2, "did you mean --config?");
        row("train --config run.json", 2, "--out: it is missing");
        row("train --config run.json --out", 2, "--out: its value is missing");
        row("train --out x", 2, "either --preset or --config");
        row("train --preset glyphs-dann --config run.json --out x", 2, "either --preset or --config");
        row("train --config run.json --seed 1 --seed 2 --out x", 2, "--seed: it is given twice");
        row("train --config run.json --set training.seed --out x", 2, "has no value");
        row("train --config run.json --resume=yes --out x", 2, "takes no value");
        row("train run.json", 2, "run.json: there is no such option");
        row("train --preset mnist-dan --out x", 1, "did you mean \"mnist-dann\"?");
        row("train --config nowhere.json --out x", 1, "nowhere.json: it cannot be opened");
        row("train --config set --out x", 1, "set: it is a folder");
        row("train --config bad.json --out x", 1, "bad.json: it is not valid JSON at line 3");
        row("train --config key.json --out x", 1, "did you mean \"training.seed\"?");
        row("train --config run.json --set training.sed=1 --out x", 1, "did you mean \"training.seed\"?");
        row("train --config run.json --epochs many --out x", 1,
            "training.epochs: \"many\" is not a whole number");
        row("train --config run.json --epochs -1 --out x", 1, "training.epochs: -1 is out of range");
        row("train --config run.json --dataset mnist --out x", 1, "mnist: it was not found in ");
        row("train --config run.json --dataset fasion --out x", 1, "did you mean \"fashion\"?");
        row("train --config run.json --dataset empty --out x", 1, "holds no data set");
        row("train --config run.json --dataset run.json --out x", 1, "run.json: it is not an IDX file");
        row("train --config run.json --out run.json", 1, "run.json: the folder cannot be made");
        row("train --config run.json --out run.json/below", 1, "the folder cannot be made");
        row("train --config run.json --out /proc/dalescope", 1, "/proc/dalescope: the folder cannot be made");
        row("train --config run.json --set network.layers.0.units=1000000 --set "
            "network.layers.0.inhibitory=1000000 "
            "--out x",
            1, "GiB");
        row("train --config run.json --set network.layers.1.units=4 --out x", 1,
            "network.layers.1: The output layer has 4 units");
        row("train --resume --out empty", 1, "empty: it holds no checkpoint.npz");
        row("train --resume --out damaged", 1, "damaged/checkpoint.npz: it is not a .npz archive");
        row("gradients --snapshot a.npz", 2, "--out: it is missing");
        row("gradients --snapshot nowhere.npz --batch nowhere.npz --out g.npz", 1,
            "nowhere.npz: it cannot be opened");
        row("gradients --snapshot GOLDEN --batch GOLDEN --layers mlp,mlp,mlp --out g.npz", 1,
            "no array \"layers.0.W\"");
        row("gradients --snapshot GOLDEN --batch GOLDEN --out g.npz", 1, "give --layers");
        row("gradients --snapshot GOLDEN --batch GOLDEN --layers dann,dan,dann --out g.npz", 1, "dan");
        row("gradients --snapshot GOLDEN --batch GOLDEN --layers dann,dann,dann --out nowhere/g.npz", 1,
            "nowhere/g.npz: it cannot be written");
        row("gradients --snapshot GOLDEN --batch wide.npz --layers dann,dann,dann --out g.npz", 1,
            "wide.npz");
        row("gradients --snapshot GOLDEN --batch GOLDEN --precision half --out g.npz", 2,
            "say double or single");
        row("presets --all", 2, "--all: there is no such option");
        row("datasets --datta x", 2, "did you mean --data?");
    }
    void saysWhatIsWrong() {
        QFETCH(QString, line);
        QFETCH(int, code);
        QFETCH(QByteArray, fault);
        write("bad.json", "{\n\"training\":\n{,}\n}");
        write("key.json", R"({"training": {"sed": 1}})");
        write("damaged/checkpoint.npz", "PK, but no more");
        fs::create_directories(at(QStringLiteral("empty")).toStdString());
        Npz wide;
        wide.arrays["x"] = NpyArray::of(std::vector<double>(99, 0.5), {1, 99});
        wide.arrays["y"] = NpyArray::of(std::vector<std::int64_t>{0}, {1});
        writeNpz(at(QStringLiteral("wide.npz")).toStdString(), wide);
        const Outcome outcome = run(
            line.replace(QLatin1String("GOLDEN"), QStringLiteral(DALESCOPE_TEST_DATA "/golden/dann.npz")));
        compareFault(outcome, code, fault);
        QVERIFY(!QFile::exists(at(QStringLiteral("x"))));
    }

    void opensByArgumentWhatTheWindowOpens_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("a lesson") << QStringList{QStringLiteral("--preset"), QStringLiteral("glyphs-dann"),
                                                 QStringLiteral("tour.md")};
        QTest::newRow("a broken configuration") << QStringList{QStringLiteral("broken.json")};
    }
    void opensByArgumentWhatTheWindowOpens() {
        QFETCH(const QStringList, arguments);
        write("tour.md", "# Tour\n## First\nSome words.\n");
        write("broken.json", "{\"training\": {");
        QProcess process;
        startProgram(process, temporary_.path(), arguments);
        QVERIFY(process.waitForStarted());
        const bool ended = process.waitForFinished(3000);
        const QByteArray err = process.readAllStandardError();
        process.kill();
        process.waitForFinished();
        QVERIFY2(!ended, err);
        QCOMPARE(run(QStringLiteral("nowhere.png")).code, 2);
    }

    void refusesAFolderThatMayNotBeWritten() {
        if (::geteuid() == 0)
            QSKIP("root may write everywhere");
        fs::create_directories(at(QStringLiteral("locked")).toStdString());
        fs::permissions(at(QStringLiteral("locked")).toStdString(),
                        fs::perms::owner_read | fs::perms::owner_exec);
        const Outcome outcome = run(QStringLiteral("train --config run.json --out locked"));
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("locked"), outcome.err);
    }

    void exportsARunToPyTorch() {
        const Outcome none = run(QStringLiteral("export-pytorch"));
        QCOMPARE(none.code, 2);
        QVERIFY2(none.err.contains("the run's folder is missing"), none.err);
        QVERIFY(run(QStringLiteral("train --config run.json --out exported")).code == 0);
        const Outcome exported = run(QStringLiteral("export-pytorch exported --out script.py"));
        QVERIFY2(exported.code == 0, exported.err);
        QVERIFY2(exported.out.startsWith("script.py goes on from 18 updates"), exported.out);
        const QByteArray script = contentOf(at(QStringLiteral("script.py")));
        QVERIFY(script.contains("SNAPSHOT = HERE / \"exported/snapshot.npz\""));
        QVERIFY(script.contains("Dann(6, 8, 2), nn.ReLU()"));
        const Outcome missing = run(QStringLiteral("export-pytorch nowhere"));
        QCOMPARE(missing.code, 1);
        QVERIFY2(missing.err.contains("nowhere: there is no such run folder"), missing.err);
    }

    void readsAndNamesIncompleteData() {
        fs::create_directories(at(QStringLiteral("cifar10")).toStdString());
        const std::string image = '\1' + counting(3072, 250);
        write("cifar10/data_batch_1.bin", QByteArray::fromStdString(image + image));
        write("cifar10/test_batch.bin", QByteArray::fromStdString(image));
        const Outcome outcome =
            run(QStringLiteral("train --config run.json --dataset cifar10 --data . --epochs 1 "
                               "--set network.layers.1.units=10 --out part"));
        QVERIFY2(outcome.code == 0, outcome.err);
        QVERIFY2(outcome.err.contains("Only 2 of CIFAR-10's 50,000 training images"), outcome.err);
        // From wherever the run is opened, its data are found.
        const QByteArray config = contentOf(at(QStringLiteral("part/config.json")));
        QVERIFY2(config.contains("\"folder\": \"/"), config);
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
