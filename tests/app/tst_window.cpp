// The whole program in one process: the window trains, is steered, and exports.
#include "app/first_size.h"
#include "app/folder_dialog.h"
#include "app/main_window.h"
#include "app/run_bar.h"
#include "app/runs/state_text.h"
#include "app/session.h"
#include "core/experiments/presets.h"
#include "core/io/npz.h"

#include <QAction>
#include <QApplication>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>

using namespace dalescope;

namespace {

Config quickConfig() {
    Config config = findPreset("glyphs-dann").config;
    config.layers[0].units = config.layers[1].units = 30;
    config.training.epochs = 1;
    return config;
}

} // namespace

class TestWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void trainsFromStartToEndAndLocksWhatIsFixed() {
        Session session(quickConfig());
        MainWindow window(session);
        window.show();
        session.current().startWhenReady();
        QTRY_VERIFY_WITH_TIMEOUT(session.current().status().update > 50, 20000);
        QVERIFY(session.current().document().isLocked());
        session.current().pause();
        QTRY_VERIFY(!session.current().isRunning());
        const auto paused = session.current().status().update;
        session.current().runUpdates(10);
        QTRY_COMPARE(session.current().status().update, paused + 10);
        QVERIFY(session.current().document().edit("training.learning_rate", 0.05).isEmpty());
        const auto journal = session.current().journal();
        QVERIFY(journal != nullptr);
        QTRY_COMPARE(journal->marks(), std::size_t(1));
        QTRY_COMPARE(session.current().replayConfig().edits.size(), std::size_t(1));
        session.current().start();
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().state, RunStatus::State::Ended, 60000);
        QCOMPARE(journal->find("epoch_train_error")->size(), std::size_t(1));
        session.current().reset();
        QTRY_COMPARE(session.current().status().state, RunStatus::State::Paused);
        QCOMPARE(session.current().status().update, std::int64_t(0));
        QVERIFY(!session.current().document().isLocked());
    }

    void undoesWhatHasJustBeenTyped() {
        Session session(quickConfig());
        MainWindow window(session);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        const double before = session.current().document().config().training.learningRate;
        auto* field = window.findChild<QLineEdit*>(QStringLiteral("training.learning_rate"));
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("0.05"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(session.current().document().config().training.learningRate, 0.05);
        QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(session.current().document().config().training.learningRate, before);
        QTest::keyClicks(field, QStringLiteral("9")); // what is being typed is undone in the field
        QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(field->text().toDouble(), before);
        QVERIFY(session.history().stack().canRedo());
    }

    void fitsTheScreenAtFirst() {
        QSettings().clear();
        Session session(quickConfig());
        MainWindow window(session);
        QVERIFY(window.minimumSizeHint().height() < 600);
        QCOMPARE(window.height(), firstSize(*window.screen()).height());
        window.show();
        QCOMPARE(window.height(), firstSize(*window.screen()).height());
        window.resize(1024, 720);
        QTest::qWait(100); // what is wider than its place has asked for more by then
        QCOMPARE(window.size(), QSize(1024, 720));
        QVERIFY(window.minimumSizeHint().width() <= 1024);
    }

    void hasRoomForEveryWordOfARunsState() {
        const RunBar bar;
        const auto* state = bar.findChild<QLabel*>();
        QVERIFY(stateTexts().contains(QStringLiteral("No network")));
        for (const auto& text : stateTexts())
            QVERIFY2(state->fontMetrics().horizontalAdvance(text) <= state->width(), qPrintable(text));
    }

    void exportsPlotsAndWeights() {
        QTemporaryDir folder;
        Session session(quickConfig());
        MainWindow window(session);
        window.show();
        session.current().startWhenReady();
        QTRY_VERIFY_WITH_TIMEOUT(session.current().status().update > 50, 20000);
        QList<const LivePlot*> plots;
        for (auto* panel : window.findChildren<PlotPanel*>())
            plots.append(&panel->plot());
        QCOMPARE(plots.size(), 3);
        const auto files = exportAll({plots.begin(), plots.end()}, {}, folder.path(),
                                     {allFormats.begin(), allFormats.end()}, Medium::Paper);
        QCOMPARE(files.size(), 15);
        for (const auto& file : files)
            QVERIFY2(QFileInfo(file).size() > 100, qPrintable(file));
        QSignalSpy saved(&session, &Session::saved);
        session.current().saveSnapshot(folder.filePath(QStringLiteral("w.npz")));
        QVERIFY(saved.wait());
        const Npz npz = readNpz(folder.filePath(QStringLiteral("w.npz")).toStdString());
        QCOMPARE(npz.arrays.at("layers.0.WEE").shape, (std::vector<std::int64_t>{30, 784}));
        QVERIFY(npz.texts.contains("meta.json"));
    }

    void saysThatADataSetIsMissingAndGoesOn() {
        Session session(quickConfig());
        QTRY_VERIFY_WITH_TIMEOUT(session.current().journal() != nullptr, 20000);
        QSignalSpy failed(&session, &Session::failed);
        session.current().document().edit("data.name", std::string("/nowhere/at/all"));
        QVERIFY(failed.wait());
        QVERIFY(failed[0][0].toString().contains(QLatin1String("/nowhere/at/all")));
        session.history().undo();
        QTRY_VERIFY_WITH_TIMEOUT(session.current().journal() != nullptr, 20000);
    }

    void choosesAFolderThatIsYetToBeMade() {
        const QTemporaryDir folder;
        const QString wanted = folder.filePath(QStringLiteral("plots of today"));
        QTimer::singleShot(0, this, [&] {
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))->setText(wanted);
            auto* choose = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open);
            const bool isOffered = choose->isEnabled();
            isOffered ? choose->click() : dialog->reject();
        });
        QCOMPARE(chooseFolderToWrite(nullptr, QStringLiteral("Where?"), folder.path()), wanted);
    }

    void goesOnUntouchedWhenWhatIsOpenedIsBad() {
        Session session(quickConfig());
        session.current().startWhenReady();
        QTRY_VERIFY_WITH_TIMEOUT(session.current().status().update > 20, 20000);
        const auto journal = session.current().journal();
        QSignalSpy failed(&session, &Session::failed);
        session.current().openData("/nowhere/at/all");
        QVERIFY(failed.wait());
        QCOMPARE(session.current().journal(), journal);
        QVERIFY(session.current().isRunning());
        QVERIFY(session.current().document().config() == quickConfig());
    }

    void takesUpAStoppedRunAgain() {
        Session session(quickConfig());
        session.current().startWhenReady();
        QTRY_VERIFY_WITH_TIMEOUT(session.current().status().update > 20, 20000);
        session.current().stop();
        QTRY_COMPARE(session.current().status().state, RunStatus::State::Ended);
        QVERIFY(
            QString::fromStdString(session.current().status().message).contains(QLatin1String("Stopped")));
        QVERIFY(session.current().obstacle().isEmpty());
        const auto stopped = session.current().status().update;
        session.current().runUpdates(5);
        QTRY_COMPARE(session.current().status().update, stopped + 5);
    }

    void saysWhyARunThatIsDoneCannotGoOn() {
        Session session(quickConfig());
        session.current().document().edit("training.updates", std::int64_t(3));
        QTRY_VERIFY_WITH_TIMEOUT(session.current().journal() &&
                                     session.current().status().state == RunStatus::State::Paused,
                                 20000);
        session.current().start();
        QTRY_COMPARE(session.current().status().state, RunStatus::State::Ended);
        QVERIFY(session.current().obstacle().contains(QLatin1String("Raise Updates")));
        session.current().document().edit("training.updates", std::int64_t(6));
        QVERIFY(session.current().obstacle().isEmpty());
    }

    void givesEveryControlANameAndATip() {
        Session session(quickConfig());
        MainWindow window(session);
        for (auto* action : window.findChildren<QAction*>())
            if (!action->isSeparator() && !action->menu() && action->parent() != nullptr &&
                !action->shortcut().isEmpty())
                QVERIFY2(!action->toolTip().isEmpty(), qPrintable(action->text()));
        for (auto* control : window.findChildren<QToolButton*>())
            if (control->isVisibleTo(&window) && control->focusPolicy() != Qt::NoFocus)
                QVERIFY2(!control->toolTip().isEmpty() &&
                             (!control->accessibleName().isEmpty() || !control->text().isEmpty()),
                         qPrintable(control->objectName() + control->text()));
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
