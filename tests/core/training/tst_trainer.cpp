#include "core/common/error.h"
#include "core/training/metrics_csv.h"
#include "core/training/runner.h"
#include "tests/core/training/small_data.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

struct Result {
    std::string csv;
    Network<float> network;
    std::optional<RunEnd> end;
    Config replay;
};

template <class Meddle>
Result trainMeddling(const Config& config, Meddle meddle) {
    const auto journal = std::make_shared<Journal>(SeriesIndex(config.layers.size()).names());
    Trainer trainer(config, smallData(), journal);
    trainer.recordStart();
    while (!trainer.end()) {
        meddle(trainer);
        trainer.step();
    }
    MetricsCsv csv(config.layers.size(), {config.fisher.probe, config.learning.rateScaling > 0});
    return {csv.newLines(*journal), trainer.network(), trainer.end(), trainer.replayConfig()};
}

Result train(const Config& config) {
    return trainMeddling(config, [](Trainer&) {});
}

bool sameWeights(const Network<float>& a, const Network<float>& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i].parameters() != b[i].parameters())
            return false;
    return true;
}

} // namespace

class TestTrainer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void learns_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("correction");
        QTest::addColumn<double>("rate");
        QTest::newRow("dann") << QByteArray("dann") << QByteArray("heuristic") << 0.05;
        QTest::newRow("dann, plain") << QByteArray("dann") << QByteArray("none") << 0.002;
        QTest::newRow("mlp") << QByteArray("mlp") << QByteArray("none") << 0.1;
        QTest::newRow("columnei") << QByteArray("columnei") << QByteArray("none") << 0.02;
    }
    void learns() {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, correction);
        QFETCH(double, rate);
        Config config = smallConfig(kind.constData());
        config.learning.correction = correction.toStdString();
        config.training.learningRate = rate;
        config.training.epochs = 40;
        const Result result = train(config);
        QCOMPARE(result.end->kind, RunEnd::Kind::Epochs);
        const auto data = smallData();
        Evaluator evaluate(result.network);
        const double error = evaluate(result.network, data->test).errorRate();
        QVERIFY2(error < 20, qPrintable(QString::number(error)));
    }

    void keepsSignsOverThousandsOfUpdates_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::newRow("dann") << QByteArray("dann");
        QTest::newRow("columnei") << QByteArray("columnei");
    }
    void keepsSignsOverThousandsOfUpdates() {
        QFETCH(QByteArray, kind);
        Config config = smallConfig(kind.constData());
        config.training.epochs = 200; // 3,200 updates
        config.fisher.probe = false;
        int checked = 0;
        const auto check = [&](Trainer& trainer) {
            for (std::size_t i = 0; i < trainer.network().size(); ++i)
                for (const auto& spec : trainer.network()[i].layout().specs)
                    if (spec.nonNegative) {
                        QVERIFY(view(trainer.network()[i].parameters(), spec).minCoeff() >= 0);
                        ++checked;
                    }
        };
        trainMeddling(config, check);
        QVERIFY(checked > 9000);
    }

    void givesTheSameBitsForTheSameSeed() {
        const Result a = train(smallConfig()), b = train(smallConfig());
        QCOMPARE(a.csv, b.csv);
        QVERIFY(sameWeights(a.network, b.network));
        Config other = smallConfig();
        other.training.seed = 2;
        QVERIFY(!sameWeights(a.network, train(other).network));
    }

    void isNotChangedByItsProbes_data() {
        QTest::addColumn<int>("batch");
        for (const int batch : {16, 32, 47, 50, 60})
            QTest::addRow("batch %d", batch) << batch;
    }
    void isNotChangedByItsProbes() {
        QFETCH(int, batch);
        Config seeing = smallConfig(); // large enough for every way that a product is made
        seeing.layers[0].units = seeing.layers[1].units = 100;
        seeing.training.batchSize = batch;
        Config blind = seeing;
        blind.fisher.probe = false;
        blind.balance.every = 0;
        blind.training.testEvery = 1000000;
        QVERIFY(sameWeights(train(seeing).network, train(blind).network));
    }

    void keepsTheLedgerOfWhatItsStepsCameTo() {
        Config config = smallConfig();
        config.training.updates = 4;
        config.balance.every = 2;
        const auto journal = std::make_shared<Journal>(SeriesIndex(config.layers.size()).names());
        Trainer trainer(config, smallData(), journal);
        trainer.recordStart();
        Network<float> before = trainer.network();
        while (!trainer.end()) {
            before = trainer.network();
            trainer.step();
        }
        for (std::size_t l = 0; l < before.size(); ++l)
            for (const auto& spec : before[l].layout().specs) {
                const auto last = [&](const char* name) {
                    const Series* series =
                        journal->find(name + ("." + std::to_string(l)) + "." + spec.role());
                    return series && series->size() == 2 ? static_cast<double>((*series)[1].value) : -1;
                };
                const Matrix<float> from = view(before[l].parameters(), spec),
                                    to = view(trainer.network()[l].parameters(), spec);
                const double made = (to - from).norm(), silent = (to.array() == 0).cast<double>().mean();
                QVERIFY(std::abs(last("update_norm") - made) < 1e-3 * made + 1e-7);
                QVERIFY(last("gradient_norm") > 0);
                QVERIFY(std::abs(last("silent_share") - (spec.nonNegative ? silent : -1)) < 1e-6);
                QVERIFY(!spec.nonNegative || (last("clamped_share") >= 0 && last("update_cosine") > 0));
            }
    }

    void replaysItsEdits() {
        const Result edited = trainMeddling(smallConfig(), [](Trainer& trainer) {
            if (trainer.update() == 7)
                trainer.edit("training.learning_rate", 0.01);
            if (trainer.update() == 20)
                trainer.edit("learning.correction", std::string("fisher"));
            if (trainer.update() == 22)
                trainer.edit("learning.correction", std::string("none"));
        });
        QCOMPARE(edited.replay.edits.size(), std::size_t(3));
        const Result replayed = train(edited.replay);
        QCOMPARE(replayed.csv, edited.csv);
        QVERIFY(sameWeights(replayed.network, edited.network));
        QVERIFY(!sameWeights(train(smallConfig()).network, edited.network));
    }

    void refusesEditsOfWhatIsFixed() {
        const auto journal = std::make_shared<Journal>(SeriesIndex(3).names());
        Trainer trainer(smallConfig(), smallData(), journal);
        QVERIFY_EXCEPTION_THROWN(trainer.edit("training.seed", std::int64_t(3)), Error);
        QVERIFY_EXCEPTION_THROWN(trainer.edit("training.learning_rate", -1.0), Error);
        QCOMPARE(journal->marks(), std::size_t(0));
    }

    void stopsAndSaysWhenItDiverges() {
        Config config = smallConfig("mlp");
        config.training.learningRate = 1e6;
        config.learning.correction = "none";
        config.training.epochs = 1000;
        const Result result = train(config);
        QCOMPARE(result.end->kind, RunEnd::Kind::NotFinite);
        QVERIFY(QByteArray(result.end->text.c_str()).contains("update"));
    }

    void stopsAtTheTargetAndAtAPlateau() {
        Config config = smallConfig();
        config.training.epochs = 1000;
        config.stop.targetError = 60;
        QCOMPARE(train(config).end->kind, RunEnd::Kind::TargetError);
        config.stop = {.plateauEpochs = 2};
        config.training.learningRate = 0;
        QCOMPARE(train(config).end->kind, RunEnd::Kind::Plateau);
    }

    void givesTheSameBitsHoweverOftenItIsPaused() {
        const auto run = [](bool paused) {
            Runner runner(smallConfig(), smallData());
            const auto settled = [&] {
                const auto state = runner.status().state;
                return state == RunStatus::State::Paused || state == RunStatus::State::Ended;
            };
            for (int i = 0; paused && i < 9; ++i) {
                const auto before = runner.status().update;
                runner.runUpdates(5);
                [&] { QTRY_VERIFY(runner.status().update == before + 5 && settled()); }();
            }
            runner.run();
            [&] { QTRY_VERIFY(runner.status().state == RunStatus::State::Ended); }();
            MetricsCsv csv(3, {.alignment = true});
            return csv.newLines(*runner.journal());
        };
        QCOMPARE(run(true), run(false));
    }
};

QTEST_GUILESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
