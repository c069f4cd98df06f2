// Files, copies and other writers: what goes wrong costs nothing.
#include "app/sessions/autosave.h"
#include "app/sessions/left_sessions.h"
#include "core/io/atomic_file.h"
#include "tests/app/session_lab.h"

#include <QAction>
#include <QMessageBox>
#include <QScopeGuard>
#include <QSemaphore>
#include <QThreadPool>

#include <atomic>
#include <csignal>
#include <sys/resource.h>

using namespace dalescope;

namespace {

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

} // namespace

class TestSessionCopies : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        file_ = folder_.filePath(QLatin1String(QTest::currentTestFunction()) + QLatin1String(sessionSuffix));
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

    void offersWhatOtherWindowsLeftInTheMenu() {
        const QString kept = folder_.filePath(QStringLiteral("several windows"));
        QDir().mkpath(kept);
        for (int i = 1; i <= 2; ++i) {
            Lab lab(smallSession(data_));
            train(lab.session.current(), i);
            QSignalSpy copied(&lab.window.files(), &SessionFiles::copied);
            lab.window.files().saveCopy(QDir(kept).filePath(QStringLiteral("%1.dalescope").arg(i)));
            QTRY_COMPARE_WITH_TIMEOUT(copied.size(), 1, patience);
            QTest::qWait(20); // by their times
        }
        Lab lab(smallSession(data_));
        lab.window.keepCopies(kept);
        auto* left = lab.window.findChild<LeftSessions*>();
        QCOMPARE(left->actions().size(), 1); // of the newest it asks
        lab.window.findChild<QMessageBox*>()->button(QMessageBox::Cancel)->click();
        QCOMPARE(left->actions().size(), 2); // "later"
        QSignalSpy opened(&lab.window.files(), &SessionFiles::opened);
        left->actions().last()->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, patience);
        QCOMPARE(lab.session.current().status().update, std::int64_t(1));
        QTRY_COMPARE(left->actions().size(), 1);
    }

    void keepsAShortTrainingThatIsLeftWithoutAQuestion() {
        const QString kept = folder_.filePath(QStringLiteral("short training"));
        const auto leave = [&](Lab& lab) {
            lab.window.close();
            QTRY_VERIFY_WITH_TIMEOUT(!lab.window.isVisible(), patience);
            QVERIFY(!lab.window.findChild<QMessageBox*>());
        };
        {
            Lab untouched(smallSession(data_));
            untouched.window.keepCopies(kept);
            leave(untouched);
        }
        for (int i = 1; i <= 7; ++i) {
            Lab lab(smallSession(data_));
            lab.window.keepCopies(kept);
            train(lab.session.current(), i);
            leave(lab);
        }
        Lab lab(smallSession(data_));
        lab.window.keepCopies(kept);
        QVERIFY(!lab.window.findChild<QMessageBox*>()); // that was no unclean end
        auto* left = lab.window.findChild<LeftSessions*>();
        QCOMPARE(left->actions().size(), 5);
        train(lab.session.current(), 9); // is kept when it makes way
        QSignalSpy opened(&lab.window.files(), &SessionFiles::opened);
        left->actions().first()->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, patience);
        QCOMPARE(lab.session.current().status().update, std::int64_t(7));
        lab.ready();
        QTRY_COMPARE(left->actions().size(), 5); // the opened one is the session's copy now
        left->actions().first()->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 2, patience);
        QCOMPARE(lab.session.current().status().update, std::int64_t(9));
    }

    void copiesARunThatStartsAndEndsBetweenTwoLooks() {
        Lab lab(smallSession(data_));
        lab.window.keepCopies(folder_.filePath(QStringLiteral("short")));
        auto* autosave = lab.window.findChild<Autosave*>();
        QSignalSpy copied(&lab.window.files(), &SessionFiles::copied);
        autosave->look();
        train(lab.session.current(), 5);                    // over before it looks again
        QTRY_COMPARE_WITH_TIMEOUT(copied.size(), 1, 30000); // long before one that goes on would be copied
        QCOMPARE(readSession(autosave->copyPath().toStdString()).runs[0].standing.moment->state.update,
                 std::int64_t(5));
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir folder_;
    QString file_;
};

QTEST_MAIN(TestSessionCopies)
#include "tst_session_copies.moc"
