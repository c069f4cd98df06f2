// What a run in the window keeps its word on: bits, weights, edits, and how it ends.
#include "app/main_window.h"
#include "app/run_actions.h"
#include "app/run_bar.h"
#include "app/session.h"
#include "core/common/error.h"
#include "core/io/npz.h"
#include "core/training/snapshot.h"
#include "tests/app/small_session.h"
#include "widgets/plots/plot_panel.h"
#include "widgets/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QStatusBar>
#include <QStatusTipEvent>
#include <QTest>

#include <algorithm>
#include <bit>

using namespace dalescope;

namespace {

/// The first difference between two runs, bit by bit, but for the seconds they took; empty where there is
/// none.
QString difference(const Journal& a, const Journal& b) {
    if (a.rows() != b.rows())
        return QStringLiteral("%1 rows and %2").arg(a.rows()).arg(b.rows());
    for (std::size_t row = 0; row < a.rows(); ++row)
        if (a.tick(row).update != b.tick(row).update || a.tick(row).epoch != b.tick(row).epoch)
            return QStringLiteral("another tick in row %1").arg(row);
    for (std::size_t s = 0; s < a.seriesCount(); ++s) {
        const Series &x = a.series(s), &y = b.series(s);
        if (s == SeriesIndex::TestLoss || s == SeriesIndex::TestError)
            continue; // measured once more where a run ends
        if (x.size() != y.size())
            return QStringLiteral("%1: %2 samples and %3")
                .arg(QString::fromStdString(x.name()))
                .arg(x.size())
                .arg(y.size());
        for (std::size_t i = 0; i < x.size(); ++i)
            if (x[i].row != y[i].row ||
                std::bit_cast<std::uint32_t>(x[i].value) != std::bit_cast<std::uint32_t>(y[i].value))
                return QStringLiteral("%1: sample %2").arg(QString::fromStdString(x.name())).arg(i);
    }
    return {};
}

struct HeadlessRun {
    std::shared_ptr<Journal> journal;
    Npz weights;
};

HeadlessRun runHeadless(const Config& config, const std::shared_ptr<const Dataset>& data) {
    auto journal = std::make_shared<Journal>(SeriesIndex(config.layers.size()).names());
    Trainer trainer(config, data, journal);
    trainer.recordStart();
    while (!trainer.end())
        trainer.step();
    return {journal, makeSnapshot(trainer.network(), config.layers, {})};
}

Npz weightsOf(Session& session, const QTemporaryDir& folder) {
    const QString file = folder.filePath(QStringLiteral("weights.npz"));
    QSignalSpy saved(&session, &Session::saved);
    session.current().saveSnapshot(file);
    if (!saved.wait(20000))
        qFatal("the weights were not saved");
    return readNpz(file.toStdString());
}

bool sameWeights(const Npz& a, const Npz& b) {
    if (a.arrays.size() != b.arrays.size())
        return false;
    for (const auto& [name, array] : a.arrays)
        if (!b.arrays.contains(name) || b.arrays.at(name).bytes != array.bytes)
            return false;
    return true;
}

bool isReady(const Run& run) {
    return run.status().state == RunStatus::State::Paused;
}

const QLabel* noticeOf(const MainWindow& window) {
    const auto labels = window.findChildren<QLabel*>();
    return *std::ranges::find(labels, QStringLiteral("What the run has to say"), &QLabel::toolTip);
}

QString noticeIn(const MainWindow& window, const QString& part) {
    for (const auto* label : window.findChildren<QLabel*>())
        if (label->isVisibleTo(&window) && label->text().contains(part))
            return label->text();
    return {};
}

} // namespace

class TestRuns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hasTheSameBitsAsWithoutAWindowWhateverAPersonLooksAt() {
        Config config = smallSession(data_);
        Session session(config);
        MainWindow window(session);
        window.show();
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().state, RunStatus::State::Paused, 20000);
        const auto panels = window.findChildren<PlotPanel*>();
        for (int turn = 0; turn < 10; ++turn) {
            session.current().start();
            QTRY_VERIFY_WITH_TIMEOUT(session.current().isRunning(), 20000);
            window.resize(900 + turn % 5 * 60, 700 + turn % 3 * 40);
            LivePlot& plot = panels[turn % panels.size()]->plot();
            QTest::keyClick(&plot, turn % 2 ? Qt::Key_Plus : Qt::Key_F);
            QTest::keyClick(&plot, Qt::Key_L);
            session.current().pause();
            QTRY_VERIFY_WITH_TIMEOUT(!session.current().isRunning(), 20000);
            session.current().runUpdates(3);
            QTest::qWait(20);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!session.current().isRunning(), 20000);
        const Npz weights = weightsOf(session, folder_);
        config.training.updates = static_cast<std::int64_t>(session.current().journal()->rows()) - 1;
        const HeadlessRun expected = runHeadless(config, session.current().data());
        QCOMPARE(difference(*session.current().journal(), *expected.journal), QString());
        QVERIFY(sameWeights(weights, expected.weights));
    }

    void savesEditsWhereTheyTookEffect() {
        Session session(smallSession(data_));
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().state, RunStatus::State::Paused, 20000);
        session.current().start();
        for (const double rate : {0.01, 0.005}) {
            QTRY_VERIFY_WITH_TIMEOUT(session.current().isRunning(), 20000);
            QCOMPARE(session.current().document().edit("training.learning_rate", rate), QString());
            QTest::qWait(1100); // later than that, edits of one setting are steps of their own
        }
        session.current().pause();
        QTRY_VERIFY_WITH_TIMEOUT(!session.current().isRunning(), 20000);
        QTRY_COMPARE(session.current().replayConfig().edits.size(), std::size_t(2));
        Config replay = session.current().replayConfig();
        std::vector<std::int64_t> marked;
        for (std::size_t i = 0; i < session.current().journal()->marks(); ++i)
            if (session.current().journal()->mark(i).kind == JournalMark::Kind::Edit)
                marked.push_back(session.current().journal()->mark(i).update);
        QCOMPARE(marked.size(), std::size_t(2));
        for (std::size_t i = 0; i < 2; ++i)
            QCOMPARE(replay.edits[i].update, marked[i]);
        if (session.current().status().update < 20000) { // however fast the machine is, no long test
            replay.training.updates = session.current().status().update;
            const auto again = runHeadless(replay, session.current().data()).journal;
            const Series &losses = session.current().journal()->series(SeriesIndex::TrainLoss),
                         &expected = again->series(SeriesIndex::TrainLoss);
            QCOMPARE(losses.size(), expected.size());
            for (std::size_t i = 0; i < losses.size(); ++i)
                QCOMPARE(losses[i].value, expected[i].value);
        }
    }

    void resetsToTheSameWeightsOrToOthers() {
        Session session(smallSession(data_));
        const auto fresh = [&] {
            return session.current().status().state == RunStatus::State::Paused &&
                   session.current().status().update == 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(fresh(), 20000);
        const Npz initial = weightsOf(session, folder_);
        session.current().runUpdates(20);
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().update, std::int64_t(20), 20000);
        QVERIFY(!sameWeights(weightsOf(session, folder_), initial));
        session.current().reset();
        QTRY_VERIFY_WITH_TIMEOUT(fresh(), 20000);
        QVERIFY(sameWeights(weightsOf(session, folder_), initial));
        session.current().resetToNewSeed();
        QTRY_VERIFY_WITH_TIMEOUT(fresh(), 20000);
        QVERIFY(!sameWeights(weightsOf(session, folder_), initial));
    }

    void exportsAScriptWithTheWeightsBesideIt() {
        Session session(smallSession(data_));
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().state, RunStatus::State::Paused, 20000);
        session.current().runUpdates(20);
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().update, std::int64_t(20), 20000);
        QSignalSpy saved(&session, &Session::saved), failed(&session, &Session::failed);
        session.current().exportPyTorch(folder_.filePath(QStringLiteral("goes on.py")));
        QVERIFY(saved.wait(20000));
        QFile script(folder_.filePath(QStringLiteral("goes on.py")));
        QVERIFY(script.open(QIODevice::ReadOnly));
        const QByteArray text = script.readAll();
        for (const char* part :
             {"as it was after 20 updates", "SNAPSHOT = HERE / \"goes on.npz\"", "Dann(64, 30, 4)"})
            QVERIFY2(text.contains(part), part);
        const Npz beside = readNpz(folder_.filePath(QStringLiteral("goes on.npz")).toStdString());
        for (const auto& [name, array] : weightsOf(session, folder_).arrays)
            QVERIFY2(beside.arrays.at(name).bytes == array.bytes, name.c_str());
        session.current().exportPyTorch(folder_.filePath(QStringLiteral("nowhere/script.py")));
        QVERIFY(failed.wait(20000));
    }

    void stopsWhenItDivergesSaysWhenAndKeepsItsPlots() {
        Config config = smallSession(data_);
        config.training.learningRate = 1e6;
        Session session(config);
        MainWindow window(session);
        window.show();
        session.current().startWhenReady();
        QTRY_VERIFY_WITH_TIMEOUT(session.current().status().diverged, 20000);
        QVERIFY(!session.current().isRunning());
        const QString update = QString::number(session.current().status().update);
        QTRY_VERIFY(noticeIn(window, update).contains(QLatin1String("finite")));
        const auto journal = session.current().journal();
        QVERIFY(journal != nullptr && journal->rows() > 1);
        for (const auto* panel : window.findChildren<PlotPanel*>())
            QCOMPARE(panel->plot().journal(), journal);
    }

    void tellsOfADivergenceAsAWarningFromTheFirst() {
        Config config = smallSession(data_);
        config.training.learningRate = 1e6;
        for (int i = 0; i < 10; ++i) { // the mark comes before the state, now and then between two looks
            Session session(config);
            MainWindow window(session);
            window.show();
            session.current().startWhenReady();
            const auto* notice = noticeOf(window);
            while (notice->isHidden())
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            QCOMPARE(notice->palette().color(QPalette::WindowText),
                     Theme::forPalette(window.palette()).warning);
        }
    }

    void tellsOfAnEndOnlyWhileTheRunIsEnded() {
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        Run& run = session.current();
        const auto* notice = noticeOf(window);
        const auto* stop = window.findChild<RunActions*>()->stop;
        QTRY_VERIFY_WITH_TIMEOUT(isReady(run), 20000);
        QVERIFY(!stop->isEnabled()); // there is nothing to end
        run.document().edit("training.updates", std::int64_t(3));
        QTRY_VERIFY_WITH_TIMEOUT(isReady(run), 20000);
        run.runUpdates(2);
        QTRY_VERIFY_WITH_TIMEOUT(stop->isEnabled(), 20000);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!notice->isHidden(), 20000);
        QCOMPARE(notice->text(), QStringLiteral("All 3 updates are made."));
        run.document().edit("training.updates", std::int64_t(30));
        QTRY_VERIFY_WITH_TIMEOUT(notice->isHidden(), 20000);
        run.start();
        QTRY_COMPARE_WITH_TIMEOUT(notice->text(), QStringLiteral("All 30 updates are made."), 20000);
        QVERIFY(!notice->isHidden());
    }

    void warnsWhereGammaNearsZero() {
        Config config = smallSession(data_);
        config.balance.gammaLimit = 1; // the smallest gamma is always below the mean
        Session session(config);
        MainWindow window(session);
        window.show();
        session.current().startWhenReady();
        QTRY_VERIFY_WITH_TIMEOUT(
            noticeIn(window, QStringLiteral("Gamma nears zero"))
                .startsWith(QLatin1String("Update 0: Gamma nears zero in layers 0, 1 and 2: in layer ")),
            20000);
    }

    void saysWhatWasWritten() {
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        const auto* bar = window.findChild<RunBar*>();
        QVERIFY(bar->isVisible());
        Q_EMIT session.saved(QStringLiteral("/there/weights.npz"));
        QVERIFY(window.statusBar()->currentMessage().contains(QLatin1String("weights.npz")));
        QVERIFY(!bar->isVisible()); // made room for it
        QStatusTipEvent tip{QString()};
        QApplication::sendEvent(&window, &tip); // of a menu that the mouse passes
        QVERIFY(!window.statusBar()->currentMessage().isEmpty());
        window.statusBar()->clearMessage();
        QVERIFY(bar->isVisible());
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir folder_;
};

QTEST_MAIN(TestRuns)
#include "tst_runs.moc"
