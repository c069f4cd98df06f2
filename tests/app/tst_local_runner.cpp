#include "app/sweeps/local_runner.h"
#include "core/experiments/sweep_json.h"
#include "tests/core/data/data_files.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace dalescope;

class TestLocalRunner : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    int made_ = 0;

    /// Three seeds of a small run of so many epochs.
    SweepFolder sweep(int epochs) {
        const std::filesystem::path folder = temporary_.path().toStdString();
        const QString text = QStringLiteral(
            "{\"format\": \"dalescope-sweep\", \"seeds\": 3, \"config\": {\"data\": {\"name\": \"%1/set\"}, "
            "\"network\": {\"layers\": [{\"kind\": \"dann\", \"units\": 6, \"inhibitory\": 2}, "
            "{\"kind\": \"mlp\", \"units\": 3}]}, \"training\": {\"batch_size\": 5, \"epochs\": %2}}}");
        const auto plan = sweepFromJson(text.arg(temporary_.path()).arg(epochs).toStdString(), "s.json");
        return SweepFolder::create(folder / ("sweep" + std::to_string(++made_)), plan);
    }
    static RunnerSettings settings(int jobs) { return {QStringLiteral(DALESCOPE_PROGRAM), {}, jobs, 1}; }
    static QList<int> runsOf(const QSignalSpy& spy) {
        QList<int> runs;
        for (const auto& call : spy)
            runs.append(call[0].toInt());
        return runs;
    }
    static RunState stateOf(const LocalRunner& runner, std::size_t run) {
        return runStatus(runner.sweep().pathOf(runner.sweep().runs()[run])).state;
    }

private Q_SLOTS:
    void initTestCase() {
        qRegisterMetaType<FolderStatus>("dalescope::FolderStatus");
        writeIdxSet(std::filesystem::path(temporary_.path().toStdString()) / "set");
    }

    void beginsInTheOrderOfItsQueue() {
        LocalRunner runner(sweep(2), settings(1));
        QCOMPARE(runner.queue(), (QList<int>{0, 1, 2}));
        runner.setQueue({2, 0, 2, 7, -1, 1});
        QCOMPARE(runner.queue(), (QList<int>{2, 0, 1}));
        QSignalSpy started(&runner, &LocalRunner::started), ended(&runner, &LocalRunner::ended);
        QSignalSpy finished(&runner, &LocalRunner::finished), progressed(&runner, &LocalRunner::progressed);
        runner.start();
        QVERIFY(finished.wait(20000));
        QCOMPARE(runsOf(started), (QList<int>{2, 0, 1}));
        QCOMPARE(runsOf(ended), (QList<int>{2, 0, 1}));
        QVERIFY(!progressed.isEmpty());
        for (const std::size_t run : {0, 1, 2})
            QCOMPARE(stateOf(runner, run), RunState::Done);
        LocalRunner again(runner.sweep(), settings(1));
        QVERIFY(again.queue().isEmpty());
        QSignalSpy nothing(&again, &LocalRunner::finished);
        again.start();
        QVERIFY(nothing.wait(5000));
    }

    void cancelsOneRunAndKeepsTheOthers() {
        LocalRunner runner(sweep(1000000), settings(2));
        QSignalSpy started(&runner, &LocalRunner::started), ended(&runner, &LocalRunner::ended);
        QSignalSpy finished(&runner, &LocalRunner::finished);
        runner.start();
        QTRY_COMPARE_WITH_TIMEOUT(started.size(), 2, 20000);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(runner, 1), RunState::Running, 20000);
        runner.setPaused(true);
        runner.cancel(1);
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 20000);
        QVERIFY(ended[0][1].value<FolderStatus>().state == RunState::Interrupted ||
                ended[0][1].value<FolderStatus>().state == RunState::Waiting);
        QCOMPARE(runner.running(), (QList<int>{0}));
        QCOMPARE(runner.queue(), (QList<int>{2})); // paused: it does not begin
        runner.setPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(runner.running(), (QList<int>{0, 2}), 20000);
        runner.stop();
        QVERIFY(finished.wait(20000));
        QVERIFY(runner.running().isEmpty() && runner.queue().isEmpty());
        for (const std::size_t run : {0, 1, 2})
            QVERIFY(stateOf(runner, run) != RunState::Failed);
    }

    void leavesCheckpointsWhenItIsDestroyed() {
        const auto folder = sweep(1000000);
        {
            LocalRunner runner(folder, settings(1));
            runner.start();
            QTRY_VERIFY_WITH_TIMEOUT(
                std::filesystem::exists(folder.pathOf(folder.runs()[0]) / "checkpoint.npz"), 20000);
        }
        QCOMPARE(runStatus(folder.pathOf(folder.runs()[0])).state, RunState::Interrupted);
    }

    void saysThatAProgramCannotBeStarted() {
        RunnerSettings wrong = settings(1);
        wrong.program = QStringLiteral("/no/such/dalescope");
        LocalRunner runner(sweep(1), wrong);
        QSignalSpy ended(&runner, &LocalRunner::ended), finished(&runner, &LocalRunner::finished);
        runner.start();
        QVERIFY(finished.wait(20000));
        QCOMPARE(ended.size(), 3);
        const std::string sentence = ended[0][1].value<FolderStatus>().sentence;
        QVERIFY2(sentence.starts_with("/no/such/dalescope: it cannot be started"), sentence.c_str());
    }

    void dividesTheProcessors() {
        const int processors = std::max(1, QThread::idealThreadCount());
        LocalRunner one(sweep(1), {QStringLiteral("x"), {}, 1, 0});
        QCOMPARE(one.settings().threads, processors);
        LocalRunner all(sweep(1), {QStringLiteral("x"), {}, 0, 0});
        QCOMPARE(all.settings().jobs, std::min(processors, 3));
    }
};

QTEST_GUILESS_MAIN(TestLocalRunner)
#include "tst_local_runner.moc"
