#include "widgets/editors/config_document.h"

#include <QTest>

using namespace dalescope;

class TestConfigDocument : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void undoesAndRedoesAnEdit() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        QVERIFY(document.edit("training.learning_rate", 0.5).isEmpty());
        QCOMPARE(history.stack().undoText(), QStringLiteral("Learning rate 0.1107 \u2192 0.5"));
        history.undo();
        QCOMPARE(document.config().training.learningRate, 0.1107);
        history.redo();
        QCOMPARE(document.config().training.learningRate, 0.5);
    }

    void callsASettingAsItsLayersKindDoes() {
        History history;
        Config config = defaultConfig();
        ConfigDocument document(config, history);
        document.edit("network.layers.0.silenced_excitatory", std::string("3"));
        QCOMPARE(history.stack().undoText(),
                 QStringLiteral("Layer 0 silenced excitatory units none \u2192 3"));
        config.layers[0].kind = "mlp"; // which has one population
        ConfigDocument other(config, history);
        other.edit("network.layers.0.silenced_excitatory", std::string("3"));
        QCOMPARE(history.stack().undoText(), QStringLiteral("Layer 0 silenced units none \u2192 3"));
    }

    void makesOneStepOfQuickEditsOfOneSetting() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        document.edit("training.learning_rate", 0.2);
        document.edit("training.learning_rate", 0.3);
        document.edit("training.batch_size", std::int64_t(64));
        QCOMPARE(history.stack().count(), 2);
        history.undo();
        history.undo();
        QVERIFY(document.config() == defaultConfig());
    }

    void refusesWhatIsOutOfRangeAndSaysWhy() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        const QString fault = document.edit("training.batch_size", std::int64_t(0));
        QVERIFY2(fault.startsWith(QLatin1String("Batch size: ")) && fault.contains(QLatin1String("from 1")),
                 qPrintable(fault));
        QCOMPARE(history.stack().count(), 0);
    }

    void locksWhatCannotChangeInMidRunAlsoAgainstUndo() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        document.edit("training.seed", std::int64_t(5));
        document.setLocked(true);
        QVERIFY(!history.canUndo());
        history.undo();
        QCOMPARE(document.config().training.seed, std::int64_t(5));
        QCOMPARE(document.edit("training.seed", std::int64_t(6)), ConfigDocument::lockReason());
        QCOMPARE(document.setLayers({}, QStringLiteral("none")), ConfigDocument::lockReason());
        QVERIFY(document.edit("training.learning_rate", 0.5).isEmpty());
        QVERIFY(history.canUndo());
        history.undo();
        QVERIFY(!history.canUndo());
        document.setLocked(false);
        QVERIFY(history.canUndo());
    }

    void tellsWhichSettingsChangedAlsoByUndo() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        QStringList last;
        connect(&document, &ConfigDocument::changed, this, [&](const QStringList& paths) { last = paths; });
        document.edit("fisher.probe", false);
        QCOMPARE(last, QStringList{QStringLiteral("fisher.probe")});
        last.clear();
        history.undo();
        QCOMPARE(last, QStringList{QStringLiteral("fisher.probe")});
    }
};

QTEST_APPLESS_MAIN(TestConfigDocument)
#include "tst_config_document.moc"
