// A session saved, closed and opened again: everything is where it was, and what goes wrong costs nothing.
#include "app/lockstep/lockstep_window.h"
#include "app/main_window.h"
#include "app/report/session_report.h"
#include "app/runs/notes_panel.h"
#include "app/sessions/autosave.h"
#include "app/time/time_travel.h"
#include "core/io/atomic_file.h"
#include "tests/app/small_session.h"
#include "widgets/inspectors/activity_panel.h"

#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QMessageBox>
#include <QScopeGuard>
#include <QSemaphore>
#include <QSignalSpy>
#include <QSpinBox>
#include <QSplitter>
#include <QTest>
#include <QThreadPool>

#include <atomic>
#include <csignal>
#include <cstring>
#include <sys/resource.h>

using namespace dalescope;

namespace {

constexpr int patience = 20000;

bool isReady(const Run& run) {
    return run.status().state == RunStatus::State::Paused;
}

void train(Run& run, int updates) {
    const std::int64_t to = run.status().update + updates;
    QTRY_VERIFY_WITH_TIMEOUT(isReady(run), patience);
    run.runUpdates(updates);
    QTRY_VERIFY_WITH_TIMEOUT(run.status().update == to && isReady(run), patience);
}

void compareJournals(const Journal& a, const Journal& b) {
    QCOMPARE(a.rows(), b.rows());
    for (std::size_t s = 0; s < a.seriesCount(); ++s) {
        QCOMPARE(a.series(s).size(), b.series(s).size());
        for (std::size_t i = 0; i < a.series(s).size(); ++i)
            QVERIFY(a.series(s)[i].row == b.series(s)[i].row &&
                    std::memcmp(&a.series(s)[i].value, &b.series(s)[i].value, sizeof(float)) == 0);
    }
    QCOMPARE(a.marks(), b.marks());
}

QDockWidget* dockOf(MainWindow& window, const QString& title) {
    for (auto* dock : window.findChildren<QDockWidget*>())
        if (dock->windowTitle() == title)
            return dock;
    return nullptr;
}

QString told(MainWindow& window) {
    const auto* box = window.findChild<QMessageBox*>();
    return box ? box->text() : QString();
}

void compareLosses(const Journal& a, const Journal& b) {
    const Series &first = a.series(SeriesIndex::TrainLoss), &second = b.series(SeriesIndex::TrainLoss);
    QCOMPARE(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i)
        QCOMPARE(first[i].value, second[i].value);
}

/// Of the last layer to the example that the activity inspector shows.
float response(MainWindow& window) {
    const auto& layers = window.findChild<ActivityPanel*>()->activity().layers;
    return layers.empty() ? 0.0F : layers.back().z.sum();
}

/// No file can grow beyond 2000 bytes for as long as it lives.
class FullDisk {
public:
    FullDisk() {
        getrlimit(RLIMIT_FSIZE, &limit_);
        const rlimit small{2000, limit_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &limit_);
        std::signal(SIGXFSZ, handler_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit limit_{};
    void (*handler_)(int) = std::signal(SIGXFSZ, SIG_IGN);
};

/// A session and its window.
struct Lab {
    Session session;
    MainWindow window{session};

    explicit Lab(const Config& config) : session(config) {
        window.show();
        ready();
    }
    void goTo(std::int64_t update) {
        const auto isKept = [&](const auto& moment) { return moment->state.update == update; };
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(time().kept(), isKept), patience);
        time().goTo(update);
        QCOMPARE(time().update(), update);
    }
    TimeTravel& time() { return *window.findChild<TimeTravel*>(); }
    void ready() { QTRY_VERIFY_WITH_TIMEOUT(isReady(session.current()), patience); }
    void save(const QString& file) {
        QSignalSpy saved(&window.files(), &SessionFiles::saved);
        window.files().save(file);
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, patience);
    }
    void open(const QString& file) {
        QSignalSpy opened(&window.files(), &SessionFiles::opened);
        window.openFile(file);
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, patience);
    }
};

} // namespace

class TestSessionFiles : public QObject {
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

    void goesBackAndForksAfterReopening() {
        Lab before(smallSession(data_));
        before.time().setKeepEvery(20);
        train(before.session.current(), 90);
        before.goTo(40);
        before.window.findChild<QDockWidget*>(QStringLiteral("Activity"))->show(); // shows nothing of now
        float then = 0;
        QTRY_VERIFY_WITH_TIMEOUT((then = response(before.window)) != 0, patience);
        before.save(file_);

        Lab after(smallSession(data_));
        after.open(file_);
        QTRY_VERIFY_WITH_TIMEOUT(after.time().update() == 40 && !after.time().isLive(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(response(after.window), then, patience);
        std::vector<std::int64_t> kept;
        for (const auto& moment : after.time().kept())
            kept.push_back(moment->state.update);
        QVERIFY(kept == (std::vector<std::int64_t>{0, 20, 40, 60, 80}));
        after.time().fork();
        Run& fork = after.session.current();
        QTRY_VERIFY_WITH_TIMEOUT(isReady(fork), patience);
        QCOMPARE(fork.status().update, std::int64_t(40));
        train(fork, 50);
        compareLosses(*fork.journal(), *before.session.current().journal());
        after.goTo(60); // the fork keeps its own
    }

    void aForkGoesBackToWhereItWasForked() {
        Lab before(smallSession(data_));
        before.time().setKeepEvery(20);
        train(before.session.current(), 60);
        before.goTo(40);
        before.time().fork();
        Run& fork = before.session.current();
        train(fork, 30);
        QVERIFY(fork.document().edit("training.learning_rate", 0.07).isEmpty());
        train(fork, 10);
        before.save(file_);
        fork.reset();
        train(fork, 25);

        Lab after(smallSession(data_));
        after.open(file_);
        after.ready();
        Run& again = after.session.current();
        QCOMPARE(again.status().update, std::int64_t(80));
        again.reset();
        train(again, 25);
        QCOMPARE(again.status().update, std::int64_t(65));
        compareJournals(*again.journal(), *fork.journal());
        QVERIFY(again.replayConfig() == fork.replayConfig());
        after.goTo(60);
        again.document().edit("training.seed", std::int64_t(9)); // is locked
        again.resetToNewSeed();
        QTRY_VERIFY_WITH_TIMEOUT(isReady(again), patience);
        QCOMPARE(again.status().update, std::int64_t(0));
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

    void keepsWhatIsChosenInInspectors() {
        const auto choice = [](Lab& lab, const char* inspector, const char* name) -> QComboBox* {
            for (auto* list : dockOf(lab.window, QLatin1String(inspector))->findChildren<QComboBox*>())
                if (list->accessibleName() == QLatin1String(name))
                    return list;
            return nullptr;
        };
        const auto number = [](Lab& lab, const char* inspector) {
            return dockOf(lab.window, QLatin1String(inspector))->findChild<QSpinBox*>();
        };
        Lab before(smallSession(data_));
        const QStringList shown{QStringLiteral("Weights"), QStringLiteral("Activity"),
                                QStringLiteral("Unit")};
        for (const auto& title : shown)
            dockOf(before.window, title)->show();
        train(before.session.current(), 20);
        const std::tuple<const char*, const char*, int> wanted[] = {
            {"Weights", "Layer", 1},  {"Weights", "Matrix", 2}, {"Weights", "Rows", 1},
            {"Activity", "Layer", 1}, {"Activity", "Show", 1},  {"Unit", "Population", 1}};
        QStringList texts;
        for (const auto& [inspector, name, index] : wanted) {
            auto* list = choice(before, inspector, name);
            QVERIFY2(list, name);
            QTRY_VERIFY_WITH_TIMEOUT(list->count() > index, patience);
            list->setCurrentIndex(index);
            Q_EMIT list->activated(index);
            texts << list->currentText();
        }
        number(before, "Activity")->setValue(7);
        number(before, "Unit")->setValue(3);
        before.save(file_);

        Lab after(smallSession(data_));
        after.open(file_);
        for (std::size_t i = 0; i < std::size(wanted); ++i) {
            const auto& [inspector, name, index] = wanted[i];
            QTRY_COMPARE_WITH_TIMEOUT(choice(after, inspector, name)->currentText(),
                                      texts[static_cast<qsizetype>(i)], patience);
        }
        QTRY_COMPARE_WITH_TIMEOUT(number(after, "Activity")->value(), 7, patience);
        QTRY_COMPARE_WITH_TIMEOUT(number(after, "Unit")->value(), 3, patience);
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

    void keepsTheLastGoodFileWhenTheDiskIsFull() {
        Lab lab(smallSession(data_));
        train(lab.session.current(), 5);
        lab.save(file_);
        const std::string before = readFile(file_.toStdString());
        train(lab.session.current(), 5);
        {
            const FullDisk full;
            QSignalSpy failed(&lab.window.files(), &SessionFiles::failed);
            lab.window.files().save(file_);
            QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patience);
        }
        QVERIFY2(told(lab.window).contains(file_), qPrintable(told(lab.window)));
        QVERIFY(readFile(file_.toStdString()) == before);
        QTRY_VERIFY(lab.window.isWindowModified());
        train(lab.session.current(), 5);
        lab.save(file_);
        QCOMPARE(readSession(file_.toStdString()).runs[0].standing.moment->state.update, std::int64_t(15));
    }

    void saysOnceThatCopiesCannotBeMadeAndGoesOn() {
        const QString kept = folder_.filePath(QStringLiteral("full"));
        Lab lab(smallSession(data_));
        lab.window.keepCopies(kept);
        auto* autosave = lab.window.findChild<Autosave*>();
        train(lab.session.current(), 5);
        QSignalSpy copied(&lab.window.files(), &SessionFiles::copied),
            failed(&lab.window.files(), &SessionFiles::copyFailed), said(autosave, &Autosave::failed);
        autosave->copy();
        QTRY_COMPARE_WITH_TIMEOUT(copied.size(), 1, patience);
        const std::string before = readFile(autosave->copyPath().toStdString());
        {
            const FullDisk full;
            for (int i = 1; i <= 2; ++i) {
                train(lab.session.current(), 5);
                autosave->copy();
                QTRY_COMPARE_WITH_TIMEOUT(failed.size(), i, patience);
            }
        }
        QCOMPARE(said.size(), 1);
        const QString sentence = said[0][0].toString();
        QVERIFY2(sentence.contains(autosave->copyPath()) && sentence.count(u'\n') == 0, qPrintable(sentence));
        QVERIFY(readFile(autosave->copyPath().toStdString()) == before);
        QCOMPARE(QDir(kept).entryList(QDir::Files).size(), 2); // the copy and its lock, nothing half written
        train(lab.session.current(), 5);
        autosave->copy();
        QTRY_COMPARE_WITH_TIMEOUT(copied.size(), 2, patience);
        QCOMPARE(readSession(autosave->copyPath().toStdString()).runs[0].standing.moment->state.update,
                 std::int64_t(20));
        delete lab.window.findChild<QMessageBox*>();
    }

    void leavesNoCopyThatIsStillWrittenWhenThePersonLeaves() {
        const QString kept = folder_.filePath(QStringLiteral("leaving"));
        QSemaphore disk;
        const auto release = qScopeGuard([&disk] { disk.release(100); });
        {
            auto lab = std::make_unique<Lab>(smallSession(data_));
            lab->window.keepCopies(kept);
            train(lab->session.current(), 50);
            auto* pool = QThreadPool::globalInstance();
            for (int i = 0; i < pool->maxThreadCount(); ++i) // nothing is written for now
                pool->start([&disk] { disk.acquire(); });
            lab->window.findChild<Autosave*>()->copy();
            std::atomic<bool> told{false}; // the run has said where it stands: the copy waits to be written
            lab->session.current().inspect([&](const Trainer&) { told = true; });
            QTRY_VERIFY_WITH_TIMEOUT(told, patience);
            QVERIFY(lab->window.files().isWriting());
            delete lab->window.findChild<Autosave*>(); // as the window does when it goes
            disk.release(100);
        }
        QCOMPARE(QDir(kept).entryList({QStringLiteral("*.dalescope")}), QStringList());
    }

    void asksBeforeItReplacesWhatAnotherWindowSaved() {
        Lab first(smallSession(data_));
        train(first.session.current(), 5);
        first.save(file_);
        Lab second(smallSession(data_));
        second.open(file_);
        second.ready();
        train(second.session.current(), 10);
        second.save(file_);
        QVERIFY(!second.window.files().isChangedElsewhere());
        train(first.session.current(), 1);
        const auto save = [&first] {
            for (auto* action : first.window.findChildren<QAction*>())
                if (action->shortcut() == QKeySequence::Save)
                    action->trigger();
        };
        save();
        auto* box = first.window.findChild<QMessageBox*>(QStringLiteral("other writer"));
        QVERIFY(box);
        box->button(QMessageBox::Cancel)->click();
        QCOMPARE(readSession(file_.toStdString()).runs[0].standing.moment->state.update, std::int64_t(15));
        QTRY_VERIFY(!first.window.findChild<QMessageBox*>());
        save();
        QSignalSpy saved(&first.window.files(), &SessionFiles::saved);
        first.window.findChild<QMessageBox*>(QStringLiteral("other writer"))
            ->button(QMessageBox::Save)
            ->click();
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, patience);
        QCOMPARE(readSession(file_.toStdString()).runs[0].standing.moment->state.update, std::int64_t(6));
    }

    void asksOnceBeforeTrainingGoes_data() {
        QTest::addColumn<QMessageBox::StandardButton>("answer");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<bool>("saves");
        QTest::newRow("save") << QMessageBox::Save << true << true;
        QTest::newRow("don't save") << QMessageBox::Discard << true << false;
        QTest::newRow("cancel") << QMessageBox::Cancel << false << false;
    }
    void asksOnceBeforeTrainingGoes() {
        QFETCH(QMessageBox::StandardButton, answer);
        QFETCH(bool, closes);
        QFETCH(bool, saves);
        Lab lab(smallSession(data_));
        train(lab.session.current(), 2);
        lab.save(file_);
        train(lab.session.current(), 50); // more than an epoch
        lab.window.close();
        QVERIFY(lab.window.isVisible());
        auto* box = lab.window.findChild<QMessageBox*>();
        QVERIFY(box);
        box->button(answer)->click();
        if (closes)
            QTRY_VERIFY_WITH_TIMEOUT(!lab.window.isVisible(), patience);
        else
            QVERIFY(lab.window.isVisible());
        QCOMPARE(readSession(file_.toStdString()).runs[0].standing.moment->state.update,
                 std::int64_t(saves ? 52 : 2));
    }

    void offersWhatAnUncleanEndLeft() {
        const QString kept = folder_.filePath(QStringLiteral("unsaved"));
        QDir().mkpath(kept);
        {
            Lab lab(smallSession(data_));
            lab.window.keepCopies(kept);
            QVERIFY(!lab.window.findChild<QMessageBox*>());
            train(lab.session.current(), 50);
            auto* autosave = lab.window.findChild<Autosave*>();
            QVERIFY(autosave->left().isEmpty());
            QSignalSpy copied(&lab.window.files(), &SessionFiles::copied);
            lab.window.files().saveCopy(autosave->copyPath());
            QTRY_COMPARE_WITH_TIMEOUT(copied.size(), 1, patience);
            QTRY_VERIFY(lab.window.isWindowModified() && lab.window.files().path().isEmpty());
            QVERIFY(autosave->left().isEmpty()); // a running program's
            QVERIFY(
                QFile::copy(autosave->copyPath(), QDir(kept).filePath(QStringLiteral("crashed.dalescope"))));
        }
        QCOMPARE(QDir(kept).entryList(QDir::Files), QStringList(QStringLiteral("crashed.dalescope")));
        Lab lab(smallSession(data_));
        lab.window.keepCopies(kept);
        auto* box = lab.window.findChild<QMessageBox*>();
        QVERIFY(box);
        QSignalSpy opened(&lab.window.files(), &SessionFiles::opened);
        box->button(QMessageBox::Open)->click();
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, patience);
        QCOMPARE(lab.session.current().status().update, std::int64_t(50));
        QTRY_VERIFY(lab.window.isWindowModified() && lab.window.files().path().isEmpty());
        auto* autosave = lab.window.findChild<Autosave*>();
        QVERIFY(QFile::exists(autosave->copyPath())); // until it is saved
        lab.ready();
        lab.save(file_);
        QVERIFY(!QFile::exists(autosave->copyPath()));
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir folder_;
    QString file_;
};

QTEST_MAIN(TestSessionFiles)
#include "tst_session_files.moc"
