// The trainer's thread: commands return at once, and nothing they do changes the numbers.
#include "core/training/ledger_csv.h"
#include "core/training/metrics_csv.h"
#include "core/training/runner.h"
#include "tests/core/training/small_data.h"

#include <QTest>

#include <atomic>

using namespace dalescope;

namespace {

using State = RunStatus::State;

bool waitFor(Runner& runner, State state) {
    return QTest::qWaitFor([&] { return runner.status().state == state; }, 20000);
}

Config endless() {
    Config config = smallConfig();
    config.training.epochs = 1000000;
    return config;
}

} // namespace

class TestRunner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesCommandsWhileTheTrainerIsBusy() {
        Runner runner(endless(), smallData());
        std::atomic<bool> held{true}, entered{false};
        runner.inspect([&](const Trainer&) {
            entered = true;
            while (held)
                std::this_thread::yield();
        });
        QVERIFY(QTest::qWaitFor([&] { return entered.load(); }, 20000));
        // The trainer stands still until `held` falls: were any of these to wait for it, it would wait for
        // ever.
        runner.run();
        runner.pause();
        runner.edit("training.learning_rate", 0.01);
        runner.runUpdates(3);
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(runner.status().update, std::int64_t(0));
        held = false;
        QVERIFY(QTest::qWaitFor([&] { return runner.status().update == 3; }, 20000));
        QCOMPARE(runner.journal()->marks(), std::size_t(1));
    }

    void makesExactlySoManyUpdates() {
        Runner runner(endless(), smallData());
        QVERIFY(waitFor(runner, State::Paused));
        QCOMPARE(runner.journal()->rows(), std::size_t(1)); // the untrained network
        runner.runUpdates(5);
        QVERIFY(QTest::qWaitFor([&] { return runner.status().update == 5; }, 20000));
        QVERIFY(waitFor(runner, State::Paused));
        runner.runEpoch();
        QVERIFY(QTest::qWaitFor([&] { return runner.status().update == 16; }, 20000));
        QVERIFY(waitFor(runner, State::Paused));
        QCOMPARE(runner.status().epoch, 1.0);
        QCOMPARE(runner.journal()->rows(), std::size_t(17));
    }

    void pausesAndLeavesTheJournalWhole() {
        Runner runner(endless(), smallData());
        runner.run();
        QVERIFY(QTest::qWaitFor([&] { return runner.status().update > 20; }, 20000));
        runner.pause();
        QVERIFY(waitFor(runner, State::Paused));
        const auto journal = runner.journal();
        QCOMPARE(static_cast<std::int64_t>(journal->rows()), runner.status().update + 1);
        for (std::size_t row = 0; row < journal->rows(); ++row)
            QCOMPARE(journal->tick(row).update, static_cast<std::int64_t>(row));
    }

    void leavesTestsOutOfTheSpeedAndNotOfTheTimeLeft() {
        auto data = std::make_shared<Dataset>(*smallData());
        const Examples once = data->test;
        for (int i = 0; i < 400; ++i) { // a test takes as long as many updates
            data->test.labels.insert(data->test.labels.end(), once.labels.begin(), once.labels.end());
            data->test.bytes.insert(data->test.bytes.end(), once.bytes.begin(), once.bytes.end());
        }
        Runner runner(endless(), data);
        runner.run();
        const auto journal = runner.journal();
        const auto holds = [&] { // at some time: the machine may be busy with something else
            const RunStatus status = runner.status();
            const double seconds = journal->rows() > 1 ? journal->tick(journal->rows() - 1).seconds : 0;
            if (!(status.updatesPerSecond > 0) || !(seconds > 0))
                return false;
            const double withTests = static_cast<double>(status.update) / seconds;
            const double left = 1000000 * 16 / withTests;
            return status.updatesPerSecond > 2 * withTests && status.secondsLeft > left / 2 &&
                   status.secondsLeft < left * 2;
        };
        QVERIFY(QTest::qWaitFor(holds, 20000));
    }

    void endsWhenItDivergesAndStaysEnded() {
        Config config = smallConfig("mlp");
        config.training.learningRate = 1e6;
        config.learning.correction = "none";
        config.training.epochs = 1000;
        Runner runner(config, smallData());
        runner.run();
        QVERIFY(waitFor(runner, State::Ended));
        const RunStatus status = runner.status();
        QVERIFY(status.diverged);
        QVERIFY2(status.message.find("update " + std::to_string(status.update)) != std::string::npos,
                 status.message.c_str());
        QCOMPARE(static_cast<std::int64_t>(runner.journal()->rows()), status.update + 1); // the plots stay
        runner.runUpdates(10);
        std::atomic<bool> passed{false};
        runner.inspect([&](const Trainer&) { passed = true; });
        QVERIFY(QTest::qWaitFor([&] { return passed.load(); }, 20000));
        QCOMPARE(runner.status().update, status.update);
    }

    void goesOnWhenItsLimitIsMovedOn() {
        Runner runner(smallConfig(), smallData());
        runner.run();
        QVERIFY(waitFor(runner, State::Ended));
        runner.edit("training.epochs", std::int64_t(4));
        runner.run();
        QVERIFY(QTest::qWaitFor(
            [&] { return runner.status().update == 64 && runner.status().state == State::Ended; }, 20000));
    }

    void doesNotPassItsLimitHoweverOftenItIsTold() {
        Config config = smallConfig();
        config.training.updates = 12;
        Runner runner(config, smallData());
        for (int i = 0; i < 5; ++i)
            runner.run();
        QVERIFY(waitFor(runner, State::Ended));
        runner.run();
        runner.runUpdates(3);
        runner.inspect([](const Trainer& trainer) { QCOMPARE(trainer.update(), std::int64_t(12)); });
        runner.edit("training.updates", std::int64_t(14)); // takes the end back
        runner.run();
        QVERIFY(QTest::qWaitFor([&] { return runner.status().update == 14; }, 20000));
        QVERIFY(waitFor(runner, State::Ended));
        QCOMPARE(runner.status().update, std::int64_t(14));
    }

    void saysWhyANetworkCannotBeMade() {
        Config config = smallConfig();
        config.layers.back().units = 99;
        Runner runner(config, smallData());
        QVERIFY(waitFor(runner, State::Failed));
        QVERIFY(runner.status().message.find("99 units") != std::string::npos);
        runner.run(); // is ignored
        runner.pause();
    }

    void leavesInMidRun() {
        for (int i = 0; i < 20; ++i) {
            Runner runner(endless(), smallData());
            if (i % 2)
                runner.run();
        }
    }

    void writesTheUpdatesOfWhichALedgerWasKept() {
        LedgerCsv csv({"columnei", "layernorm"});
        QCOMPARE(csv.header(),
                 std::string("update,epoch,gradient_norm.0.W,update_norm.0.W,clamped_share.0.W,"
                             "update_cosine.0.W,silent_share.0.W,gradient_norm.0.b,update_norm.0.b,"
                             "gradient_norm.1.W,update_norm.1.W,gradient_norm.1.g,update_norm.1.g,"
                             "gradient_norm.1.b,update_norm.1.b\n"));
        const SeriesIndex index(2);
        Journal journal(index.names());
        for (int update = 0; update < 3; ++update) {
            journal.beginRow({update, update / 2.0, 0});
            journal.put(SeriesIndex::TrainLoss, 1);
            if (update == 1)
                journal.put(index.ledger(1, SeriesIndex::kindOf("b"), SeriesIndex::UpdateNorm), 0.25);
            journal.commitRow();
        }
        QCOMPARE(csv.newLines(journal), std::string("1,0.5,,,,,,,,,,,,,0.25\n"));
        QCOMPARE(csv.newLines(journal), std::string());
        QVERIFY(!LedgerCsv({}).isKept());
    }

    void writesEveryRowOnce() {
        Journal journal(SeriesIndex(1).names());
        MetricsCsv csv(1, {.alignment = true});
        QCOMPARE(csv.header(),
                 std::string("update,epoch,seconds,train_loss,train_error,test_loss,test_error,ei_ratio.0,"
                             "divisive_match.0,z_mean.0,z_std.0,cosine_corrected,cosine_uncorrected,"
                             "cosine_corrected.0,cosine_uncorrected.0,active_fraction.0,ei_correlation.0,"
                             "gamma_min.0\n"));
        QCOMPARE(csv.newLines(journal), std::string());
        journal.beginRow({0, 0, 0});
        journal.put(SeriesIndex::TestError, 90.5);
        journal.commitRow();
        QCOMPARE(csv.newLines(journal), std::string("0,0,,,,,90.5,,,,,,,,,,,\n"));
        QCOMPARE(csv.newTimes(), std::string("0,0,0\n"));
        journal.beginRow({1, 0.5, 0.25});
        journal.put(SeriesIndex::TrainLoss, 0.1);
        journal.put(SeriesIndex(1).cosine(SeriesIndex::Uncorrected), -0.5);
        journal.commitRow();
        journal.beginRow({2, 1, 0.5});
        journal.commitRow();
        QCOMPARE(csv.newLines(journal), std::string("1,0.5,,0.1,,,,,,,,,-0.5,,,,,\n2,1,,,,,,,,,,,,,,,,\n"));
        QCOMPARE(csv.newTimes(), std::string("1,0.5,0.25\n2,1,0.5\n"));
        QCOMPARE(csv.newLines(journal), std::string());
    }
};

QTEST_GUILESS_MAIN(TestRunner)
#include "tst_runner.moc"
