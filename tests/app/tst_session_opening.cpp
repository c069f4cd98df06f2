// A session saved, closed and opened again: everything is where it was.
#include "app/lockstep/lockstep_window.h"
#include "app/report/session_report.h"
#include "app/runs/notes_panel.h"
#include "core/io/atomic_file.h"
#include "core/sessions/session_file.h"
#include "tests/app/session_lab.h"
#include "widgets/inspectors/intervention_sweep_view.h"

#include <QComboBox>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>

using namespace dalescope;

class TestSessionOpening : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        file_ = folder_.filePath(QLatin1String(QTest::currentTestFunction()) + QLatin1String(sessionSuffix));
    }

    void opensEverythingWhereItWas() {
        Lab before(smallSession(data_));
        Run& first = before.session.current();
        train(first, 30);
        Run& second = before.session.duplicate(first);
        second.document().edit("training.seed", std::int64_t(5));
        before.session.relabel(second,
                               {QStringLiteral("Zahl \u03c0"), 4, QStringLiteral("two\nlines"), true, true},
                               QStringLiteral("Name"));
        train(second, 20);
        second.document().edit("training.learning_rate", 0.04);
        train(second, 25);
        const Run& untrained = before.session.duplicate(first);
        before.session.setCurrent(second);
        const auto panels = before.window.findChildren<PlotPanel*>();
        PlotView view = panels[1]->view();
        view.plot = panels[1]->specs().back().id;
        view.xAxis = XAxis::Epochs;
        view.logY = true;
        view.smoothing = 7;
        panels[1]->setView(view);
        auto* activity = dockOf(before.window, QStringLiteral("Activity"));
        activity->show();
        dockOf(before.window, QStringLiteral("History"))->hide();
        QTRY_VERIFY(before.window.isWindowModified());
        before.save(file_);
        QVERIFY(!before.window.isWindowModified());
        QVERIFY(before.window.windowTitle().startsWith(QStringLiteral("opensEverythingWhereItWas")));

        Lab after(smallSession(data_));
        after.open(file_);
        const Journal& at = *after.session.current().journal(); // at once
        QCOMPARE(at.rows(), second.journal()->rows());
        QCOMPARE(after.session.runs().size(), std::size_t(3));
        for (std::size_t i = 0; i < 3; ++i) {
            const Run &was = *before.session.runs()[i], &is = *after.session.runs()[i];
            QCOMPARE(is.id(), was.id());
            QVERIFY(is.label() == was.label());
            QVERIFY(is.document().config() == was.document().config());
            QTRY_VERIFY_WITH_TIMEOUT(isReady(is), patience);
            QCOMPARE(is.status().update, was.status().update);
            compareJournals(*is.journal(), *was.journal());
            QVERIFY(is.replayConfig() == was.replayConfig());
            QCOMPARE(is.document().isLocked(), was.document().isLocked());
        }
        QCOMPARE(after.session.current().id(), second.id());
        QCOMPARE(after.session.find(untrained.id())->status().update, std::int64_t(0));
        const auto shown = after.window.findChildren<PlotPanel*>();
        for (qsizetype i = 0; i < panels.size(); ++i)
            QVERIFY(shown[i]->view() == panels[i]->view());
        QVERIFY(dockOf(after.window, QStringLiteral("Activity"))->isVisible());
        QVERIFY(dockOf(after.window, QStringLiteral("History"))->isHidden());
        QVERIFY(!after.window.isWindowModified());

        // Both go on, with the same bits.
        train(second, 40);
        train(after.session.current(), 40);
        compareJournals(*after.session.current().journal(), *second.journal());
        QTRY_VERIFY(after.window.isWindowModified());
        after.session.current().reset();
        QTRY_VERIFY_WITH_TIMEOUT(isReady(after.session.current()), patience);
        QCOMPARE(after.session.current().status().update, std::int64_t(0));
    }

    void showsTheInspectorsThatWereOpenAndNoOthers_data() {
        QTest::addColumn<bool>("dockedBefore");
        QTest::addColumn<bool>("dockedAfter");
        for (const bool a : {false, true})
            for (const bool b : {false, true})
                QTest::addRow("%s, %s", a ? "docked" : "floating", b ? "docked" : "floating") << a << b;
    }
    void showsTheInspectorsThatWereOpenAndNoOthers() {
        QFETCH(bool, dockedBefore);
        QFETCH(bool, dockedAfter);
        const QStringList all = {QStringLiteral("Weights"),        QStringLiteral("Outcome"),
                                 QStringLiteral("Activity"),       QStringLiteral("Interventions"),
                                 QStringLiteral("Unit"),           QStringLiteral("Learning lens"),
                                 QStringLiteral("Network diagram")};
        Lab before(smallSession(data_));
        train(before.session.current(), 20);
        for (const auto& title : all) {
            dockOf(before.window, title)->show();
            dockOf(before.window, title)->setFloating(!dockedBefore);
        }
        QTest::qWait(500); // all of them have something to choose from
        for (const auto& title : all)
            if (title != QLatin1String("Unit"))
                dockOf(before.window, title)->hide();
        before.save(file_);
        Lab after(smallSession(data_));
        for (const auto& title : all)
            if (title != QLatin1String("Unit")) {
                dockOf(after.window, title)->show();
                dockOf(after.window, title)->setFloating(!dockedAfter);
            }
        train(after.session.current(), 5);
        QTest::qWait(500);
        after.open(file_);
        after.ready();
        QTest::qWait(500);
        for (const auto& title : all)
            QVERIFY2(dockOf(after.window, title)->isVisible() == (title == QLatin1String("Unit")),
                     qPrintable(title));
    }

    void takesUpEditsMadeBeforeTheDataIsRead() {
        Lab before(smallSession(data_));
        Run& run = before.session.current();
        train(run, 30);
        before.save(file_);
        QVERIFY(run.document().edit("training.learning_rate", 0.05).isEmpty());
        train(run, 20);

        const IdxFolder other;
        Lab after(smallSession(other));
        QSignalSpy opened(&after.window.files(), &SessionFiles::opened);
        connect(&after.window.files(), &SessionFiles::opened, this, [&] {
            Run& reopened = after.session.current(); // at once: nothing has been read yet
            QVERIFY(!reopened.data() && reopened.document().isLocked());
            QVERIFY(reopened.document().edit("training.learning_rate", 0.05).isEmpty());
        });
        after.window.openFile(file_);
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, patience);
        after.ready();
        train(after.session.current(), 20);
        compareJournals(*after.session.current().journal(), *run.journal());
        QVERIFY(after.session.current().replayConfig() == run.replayConfig());
    }

    void keepsNotesOnTheSession() {
        Lab lab(smallSession(data_));
        auto* notes = lab.window.findChild<NotesPanel*>();
        QTest::keyClicks(notes, QStringLiteral("Does g < 1 help?"));
        QTest::keyClick(notes, Qt::Key_Return);
        QCOMPARE(lab.session.notes(), QStringLiteral("Does g < 1 help?\n"));
        QCOMPARE(lab.session.history().stack().count(), 1); // typed in one go
        lab.session.history().undo();
        QCOMPARE(notes->toPlainText(), QString());
        lab.session.history().redo();
        QVERIFY(lab.window.files().isWorthAQuestion()); // though nothing has been trained
        QVERIFY(makeReport(lab.session, QStringLiteral("x"))
                    .html.contains(QStringLiteral("<p>Does g &lt; 1 help?<br>")));
        lab.save(file_);
        QVERIFY(!lab.window.files().isWorthAQuestion());
        Lab after(smallSession(data_));
        after.open(file_);
        QCOMPARE(after.window.findChild<NotesPanel*>()->toPlainText(), lab.session.notes());
        QVERIFY(!after.window.isWindowModified());
    }

    void keepsWhichModelsTrainTogether() {
        Lab before(smallSession(data_));
        Config other = smallSession(data_);
        other.training.learningRate = 0.1;
        auto* window =
            new LockstepWindow(std::make_unique<Lockstep>(
                                   std::vector<LockstepModel>{{QStringLiteral("slow"), smallSession(data_)},
                                                              {QStringLiteral("fast"), other}},
                                   std::vector<std::int64_t>{4, 5}, before.session.current().data()),
                               &before.window);
        before.save(file_);
        Lab after(smallSession(data_));
        after.open(file_);
        LockstepWindow* again = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((again = after.window.findChild<LockstepWindow*>()), patience);
        QVERIFY(again->lockstep().seeds() == window->lockstep().seeds());
        QCOMPARE(again->lockstep().models()[1].name, QStringLiteral("fast"));
        QVERIFY(again->lockstep().models()[1].config == other);
        QVERIFY(!again->lockstep().isRunning());
        delete window;
        before.save(file_);
        after.open(file_);
        QCOMPARE(after.window.findChildren<LockstepWindow*>().size(), 0); // those of the session before go
    }

    /// Which hides them all for as long as it lasts.
    void showsTheInspectorsThatWereOpenBesideAPresentation() {
        const auto present = [](Lab& lab) {
            QTest::keyClick(&lab.window, Qt::Key_F11);
            QVERIFY(lab.window.isFullScreen());
        };
        Lab before(smallSession(data_));
        dockOf(before.window, QStringLiteral("Unit"))->show();
        present(before);
        before.save(file_);
        Lab after(smallSession(data_));
        dockOf(after.window, QStringLiteral("Weights"))->show();
        present(after);
        after.open(file_);
        QVERIFY(!after.window.isFullScreen());
        QVERIFY(after.window.menuBar()->isVisible());
        QVERIFY(dockOf(after.window, QStringLiteral("Network"))->isVisible());
        QVERIFY(dockOf(after.window, QStringLiteral("Unit"))->isVisible());
        QVERIFY(!dockOf(after.window, QStringLiteral("Weights"))->isVisible());
    }

    void showsNoLessonWhereNoneIsOpen() {
        Lab before(smallSession(data_));
        dockOf(before.window, QStringLiteral("Lesson"))->show();
        before.save(file_);
        Lab after(smallSession(data_));
        after.open(file_);
        QVERIFY(dockOf(after.window, QStringLiteral("Lesson"))->isHidden());
    }

    void keepsTheSweepOfAnIntervention() {
        const auto view = [](Lab& lab) { return lab.window.findChild<InterventionSweepView*>(); };
        std::vector<InterventionEffect> effects;
        Lab lab(smallSession(data_));
        lab.save(file_);
        QVERIFY(readSession(file_.toStdString()).sweep.empty());
        train(lab.session.current(), 5);
        lab.save(file_);
        QTRY_VERIFY(!lab.window.isWindowModified());
        dockOf(lab.window, QStringLiteral("Interventions"))->show();
        auto* button = view(lab)->findChild<QPushButton*>();
        QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), patience);
        QSignalSpy swept(view(lab), &InterventionSweepView::swept);
        button->click();
        QTRY_COMPARE_WITH_TIMEOUT(swept.size(), 1, patience);
        effects = view(lab)->curves().effects;
        QVERIFY(lab.window.isWindowModified());
        const QString before = file_ + QStringLiteral(".old");
        QVERIFY(QFile::copy(file_, before));
        lab.save(file_);
        Lab other(smallSession(data_));
        other.open(file_);
        const InterventionCurves& back = view(other)->curves();
        QCOMPARE(back.effects.size(), effects.size());
        for (std::size_t i = 0; i < effects.size(); ++i)
            QVERIFY(back.effects[i].strength == effects[i].strength &&
                    back.effects[i].error.mean == effects[i].error.mean);
        QCOMPARE(back.title, view(lab)->curves().title);
        QCOMPARE(back.update, std::int64_t(5));
        QVERIFY(told(other.window).isEmpty());
        QFile::rename(before, before + QLatin1String(sessionSuffix));
        other.open(before + QLatin1String(sessionSuffix)); // of before a sweep was made
        QVERIFY(back.effects.empty());
        SavedSession damaged = readSession(file_.toStdString());
        damaged.sweep.resize(damaged.sweep.size() / 2);
        writeSession(file_.toStdString(), damaged);
        other.open(file_);
        QTRY_VERIFY(
            told(other.window).contains(QLatin1String("sweep of an intervention that it keeps is damaged")));
        QVERIFY(back.effects.empty());
        QCOMPARE(other.session.current().status().update, std::int64_t(5));
    }

    void savesWhileRunsTrain() {
        Lab lab(smallSession(data_));
        lab.session.current().start();
        QTRY_VERIFY_WITH_TIMEOUT(lab.session.current().status().update > 20, patience);
        lab.save(file_);
        QVERIFY(lab.session.current().isRunning());
        const SavedSession saved = readSession(file_.toStdString());
        const Origin& standing = saved.runs[0].standing;
        QCOMPARE(standing.journal->tick(standing.journal->rows() - 1).update, standing.moment->state.update);
    }

    void keepsTheTrainingOfARunWhoseDataIsGone() {
        auto data = std::make_unique<IdxFolder>();
        {
            Lab lab(smallSession(*data));
            train(lab.session.current(), 30);
            lab.save(file_);
        }
        data.reset();
        Lab lab(smallSession(data_));
        QSignalSpy failed(&lab.session, &Session::failed);
        lab.open(file_);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patience);
        QCOMPARE(lab.session.current().status().update, std::int64_t(30));
        QVERIFY(lab.session.current().journal()->rows() > 30);
        const std::string before = readFile(file_.toStdString());
        lab.save(file_);
        const SavedSession again = readSession(file_.toStdString());
        QVERIFY(again.runs[0].standing.moment);
        QCOMPARE(again.runs[0].standing.moment->state.update, std::int64_t(30));
        delete lab.window.findChild<QMessageBox*>();
    }

    void saysWhatIsWrongAndGoesOn_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("garbage") << QByteArray("PK\x03\x04 and no more");
        QTest::newRow("another archive") << QByteArray("no zip at all");
    }
    void saysWhatIsWrongAndGoesOn() {
        QFETCH(QByteArray, content);
        Lab lab(smallSession(data_));
        train(lab.session.current(), 5);
        IdxFolder::save(file_, content);
        lab.window.openFile(file_);
        QTRY_VERIFY_WITH_TIMEOUT(told(lab.window).contains(file_), patience);
        QCOMPARE(lab.session.current().status().update, std::int64_t(5));
        train(lab.session.current(), 5);
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir folder_;
    QString file_;
};

QTEST_MAIN(TestSessionOpening)
#include "tst_session_opening.moc"
