// A session saved, closed and opened again: everything is where it was, and what goes wrong costs nothing.
#include "app/main_window.h"
#include "app/sessions/autosave.h"
#include "core/io/atomic_file.h"
#include "tests/app/small_session.h"

#include <QAction>
#include <QDockWidget>
#include <QMessageBox>
#include <QSignalSpy>
#include <QSplitter>
#include <QTest>

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

/// A session and its window.
struct Lab {
    Session session;
    MainWindow window{session};

    explicit Lab(const Config& config) : session(config) {
        window.show();
        ready();
    }
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

    void savesWhileRunsTrain() {
        Lab lab(smallSession(data_));
        lab.session.current().start();
        QTRY_VERIFY_WITH_TIMEOUT(lab.session.current().status().update > 20, patience);
        lab.save(file_);
        QVERIFY(lab.session.current().isRunning());
        const SavedSession saved = readSession(file_.toStdString());
        const Standing& standing = saved.runs[0].standing;
        QCOMPARE(standing.journal->tick(standing.journal->rows() - 1).update, standing.checkpoint->update);
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
        QVERIFY(again.runs[0].standing.checkpoint);
        QCOMPARE(again.runs[0].standing.checkpoint->update, std::int64_t(30));
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
        rlimit old;
        getrlimit(RLIMIT_FSIZE, &old);
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{2000, old.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        QSignalSpy failed(&lab.window.files(), &SessionFiles::failed);
        lab.window.files().save(file_);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patience);
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, oldHandler);
        QVERIFY2(told(lab.window).contains(file_), qPrintable(told(lab.window)));
        QVERIFY(readFile(file_.toStdString()) == before);
        QTRY_VERIFY(lab.window.isWindowModified());
        train(lab.session.current(), 5);
        lab.save(file_);
        QCOMPARE(readSession(file_.toStdString()).runs[0].standing.checkpoint->update, std::int64_t(15));
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
        QCOMPARE(readSession(file_.toStdString()).runs[0].standing.checkpoint->update,
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
