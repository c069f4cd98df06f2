// What runs kept of their past, and forks, in a session that is opened again.
#include "tests/app/session_lab.h"
#include "widgets/inspectors/activity_panel.h"

#include <QDockWidget>

using namespace dalescope;

namespace {

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

} // namespace

class TestSessionPast : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        file_ = folder_.filePath(QLatin1String(QTest::currentTestFunction()) + QLatin1String(sessionSuffix));
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

    void aForkThatIsSavedBeforeItsDataIsReadKeepsItsMark() {
        const auto marks = [](const Run& run) {
            std::vector<std::int64_t> found;
            for (std::size_t i = 0; i < run.journal()->marks(); ++i)
                if (run.journal()->mark(i).text == "Forked from Run 1")
                    found.push_back(run.journal()->mark(i).update);
            return found;
        };
        const std::vector<std::int64_t> once{40};
        Lab before(smallSession(data_));
        before.time().setKeepEvery(20);
        train(before.session.current(), 60);
        before.goTo(40);
        before.time().fork();
        train(before.session.current(), 10);
        QVERIFY(marks(before.session.current()) == once);
        before.save(file_);

        const IdxFolder other;
        Lab after(smallSession(other));
        QSignalSpy saved(&after.window.files(), &SessionFiles::saved);
        connect(&after.window.files(), &SessionFiles::opened, this, [&] {
            QVERIFY(!after.session.current().data()); // at once: nothing has been read yet
            after.session.current().reset();
            after.window.files().save(file_);
        });
        after.window.openFile(file_);
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, patience);
        after.ready();
        QVERIFY(marks(after.session.current()) == once);

        Lab again(smallSession(data_));
        again.open(file_);
        Run& fork = again.session.current();
        QCOMPARE(fork.status().update, std::int64_t(40));
        QVERIFY(marks(fork) == once); // as it was saved
        again.ready();
        QVERIFY(marks(fork) == once);
        fork.reset();
        train(fork, 10);
        QVERIFY(marks(fork) == once);
        compareJournals(*fork.journal(), *before.session.current().journal());
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir folder_;
    QString file_;
};

QTEST_MAIN(TestSessionPast)
#include "tst_session_past.moc"
