// A run taken up from a kept moment, with what was recorded until then: the bits of one that never stopped.
#include "core/training/metrics_csv.h"
#include "core/training/runner.h"
#include "core/training/weight_history.h"
#include "tests/core/training/small_data.h"

#include <QTest>

using namespace dalescope;

namespace {

constexpr int patience = 20000;

constexpr std::int64_t every = 5; // updates between kept moments

Config keeping(Config config) {
    config.training.epochs = 1000;
    return config;
}

bool waitForUpdate(const Runner& runner, std::int64_t update) {
    return QTest::qWaitFor(
        [&] {
            const RunStatus now = runner.status();
            return now.update == update && now.state != RunStatus::State::Running &&
                   now.state != RunStatus::State::Preparing;
        },
        patience);
}

/// All that is recorded but the time spent, and the weights' histograms.
std::string recorded(const Runner& runner, std::size_t layers) {
    const auto journal = runner.journal();
    MetricsCsv csv(layers, {.alignment = true});
    std::string text = csv.newLines(*journal);
    for (std::size_t i = 0; i < journal->marks(); ++i)
        text += std::to_string(journal->mark(i).update) + " " + journal->mark(i).text + "\n";
    for (std::size_t l = 0; l < layers; ++l)
        for (const auto& histogram : journal->weights().of(l, 0)) {
            text += std::to_string(histogram.update);
            for (const float share : histogram.shares)
                text += " " + std::to_string(share);
            text += "\n";
        }
    return text;
}

std::vector<Vector<float>> weightsOf(Runner& runner) {
    std::vector<Vector<float>> weights;
    std::atomic<bool> done{false};
    runner.inspect([&](const Trainer& trainer) {
        for (std::size_t l = 0; l < trainer.network().size(); ++l)
            weights.push_back(trainer.network()[l].parameters());
        done = true;
    });
    while (!done)
        std::this_thread::yield();
    return weights;
}

std::shared_ptr<const Moment> momentAt(const Runner& runner, std::int64_t update) {
    for (const auto& moment : runner.shelf()->kept())
        if (moment->state.update == update)
            return moment;
    return nullptr;
}

Origin originAt(const Runner& runner, std::int64_t update) {
    return {momentAt(runner, update), runner.journal(), runner.shelf()->kept()};
}

std::vector<std::int64_t> updatesKept(const Runner& runner) {
    std::vector<std::int64_t> updates;
    for (const auto& moment : runner.shelf()->kept())
        updates.push_back(moment->state.update);
    return updates;
}

} // namespace

class TestForking : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutAChangeGivesTheParentsBits_data() {
        QTest::addColumn<Config>("config");
        QTest::newRow("dann") << keeping(smallConfig());
        QTest::newRow("mlp") << keeping(smallConfig("mlp"));
        QTest::newRow("columnei") << keeping(smallConfig("columnei"));
        QTest::newRow("layernorm") << keeping(smallConfig("layernorm"));
        QTest::newRow("batchnorm") << keeping(smallConfig("batchnorm"));
        Config fisher = keeping(smallConfig());
        fisher.learning.correction = "fisher";
        QTest::newRow("Fisher updates") << fisher;
        Config edited = keeping(smallConfig());
        edited.edits = {{4, "training.learning_rate", 0.02},
                        {15, "network.layers.0.subtractive", 0.5},
                        {31, "training.batch_size", std::int64_t(12)},
                        {38, "learning.correction", std::string("fisher")}};
        QTest::newRow("edits made and to come") << edited;
        Config thinned = keeping(smallConfig());
        thinned.balance.every = 1; // more weights' histograms are offered than are kept
        QTest::newRow("weight history that is thinned") << thinned;
    }
    void withoutAChangeGivesTheParentsBits() {
        QFETCH(Config, config);
        const std::int64_t end = config.balance.every == 1 ? 600 : 60;
        Runner parent(config, smallData());
        parent.setKeepEvery(every);
        parent.runUpdates(static_cast<std::int64_t>(end));
        QVERIFY(waitForUpdate(parent, end));
        const std::string whole = recorded(parent, 3);
        const auto weights = weightsOf(parent);
        for (const std::int64_t at : {std::int64_t(0), std::int64_t(15), std::int64_t(30), end}) {
            Runner fork(originAt(parent, at), smallData());
            fork.setKeepEvery(every);
            QCOMPARE(fork.status().update, at);
            QVERIFY(waitForUpdate(fork, at));
            fork.runUpdates(end - at);
            QVERIFY(waitForUpdate(fork, end));
            QVERIFY(recorded(fork, 3) == whole);
            QVERIFY(weightsOf(fork) == weights);
            QVERIFY(updatesKept(fork) == updatesKept(parent));
            QCOMPARE(fork.config(), config);
        }
    }

    void ofAForkGoesOnWithTheSameBitsToo() {
        Runner parent(keeping(smallConfig()), smallData());
        parent.setKeepEvery(every);
        parent.runUpdates(40);
        QVERIFY(waitForUpdate(parent, 40));
        Runner child(originAt(parent, 10), smallData());
        child.setKeepEvery(every);
        child.runUpdates(15);
        QVERIFY(waitForUpdate(child, 25));
        for (const std::int64_t at : {5, 25}) { // before and after the child's own beginning
            Runner grandchild(originAt(child, at), smallData());
            grandchild.setKeepEvery(every);
            grandchild.runUpdates(40 - at);
            QVERIFY(waitForUpdate(grandchild, 40));
            QVERIFY(recorded(grandchild, 3) == recorded(parent, 3));
            QVERIFY(weightsOf(grandchild) == weightsOf(parent));
        }
    }

    void withAChangeDiffersOnlyAfterwards() {
        Runner parent(keeping(smallConfig()), smallData());
        parent.setKeepEvery(every);
        parent.runUpdates(30);
        QVERIFY(waitForUpdate(parent, 30));
        Origin origin = originAt(parent, 20);
        origin.mark = "Forked from Run 1";
        Runner fork(origin, smallData());
        fork.edit("training.learning_rate", 0.01);
        fork.setKeepEvery(every);
        fork.runUpdates(10);
        QVERIFY(waitForUpdate(fork, 30));
        const Series &losses = fork.journal()->series(SeriesIndex::TrainLoss),
                     &before = parent.journal()->series(SeriesIndex::TrainLoss);
        QCOMPARE(losses.size(), before.size());
        // Update 21 still measures the loss of the same weights; its step is another one.
        for (std::size_t i = 0; i < 21; ++i)
            QCOMPARE(losses[i].value, before[i].value);
        QVERIFY(losses[21].value != before[21].value);
        QCOMPARE(fork.journal()->marks(), std::size_t(2));
        QCOMPARE(fork.journal()->mark(0).text, origin.mark);
        QCOMPARE(fork.journal()->mark(1).update, std::int64_t(20));
        QCOMPARE(fork.edits().size(), std::size_t(1));

        // What the fork says would replay it, does, from the untrained network on.
        Config replay = fork.config();
        replay.edits = fork.edits();
        Runner again(replay, smallData());
        again.setKeepEvery(every);
        again.runUpdates(30);
        QVERIFY(waitForUpdate(again, 30));
        QVERIFY(weightsOf(again) == weightsOf(fork));
    }

    void afterTheEndIsEndedUntilALimitIsRaised() {
        Config config = keeping(smallConfig());
        config.training.updates = 12;
        Runner parent(config, smallData());
        parent.setKeepEvery(every);
        parent.run();
        QVERIFY(waitForUpdate(parent, 12));
        QVERIFY(updatesKept(parent) == (std::vector<std::int64_t>{0, 5, 10, 12}));
        Runner fork(originAt(parent, 12), smallData());
        fork.setKeepEvery(every);
        QVERIFY(QTest::qWaitFor([&] { return fork.status().state == RunStatus::State::Ended; }, patience));
        QVERIFY(!fork.status().message.empty());
        fork.edit("training.updates", std::int64_t(20));
        fork.run();
        QVERIFY(waitForUpdate(fork, 20));
        Config longer = config;
        longer.training.updates = 20;
        Runner whole(longer, smallData());
        whole.setKeepEvery(every);
        whole.run();
        QVERIFY(waitForUpdate(whole, 20));
        QVERIFY(weightsOf(fork) == weightsOf(whole));
    }

    void keepsNothingWhereNothingIsAskedFor() {
        Runner runner(keeping(smallConfig()), smallData());
        runner.runUpdates(20);
        QVERIFY(waitForUpdate(runner, 20));
        QVERIFY(updatesKept(runner).empty());
        runner.setKeepEvery(6);
        runner.runUpdates(5);
        QVERIFY(waitForUpdate(runner, 25));
        QVERIFY(updatesKept(runner) == std::vector<std::int64_t>{24});
    }

    void failsInWordsWhereTheDataIsAnother() {
        Runner parent(keeping(smallConfig()), smallData());
        parent.setKeepEvery(every);
        parent.runUpdates(10);
        QVERIFY(waitForUpdate(parent, 10));
        Runner fork(originAt(parent, 10), smallData(300));
        fork.setKeepEvery(every);
        QVERIFY(QTest::qWaitFor([&] { return fork.status().state == RunStatus::State::Failed; }, patience));
        QVERIFY(fork.status().message.find("300") != std::string::npos);
    }

    void aMomentIsTheCheckpointAndComesBackFromOne() {
        for (const bool fisher : {false, true}) {
            Config config = smallConfig();
            config.learning.correction = fisher ? "fisher" : "heuristic";
            config.edits = {{3, "network.layers.1.divisive", 0.5}, {30, "training.learning_rate", 0.01}};
            const auto data = smallData();
            const auto journal = std::make_shared<Journal>(SeriesIndex(3).names());
            Trainer trainer(config, data, journal);
            trainer.recordStart();
            for (int i = 0; i < 7; ++i)
                trainer.step();
            const Npz whole = checkpointToNpz(trainer.checkpoint());
            const Moment moment = trainer.moment();
            const Moment back = momentFromNpz(whole, moment.place, "a file");
            for (const Npz& npz :
                 {checkpointToNpz(moment.checkpoint()), checkpointToNpz(back.checkpoint())}) {
                QVERIFY(npz.texts == whole.texts);
                QCOMPARE(npz.arrays.size(), whole.arrays.size());
                for (const auto& [name, array] : whole.arrays)
                    QVERIFY2(npz.arrays.at(name).bytes == array.bytes, name.c_str());
            }
            QCOMPARE(back.tick().epoch, trainer.epoch());
            QCOMPARE(settingsAt(moment.state).layers[1].intervention.divisive, 0.5);
            QCOMPARE(settingsAt(moment.state).edits.size(), std::size_t(1));
        }
    }
};

QTEST_GUILESS_MAIN(TestForking)
#include "tst_forking.moc"
