// Sweeps on a real Slurm, which the test starts and stops (see private_slurm), and what is said where there
// is none.
#include "app/experiments/sweep_session.h"
#include "app/sweeps/slurm_runner.h"
#include "core/experiments/run_state.h"
#include "core/io/npz.h"
#include "core/settings/config_json.h"
#include "tests/app/small_session.h"

#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace dalescope;
namespace fs = std::filesystem;

namespace {

/// Empty, or why there can be no Slurm here.
QString obstacle() {
    if (::geteuid() != 0)
        return QStringLiteral("slurmd starts jobs as their owner, so a Slurm of one's own needs root");
    const QStringList paths = qEnvironmentVariable("PATH").split(u':') << QStringLiteral("/usr/sbin");
    for (const char* program : {"sbatch", "squeue", "scancel", "slurmctld", "slurmd", "munged"})
        if (QStandardPaths::findExecutable(QLatin1String(program), paths).isEmpty())
            return QStringLiteral("%1 is not installed (Debian: apt install slurm-wlm munge)")
                .arg(QLatin1String(program));
    return {};
}

class PrivateSlurm {
public:
    QString start() {
        const QString fault = call("start");
        started_ = fault.isEmpty();
        qputenv("SLURM_CONF", folder_.filePath(QStringLiteral("slurm.conf")).toLocal8Bit());
        return fault;
    }
    ~PrivateSlurm() {
        if (started_)
            call("stop");
    }
    /// Empty, or what went wrong.
    QString call(const char* command) {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedOutputChannel);
        process.start(QStringLiteral(DALESCOPE_SOURCE_DIR "/tests/app/private_slurm"),
                      {QLatin1String(command), folder_.path()});
        if (process.waitForFinished(60000) && process.exitCode() == 0)
            return {};
        return QLatin1String(command) + QLatin1String(": ") +
               QString::fromLocal8Bit(process.readAllStandardError());
    }

private:
    QTemporaryDir folder_;
    bool started_ = false;
};

/// A sweep of one configuration over `seeds` seeds.
SweepPlan smallPlan(const IdxFolder& data, std::int64_t seeds, std::int64_t updates) {
    Config config = smallSession(data);
    config.training.updates = updates;
    config.fisher.probe = false;
    config.training.learningRate = 1e-4; // no run may diverge before its updates are made
    SweepPlan plan;
    plan.rows = {{"small", config}};
    plan.seeds.clear();
    for (std::int64_t seed = 1; seed <= seeds; ++seed)
        plan.seeds.push_back(seed);
    return plan;
}

RunnerSettings settings(const char* program = DALESCOPE_PROGRAM) {
    RunnerSettings settings;
    settings.program = QString::fromLocal8Bit(program);
    return settings;
}

SlurmOptions impatient() {
    SlurmOptions options;
    options.pollSeconds = 1;
    return options;
}

} // namespace

class TestSlurm : public QObject {
    Q_OBJECT
    std::unique_ptr<PrivateSlurm> slurm_;
    IdxFolder data_;
    QTemporaryDir folder_;
    fs::path at(const char* name) const { return fs::path(folder_.path().toStdString()) / name; }
    void requireSlurm() {
        if (const QString why = obstacle(); !why.isEmpty())
            QSKIP(qPrintable(why));
        if (slurm_)
            return;
        slurm_ = std::make_unique<PrivateSlurm>();
        const QString fault = slurm_->start();
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }
    static int inState(const SweepFolder& sweep, RunState state) {
        int count = 0;
        for (const auto& run : sweep.runs())
            count += runStatus(sweep.pathOf(run)).state == state;
        return count;
    }

private Q_SLOTS:
    void cleanupTestCase() { slurm_.reset(); }

    void completesASweepWhoeverWatches() {
        requireSlurm();
        if (!slurm_)
            return;
        const SweepFolder sweep = SweepFolder::create(at("a sweep's"), smallPlan(data_, 4, 100));
        SlurmOptions options = impatient();
        options.partition = QStringLiteral("main");
        options.time = QStringLiteral("5");
        options.arrayWidth = 2;
        {
            SlurmRunner first(sweep, settings(), options);
            QSignalSpy submitted(&first, &SlurmRunner::submitted);
            first.start();
            QTRY_COMPARE_WITH_TIMEOUT(submitted.size(), 1, 20000);
            QCOMPARE(submitted[0][0].toInt(), 4);
            first.stop();
        }
        SlurmRunner second(sweep, settings(), options);
        QSignalSpy submitted(&second, &SlurmRunner::submitted), started(&second, &SlurmRunner::started),
            ended(&second, &SlurmRunner::ended), finished(&second, &SlurmRunner::finished);
        second.start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60000);
        QCOMPARE(submitted.size(), 0);
        QCOMPARE(inState(sweep, RunState::Done), 4);
        QVERIFY(ended.size() > 0 && ended.size() <= 4 && started.size() <= 4); // some before it watched
    }

    void isSubmittedFromTheWindowsSession() {
        const SweepFolder sweep = SweepFolder::create(at("window"), smallPlan(data_, 2, 100));
        SweepSession session(settings());
        QSignalSpy opened(&session, &SweepSession::opened), failed(&session, &SweepSession::failed),
            noted(&session, &SweepSession::noted);
        session.submit(impatient()); // nothing is open
        QVERIFY(!session.isOnSlurm());
        session.open(QString::fromStdString(sweep.folder().string()));
        QTRY_COMPARE(opened.size(), 1);
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nonexistent");
        session.submit(impatient());
        qputenv("PATH", path);
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().startsWith(QStringLiteral("sbatch: it is not on the path")));
        QVERIFY(!session.isOnSlurm());
        requireSlurm();
        if (!slurm_)
            return;
        session.submit(impatient());
        QVERIFY(session.isOnSlurm());
        session.start(); // not here as well
        QVERIFY(!session.isStarted());
        QTRY_VERIFY_WITH_TIMEOUT(!session.isOnSlurm(), 60000);
        QCOMPARE(inState(sweep, RunState::Done), 2);
        QCOMPARE(noted[0][0].toString(), QStringLiteral("2 runs were given to Slurm."));
        QCOMPARE(failed.size(), 1);
    }

    void completesWhatScancelAndALostNodeEnded() {
        requireSlurm();
        if (!slurm_)
            return;
        // Long enough to be there still when the node is lost, on a fast machine too.
        const SweepPlan plan = smallPlan(data_, 3, 100000);
        const SweepFolder sweep = SweepFolder::create(at("lost"), plan);
        SlurmRunner runner(sweep, settings(), impatient());
        QSignalSpy submitted(&runner, &SlurmRunner::submitted), finished(&runner, &SlurmRunner::finished);
        runner.start();
        const auto begun = [&] {
            int count = 0;
            for (const auto& run : sweep.runs())
                count += runStatus(sweep.pathOf(run)).state == RunState::Running &&
                         fs::exists(sweep.pathOf(run) / "checkpoint.npz");
            return count;
        };
        QTRY_VERIFY_WITH_TIMEOUT(begun() > 0, 30000);
        QProcess::execute(QStringLiteral("scancel"),
                          {QStringLiteral("--user=root"), QStringLiteral("--state=RUNNING")});
        QTRY_VERIFY_WITH_TIMEOUT(submitted.size() > 1, 30000);
        QTRY_VERIFY_WITH_TIMEOUT(begun() > 0, 30000);
        const auto findAgain = qScopeGuard([this] { slurm_->call("find-node"); }); // whatever fails here
        QString fault = slurm_->call("lose-node");
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
        QTRY_COMPARE_WITH_TIMEOUT(begun(), 0, 10000);
        QVERIFY(inState(sweep, RunState::Interrupted) > 0);
        fault = slurm_->call("find-node");
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 150000);
        QCOMPARE(inState(sweep, RunState::Done), 3);
    }

    void isWatchedFromTheCommandLineUntilASignal() {
        requireSlurm();
        if (!slurm_)
            return;
        const SweepFolder sweep = SweepFolder::create(at("watched"), smallPlan(data_, 2, 1500));
        const QStringList arguments = {QStringLiteral("sweep"), QStringLiteral("--slurm"),
                                       QStringLiteral("--out"),
                                       QString::fromStdString(sweep.folder().string())};
        QProcess first;
        first.start(QStringLiteral(DALESCOPE_PROGRAM), arguments);
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += first.readAllStandardError()).contains("2 runs given to Slurm"),
                                 30000);
        ::kill(static_cast<pid_t>(first.processId()), SIGINT);
        QVERIFY(first.waitForFinished(20000));
        said = first.readAllStandardError();
        QCOMPARE(first.exitCode(), 1);
        QVERIFY2(said.contains("nobody watches any longer, and the jobs go on;"), said);
        QProcess second;
        second.start(QStringLiteral(DALESCOPE_PROGRAM), arguments);
        QVERIFY(second.waitForFinished(60000));
        said = second.readAllStandardError();
        QVERIFY2(second.exitCode() == 0, said);
        QVERIFY2(!said.contains("given to Slurm"), said);
        QCOMPARE(inState(sweep, RunState::Done), 2);
    }

    void leavesARunThatNeverGetsFurtherAsFailed() {
        requireSlurm();
        if (!slurm_)
            return;
        const SweepFolder sweep = SweepFolder::create(at("hopeless"), smallPlan(data_, 1, 10));
        SlurmRunner runner(sweep, settings("/bin/false"), impatient());
        QSignalSpy submitted(&runner, &SlurmRunner::submitted), ended(&runner, &SlurmRunner::ended),
            finished(&runner, &SlurmRunner::finished);
        runner.start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60000);
        QCOMPARE(ended.size(), 1);
        QCOMPARE(submitted.size(), int(SlurmRunner::mostAttempts));
        const auto status = runStatus(sweep.pathOf(sweep.runs()[0]));
        QCOMPARE(status.state, RunState::Failed);
        QVERIFY2(status.sentence.find("Slurm ended it 3 times") != std::string::npos,
                 status.sentence.c_str());
    }

    void quotesWhySlurmRejectsAJob() {
        requireSlurm();
        if (!slurm_)
            return;
        const SweepFolder sweep = SweepFolder::create(at("rejected"), smallPlan(data_, 1, 10));
        SlurmOptions options = impatient();
        options.partition = QStringLiteral("nosuch");
        SlurmRunner runner(sweep, settings(), options);
        QSignalSpy failed(&runner, &SlurmRunner::failed);
        runner.start();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20000);
        const QString sentence = failed[0][0].toString();
        QVERIFY2(sentence.contains(QLatin1String("invalid partition specified: nosuch")),
                 qPrintable(sentence));
        QVERIFY2(sentence.endsWith(QLatin1String("give --partition one that sinfo lists.")),
                 qPrintable(sentence));
    }

    void givesUpOnAQueueThatNeverAnswers() {
        QTemporaryDir programs;
        for (const char* name : {"sbatch", "squeue"}) {
            const QString file = programs.filePath(QLatin1String(name));
            IdxFolder::save(file,
                            "#!/bin/sh\necho 'slurm_load_jobs error: Unable to contact slurm controller' "
                            ">&2\nexit 1\n");
            QFile::setPermissions(file, QFile::ReadOwner | QFile::ExeOwner);
        }
        const QByteArray path = qgetenv("PATH");
        const auto restore = qScopeGuard([&path] { qputenv("PATH", path); });
        qputenv("PATH", programs.path().toLocal8Bit() + ':' + path);
        const SweepFolder sweep = SweepFolder::create(at("silent"), smallPlan(data_, 1, 10));
        SlurmOptions options = impatient();
        options.patienceSeconds = 2;
        SlurmRunner runner(sweep, settings(), options);
        QSignalSpy failed(&runner, &SlurmRunner::failed), hindered(&runner, &SlurmRunner::hindered);
        runner.start();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20000);
        QVERIFY(hindered.size() > 0);
        const QString sentence = failed[0][0].toString();
        QVERIFY2(sentence.startsWith(QLatin1String("squeue: Slurm has not answered for ")) &&
                     sentence.contains(QLatin1String("Unable to contact slurm controller")),
                 qPrintable(sentence));
    }

    void saysWhereThereIsNoSlurm() {
        const QByteArray path = qgetenv("PATH");
        const SweepFolder sweep = SweepFolder::create(at("nowhere"), smallPlan(data_, 1, 10));
        SlurmRunner runner(sweep, settings(), impatient());
        QSignalSpy failed(&runner, &SlurmRunner::failed);
        qputenv("PATH", "/nonexistent");
        runner.start();
        qputenv("PATH", path);
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().startsWith(QLatin1String("sbatch: it is not on the path;")));
        QVERIFY(!fs::exists(at("nowhere/slurm")));
    }

    void keepsItsOptionsApart_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("fault");
        QTest::newRow("no cluster") << "--time 5"
                                    << "--time: it is for --slurm alone; say --slurm";
        QTest::newRow("jobs") << "--slurm --jobs 2"
                              << "--jobs: it is for this machine alone; with --slurm, say";
        QTest::newRow("no number") << "--slurm --array-width many"
                                   << "--array-width: \"many\" is not a whole";
    }
    void keepsItsOptionsApart() {
        QFETCH(QString, line);
        QFETCH(QString, fault);
        QProcess process;
        process.start(QStringLiteral(DALESCOPE_PROGRAM),
                      QStringList{QStringLiteral("sweep"), QStringLiteral("--out"),
                                  folder_.filePath(QStringLiteral("x"))}
                          << line.split(u' '));
        QVERIFY(process.waitForFinished(20000));
        const QByteArray said = process.readAllStandardError();
        QCOMPARE(process.exitCode(), 2);
        QVERIFY2(said.contains(fault.toUtf8()), said);
    }

    void tellsWhatIsQueuedFromSqueuesWords() {
        const SlurmJob job(at("queue"), settings(), {});
        const QStringList arguments = job.prepare({"/a run", "/b"}), more = job.prepare({"/c"});
        QVERIFY(arguments.contains(QStringLiteral("--array=0-1")));
        QVERIFY(arguments.contains(QStringLiteral("--comment=runs-1.txt")));
        QVERIFY(more.contains(QStringLiteral("--comment=runs-2.txt")));
        const auto queued =
            job.queued(QStringLiteral("1|RUNNING|runs-1.txt\n0|PENDING|runs-2.txt\n"
                                      "7|RUNNING|runs-1.txt\n0|RUNNING|gone.txt\nN/A|PENDING|x\n\n"));
        const std::map<fs::path, QString> expected = {{"/b", QStringLiteral("RUNNING")},
                                                      {"/c", QStringLiteral("PENDING")}};
        QCOMPARE(queued, expected);
    }

    void explainsARejection_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("wayOut");
        QTest::newRow("partition")
            << "sbatch: error: Batch job submission failed: Invalid partition name specified\n"
            << "one that sinfo lists.";
        QTest::newRow("memory") << "sbatch: error: Memory specification can not be satisfied"
                                << "--memory and --threads.";
        QTest::newRow("time") << "sbatch: error: Invalid --time specification"
                              << "within the partition's limit.";
        QTest::newRow("controller") << "sbatch: error: Batch job submission failed: Unable to contact slurm "
                                       "controller (connect failure)"
                                    << "whether the cluster is up.";
        QTest::newRow("anything") << "sbatch: error: Access denied"
                                  << "those who run the cluster.";
        QTest::newRow("nothing") << ""
                                 << "those who run the cluster.";
    }
    void explainsARejection() {
        QFETCH(QString, words);
        QFETCH(QString, wayOut);
        const QString sentence = rejection(words);
        QVERIFY2(sentence.endsWith(wayOut), qPrintable(sentence));
        QVERIFY2(!sentence.contains(u'\n') && !sentence.contains(QLatin1String("error:")),
                 qPrintable(sentence));
    }
};

QTEST_GUILESS_MAIN(TestSlurm)
#include "tst_slurm.moc"
