#include "widgets/editors/config_document.h"

#include <QTest>

using namespace dalescope;

class TestConfigDocument : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void undoesAndRedoesAnEdit() {
        ConfigDocument document(defaultConfig());
        QVERIFY(document.edit("training.learning_rate", 0.5).isEmpty());
        QCOMPARE(document.undoStack().undoText(), QStringLiteral("Learning rate 0.1107 \u2192 0.5"));
        document.undo();
        QCOMPARE(document.config().training.learningRate, 0.1107);
        document.redo();
        QCOMPARE(document.config().training.learningRate, 0.5);
    }

    void makesOneStepOfQuickEditsOfOneSetting() {
        ConfigDocument document(defaultConfig());
        document.edit("training.learning_rate", 0.2);
        document.edit("training.learning_rate", 0.3);
        document.edit("training.batch_size", std::int64_t(64));
        QCOMPARE(document.undoStack().count(), 2);
        document.undo();
        document.undo();
        QVERIFY(document.config() == defaultConfig());
    }

    void refusesWhatIsOutOfRangeAndSaysWhy() {
        ConfigDocument document(defaultConfig());
        const QString fault = document.edit("training.batch_size", std::int64_t(0));
        QVERIFY2(fault.contains(QLatin1String("training.batch_size")) &&
                     fault.contains(QLatin1String("from 1")),
                 qPrintable(fault));
        QCOMPARE(document.undoStack().count(), 0);
    }

    void locksWhatCannotChangeInMidRunAlsoAgainstUndo() {
        ConfigDocument document(defaultConfig());
        document.edit("training.seed", std::int64_t(5));
        document.setLocked(true);
        QVERIFY(!document.canUndo());
        document.undo();
        QCOMPARE(document.config().training.seed, std::int64_t(5));
        QCOMPARE(document.edit("training.seed", std::int64_t(6)), ConfigDocument::lockReason());
        QCOMPARE(document.setLayers({}, QStringLiteral("none")), ConfigDocument::lockReason());
        QVERIFY(document.edit("training.learning_rate", 0.5).isEmpty());
        QVERIFY(document.canUndo());
        document.undo();
        QVERIFY(!document.canUndo());
        document.setLocked(false);
        QVERIFY(document.canUndo());
    }

    void tellsWhichSettingsChangedAlsoByUndo() {
        ConfigDocument document(defaultConfig());
        QStringList last;
        connect(&document, &ConfigDocument::changed, this, [&](const QStringList& paths) { last = paths; });
        document.edit("fisher.probe", false);
        QCOMPARE(last, QStringList{QStringLiteral("fisher.probe")});
        last.clear();
        document.undo();
        QCOMPARE(last, QStringList{QStringLiteral("fisher.probe")});
    }
};

QTEST_APPLESS_MAIN(TestConfigDocument)
#include "tst_config_document.moc"
