// Runs in which a person intervenes: what is frozen stays, and replay and checkpoints give the same bits.
#include "core/common/error.h"
#include "core/settings/config_json.h"
#include "core/training/trainer.h"
#include "tests/core/training/small_data.h"

#include <QTest>

using namespace dalescope;

namespace {

using Meddle = std::function<void(Trainer&)>;

std::shared_ptr<Journal> journalFor(const Config& config) {
    return std::make_shared<Journal>(SeriesIndex(config.layers.size()).names());
}

bool same(const Network<float>& a, const Network<float>& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i].parameters() != b[i].parameters())
            return false;
    return true;
}

Trainer trained(
    const Config& config, std::int64_t updates, const Meddle& meddle = [](Trainer&) {}) {
    Trainer trainer(config, smallData(), journalFor(config));
    while (trainer.update() < updates) {
        meddle(trainer);
        trainer.step();
    }
    return trainer;
}

void intervene(Trainer& trainer) {
    if (trainer.update() == 3)
        trainer.edit("network.layers.0.subtractive", 0.5);
    if (trainer.update() == 5)
        trainer.edit("network.layers.1.silenced_excitatory", std::string("25 %"));
    if (trainer.update() == 6)
        trainer.edit("network.layers.0.divisive", 1.5);
    if (trainer.update() == 9)
        trainer.edit("learning.freeze_WEI", true);
    if (trainer.update() == 14)
        trainer.edit("network.layers.1.silenced_excitatory", std::string());
}

} // namespace

class TestIntervenedRun : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isReplayedFromItsJson() {
        const Trainer first = trained(smallConfig(), 20, intervene);
        const Config replay = configFromJson(configToJson(first.replayConfig()), "config.json");
        QCOMPARE(replay.edits.size(), std::size_t(5));
        QVERIFY(same(trained(replay, 20).network(), first.network()));
        QVERIFY(!same(trained(smallConfig(), 20).network(), first.network()));
    }

    void goesOnFromACheckpointWithTheSameBits() {
        Trainer whole = trained(smallConfig(), 8, intervene);
        Trainer resumed(whole.checkpoint(), smallData(), journalFor(smallConfig()));
        while (whole.update() < 20) {
            intervene(whole);
            whole.step();
            intervene(resumed);
            resumed.step();
        }
        QVERIFY(same(resumed.network(), whole.network()));
    }

    void beginsWithThoseOfItsConfiguration() {
        Config config = smallConfig();
        config.layers[0].intervention.subtractive = 0.5;
        const Trainer edited = trained(smallConfig(), 6, [](Trainer& trainer) {
            if (trainer.update() == 0 && trainer.config().edits.empty())
                trainer.edit("network.layers.0.subtractive", 0.5);
        });
        QVERIFY(same(trained(config, 6).network(), edited.network()));
    }

    void marksWhatWasDone() {
        const auto journal = journalFor(smallConfig());
        Trainer trainer(smallConfig(), smallData(), journal);
        trainer.edit("network.layers.1.silenced_inhibitory", std::string("50%"));
        trainer.edit("network.layers.0.subtractive", 0.0);
        QCOMPARE(journal->mark(0).text, std::string("Layer 1 silenced inhibitory units none \u2192 50 %"));
        QCOMPARE(journal->mark(1).text, std::string("Layer 0 subtractive inhibition 1 \u2192 0"));
        QVERIFY_EXCEPTION_THROWN(trainer.edit("network.layers.0.units", std::int64_t(5)), Error);
        QVERIFY_EXCEPTION_THROWN(trainer.edit("network.layers.0.silenced_inhibitory", std::string("9")),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(trainer.edit("network.layers.9.drive", 1.0), Error);
        QCOMPARE(journal->marks(), std::size_t(2));
    }

    void keepsWhatIsFrozen_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("frozen");
        QTest::addColumn<QByteArray>("rule");
        for (const char* rule : {"none", "heuristic", "fisher", "norm-limit", "rate-scaling"})
            for (const char* frozen : {"WEE", "WIE", "WEI", "alpha", "g", "b"})
                QTest::addRow("dann, %s, %s", frozen, rule)
                    << QByteArray("dann") << QByteArray(frozen) << QByteArray(rule);
        for (const char* kind : {"mlp", "columnei", "layernorm"})
            for (const char* frozen : {"W", "b"})
                QTest::addRow("%s, %s", kind, frozen)
                    << QByteArray(kind) << QByteArray(frozen) << QByteArray("none");
    }
    void keepsWhatIsFrozen() {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, frozen);
        QFETCH(QByteArray, rule);
        Config config = smallConfig(kind.constData());
        config.training.learningRate = 0.01;
        if (rule == "norm-limit")
            config.learning.normLimit = 0.1;
        else if (rule == "rate-scaling")
            config.learning.rateScaling = 0.9;
        else
            config.learning.correction = rule.toStdString();
        Trainer trainer(config, smallData(), journalFor(config));
        trainer.step();
        trainer.edit("learning.freeze_" + frozen.toStdString(), true);
        const Network<float> before = trainer.network();
        for (int update = 0; update < 12; ++update) // with probes of the Fisher information among them
            trainer.step();
        for (std::size_t l = 0; l < before.size(); ++l) {
            bool anyMoved = false;
            for (const auto& spec : before[l].layout().specs) {
                const bool moved =
                    view(before[l].parameters(), spec) != view(trainer.network()[l].parameters(), spec);
                QVERIFY2(!moved || spec.name != frozen.toStdString(), spec.name.c_str());
                anyMoved = anyMoved || moved;
            }
            QVERIFY(anyMoved);
        }
    }

    void theNormLimitCountsOnlyWhatMoves() {
        Config config = smallConfig("mlp");
        config.learning.correction = "none";
        config.learning.normLimit = 1e-3;
        config.learning.freeze.W = true;
        config.training.learningRate = 1;
        const Trainer start = trained(config, 0), after = trained(config, 1);
        for (std::size_t l = 0; l < 3; ++l) {
            const double moved = (after.network()[l].parameters() - start.network()[l].parameters()).norm();
            QVERIFY2(std::abs(moved - 1e-3) < 1e-6, qPrintable(QString::number(moved)));
        }
    }
};

QTEST_APPLESS_MAIN(TestIntervenedRun)
#include "tst_intervened_run.moc"
