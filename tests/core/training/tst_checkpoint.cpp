// A run taken up from a checkpoint gives the bits of one that never stopped.
#include "core/common/error.h"
#include "core/settings/config_json.h"
#include "core/training/metrics_csv.h"
#include "core/training/snapshot.h"
#include "core/training/trainer.h"
#include "tests/core/common/message_of.h"
#include "tests/core/training/small_data.h"

#include <QTest>

using namespace dalescope;

namespace {

Config edited(Config config) {
    config.edits = {{5, "training.learning_rate", 0.02},
                    {9, "learning.correction", std::string("fisher")},
                    {14, "learning.correction", std::string("none")},
                    {20, "training.batch_size", std::int64_t(12)},
                    {30, "training.learning_rate", 0.01}};
    return config;
}

Config fisher(Config config) {
    config.learning.correction = "fisher";
    config.training.learningRate = 0.5;
    return config;
}

struct Run {
    std::string csv; // without its header
    Network<float> network;
    Config replay;
    std::string end;
};

/// Trains to the end, stopping at each of `stops` to go on from a checkpoint that went through its file form.
Run train(const Config& config, std::vector<std::int64_t> stops = {}) {
    const auto data = smallData();
    const auto newJournal = [&] {
        return std::make_shared<Journal>(SeriesIndex(config.layers.size()).names());
    };
    auto journal = newJournal();
    auto trainer = std::make_unique<Trainer>(config, data, journal);
    trainer->recordStart();
    MetricsCsv csv(config.layers.size(), {.alignment = true});
    std::string lines;
    for (const auto stop : stops) {
        while (trainer->update() < stop)
            trainer->step();
        lines += csv.newLines(*journal);
        Npz npz = checkpointToNpz(trainer->checkpoint());
        journal = newJournal();
        csv = MetricsCsv(config.layers.size(), {.alignment = true});
        trainer = std::make_unique<Trainer>(checkpointFromNpz(std::move(npz), "c.npz"), data, journal);
    }
    while (!trainer->end())
        trainer->step();
    lines += csv.newLines(*journal);
    return {lines, trainer->network(), trainer->replayConfig(), trainer->end()->text};
}

bool sameWeights(const Network<float>& a, const Network<float>& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i].parameters() != b[i].parameters())
            return false;
    return true;
}

Checkpoint checkpointAt(std::int64_t update, const Config& config) {
    Trainer trainer(config, smallData(), std::make_shared<Journal>(SeriesIndex(3).names()));
    while (trainer.update() < update)
        trainer.step();
    return trainer.checkpoint();
}

} // namespace

class TestCheckpoint : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goesOnWithTheSameBits_data() {
        QTest::addColumn<Config>("config");
        QTest::newRow("heuristic, Fisher probe") << smallConfig();
        QTest::newRow("Fisher updates") << fisher(smallConfig());
        QTest::newRow("mlp") << smallConfig("mlp");
        QTest::newRow("columnei") << smallConfig("columnei");
        QTest::newRow("edits to come and made") << edited(smallConfig());
        Config bounded = smallConfig();
        bounded.learning.normLimit = 0.1;
        bounded.learning.rateScaling = 0.99;
        QTest::newRow("norm limit and rate scaling") << bounded;
        Config plateau = smallConfig();
        plateau.training.epochs = 1000;
        plateau.training.learningRate = 1e-9;
        plateau.stop.plateauEpochs = 4;
        QTest::newRow("plateau") << plateau;
    }
    void goesOnWithTheSameBits() {
        QFETCH(Config, config);
        const Run whole = train(config);
        // An epoch has 16 updates (22 with batches of 12): in mid-epoch, at its end, twice at one place.
        for (const auto& stops : {std::vector<std::int64_t>{1}, {7, 11}, {16}, {16, 16, 31, 32}, {25, 47}}) {
            const Run pieces = train(config, stops);
            QCOMPARE(pieces.csv, whole.csv);
            QVERIFY(sameWeights(pieces.network, whole.network));
            QCOMPARE(configToJson(pieces.replay), configToJson(whole.replay));
            QCOMPARE(pieces.end, whole.end);
        }
    }

    void goesOnBeyondItsEndAsIfTheLimitHadAlwaysBeenThere() {
        Config config = smallConfig();
        config.training.updates = 13;
        const auto journal = std::make_shared<Journal>(SeriesIndex(3).names());
        Trainer stopped(config, smallData(), journal);
        stopped.recordStart();
        while (!stopped.end())
            stopped.step();
        QCOMPARE(stopped.end()->kind, RunEnd::Kind::Updates);
        Trainer trainer(stopped.checkpoint(), smallData(), journal);
        QVERIFY(trainer.end().has_value());
        trainer.edit("training.learning_rate", 0.04);
        QVERIFY(trainer.end().has_value());
        trainer.edit("training.updates", std::int64_t(30));
        QVERIFY(!trainer.end());
        while (!trainer.end())
            trainer.step();
        QCOMPARE(trainer.update(), std::int64_t(30));
        MetricsCsv csv(3, {.alignment = true});
        const Run replayed = train(trainer.replayConfig());
        QCOMPARE(csv.newLines(*journal), replayed.csv);
        QVERIFY(sameWeights(trainer.network(), replayed.network));
    }

    void keepsWhatTheWindowAndTheSummaryShow() {
        const Config config = smallConfig();
        Trainer trainer(config, smallData(), std::make_shared<Journal>(SeriesIndex(3).names()));
        for (int i = 0; i < 20; ++i)
            trainer.step();
        Trainer restored(checkpointFromNpz(checkpointToNpz(trainer.checkpoint()), "c.npz"), smallData(),
                         std::make_shared<Journal>(SeriesIndex(3).names()));
        QCOMPARE(restored.update(), std::int64_t(20));
        QCOMPARE(restored.epoch(), trainer.epoch());
        QCOMPARE(restored.seconds(), trainer.seconds());
        QCOMPARE(restored.epochTrainError(), trainer.epochTrainError());
        QCOMPARE(restored.lastTestError(), trainer.lastTestError());
    }

    void isASnapshotToo() {
        const Npz npz = checkpointToNpz(checkpointAt(3, smallConfig()));
        QVERIFY(npz.texts.contains("meta.json"));
        QVERIFY(npz.arrays.contains("layers.0.WEE"));
    }

    void refusesWhatDoesNotFit() {
        const Checkpoint checkpoint = checkpointAt(6, smallConfig());
        const auto take = [&](Checkpoint c, std::shared_ptr<const Dataset> data) {
            c.file = "run/checkpoint.npz";
            return messageOf(
                [&] { Trainer(c, std::move(data), std::make_shared<Journal>(SeriesIndex(3).names())); });
        };
        QCOMPARE(take(checkpoint, smallData()), QByteArray("no error"));
        const QByteArray other = take(checkpoint, smallData(300));
        QVERIFY2(other.startsWith("run/checkpoint.npz: ") && other.contains("256") && other.contains("300"),
                 other);
        const QByteArray wide = take(checkpoint, smallData(256, 30));
        QVERIFY2(wide.contains("layers.0.WEE is 20 x 24"), wide);
        Checkpoint torn = checkpoint;
        torn.weights.arrays.erase("layers.1.alpha");
        QVERIFY(take(torn, smallData()).contains("layers.1.alpha"));
        torn = checkpoint;
        torn.weights.arrays.erase("layers.1.alpha.fisher");
        QVERIFY(take(torn, smallData()).contains("layers.1.alpha.fisher"));
    }

    void refusesADamagedState_data() {
        QTest::addColumn<QByteArray>("state");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("no JSON") << QByteArray("{\"update\": ");
        QTest::newRow("a list") << QByteArray("[1, 2]");
        QTest::newRow("nothing in it") << QByteArray("{}");
        QByteArray good = checkpointToNpz(checkpointAt(6, smallConfig())).texts.at("state.json").c_str();
        QTest::newRow("wrong type") << QByteArray(good).replace("\"update\": 6", "\"update\": \"six\"");
        QTest::newRow("negative") << QByteArray(good).replace("\"update\": 6", "\"update\": -6");
        QTest::newRow("offset beyond the data")
            << QByteArray(good).replace("\"offset\": 96", "\"offset\": 9600");
        QTest::newRow("more edits than there are")
            << QByteArray(good).replace("\"edits_made\": 0", "\"edits_made\": 1");
        QTest::newRow("another version") << QByteArray(good).replace("\"version\": 1", "\"version\": 2");
    }
    void refusesADamagedState() {
        QFETCH(QByteArray, state);
        Npz npz = checkpointToNpz(checkpointAt(6, smallConfig()));
        QVERIFY(npz.texts["state.json"] != state.toStdString());
        npz.texts["state.json"] = state.toStdString();
        const QByteArray message = messageOf([&] { checkpointFromNpz(npz, "run/checkpoint.npz"); });
        QVERIFY2(message.startsWith("run/checkpoint.npz: "), message);
        npz.texts.erase("state.json");
        QVERIFY(
            messageOf([&] { checkpointFromNpz(npz, "run/checkpoint.npz"); }).contains("not a checkpoint"));
    }
};

QTEST_APPLESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
