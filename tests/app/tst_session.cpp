// Runs side by side: the list and its history, data that is shared, and runs that leave one another alone.
#include "app/main_window.h"
#include "app/session.h"
#include "core/experiments/presets.h"
#include "tests/app/small_session.h"
#include "widgets/editors/layer_table.h"
#include "widgets/plots/plot_panel.h"
#include "widgets/theme/sign.h"
#include "widgets/theme/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QUndoView>

#include <atomic>

using namespace dalescope;

namespace {

constexpr int patience = 20000;

QString names(const Session& session) {
    QStringList names;
    for (const auto& run : session.runs())
        names << run->label().name;
    return names.join(QStringLiteral(", "));
}

bool isReady(const Run& run) {
    return run.status().state == RunStatus::State::Paused;
}

} // namespace

class TestSession : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        session_ = std::make_unique<Session>(smallSession(data_));
        QTRY_VERIFY_WITH_TIMEOUT(isReady(session_->current()), patience);
    }
    void cleanup() { session_.reset(); }

    void findsNoFaultWithLayersWhoseDataAreMissing() {
        Config config = findPreset("vgg16").config;
        const Session session(config);
        const auto shapes = session.current().document().shapes();
        QCOMPARE(shapes.front().in.text(), FeatureShape::image(3, 32, 32).text());
        QVERIFY(std::ranges::all_of(shapes, [](const LayerShape& shape) { return shape.fault.empty(); }));
    }

    void givesEachRunALookOfItsOwn() {
        QSet<QPair<QRgb, int>> looks;
        const int runs = 3 * Theme::seriesColours;
        for (int i = 1; i < runs; ++i)
            session_->duplicate(session_->current());
        for (const auto& run : session_->runs())
            looks.insert({Theme::light().series(run->label().colour).rgb(), signOf(run->label().colour)});
        QCOMPARE(looks.size(), runs);
    }

    void makesDuplicatesAndDeletesWithUndo() {
        Run& first = session_->current();
        Run& second = session_->duplicate(first);
        QCOMPARE(&session_->current(), &second);
        QVERIFY(second.document().config() == first.document().config());
        QVERIFY(second.label().colour != first.label().colour && second.id() != first.id());
        session_->setCurrent(first);
        session_->add({smallSession(data_), {}, {}}, QStringLiteral("New run"));
        QCOMPARE(names(*session_), QStringLiteral("Run 1, Run 3, Run 1 copy"));

        QVERIFY(session_->remove({&first, &second}));
        QCOMPARE(names(*session_), QStringLiteral("Run 3"));
        QVERIFY(!session_->remove({&session_->current()})); // one must be left
        session_->history().undo();
        QCOMPARE(names(*session_), QStringLiteral("Run 1, Run 3, Run 1 copy"));
        session_->history().undo();
        QCOMPARE(names(*session_), QStringLiteral("Run 1, Run 1 copy"));
        QCOMPARE(&session_->current(), &first);
        session_->history().undo();
        QCOMPARE(names(*session_), QStringLiteral("Run 1"));
        session_->history().redo();
        QCOMPARE(&session_->current(), &second);
    }

    void goesToTheNeighbourOfADeletedRun() {
        session_->duplicate(session_->current());
        Run& second = session_->current();
        Run& third = session_->duplicate(second);
        QCOMPARE(&session_->current(), &third);
        session_->remove({&third});
        QCOMPARE(&session_->current(), &second);
    }

    void bringsADeletedRunBackAsItWas() {
        Run& first = session_->current();
        Run& second = session_->duplicate(first);
        QTRY_VERIFY_WITH_TIMEOUT(isReady(second), patience);
        second.runUpdates(30);
        QTRY_COMPARE_WITH_TIMEOUT(second.status().update, std::int64_t(30), patience);
        const auto journal = second.journal();
        const RunLabel label{QStringLiteral("tamed"), 5, QStringLiteral("as in class"), true, false};
        session_->relabel(second, label, QStringLiteral("Name"));
        const int id = second.id();
        session_->remove({&second});
        QCOMPARE(&session_->current(), &first);
        QVERIFY(!session_->find(id));
        session_->history().undo();
        QCOMPARE(session_->find(id), &second);
        QCOMPARE(&session_->current(), &second);
        QCOMPARE(second.journal(), journal);
        QVERIFY(second.label() == label);
        second.runUpdates(5);
        QTRY_COMPARE_WITH_TIMEOUT(second.status().update, std::int64_t(35), patience);
        session_->history().undo();
        QCOMPARE(second.label().name, QStringLiteral("Run 1 copy"));
        QCOMPARE(session_->duplicate(second).label().name, QStringLiteral("Run 1 copy 2"));
        session_->history().stack().undo();
    }

    void pausesARunThatIsDeletedWhileItTrains() {
        Run& second = session_->duplicate(session_->current());
        QTRY_VERIFY_WITH_TIMEOUT(isReady(second), patience);
        second.start();
        QTRY_VERIFY_WITH_TIMEOUT(second.isRunning(), patience);
        session_->remove({&second});
        session_->history().undo();
        QTRY_VERIFY_WITH_TIMEOUT(isReady(second), patience);
    }

    void keepsOneHistoryForTheEditsOfAllRuns() {
        Run& first = session_->current();
        Run& second = session_->duplicate(first);
        first.document().edit("training.learning_rate", 0.3);
        second.document().edit("training.learning_rate", 0.4); // another run's is no quick edit of the same
        QCOMPARE(session_->history().stack().count(), 3);
        session_->setCurrent(first);
        session_->history().undo();
        QCOMPARE(second.document().config().training.learningRate, 0.02);
        QCOMPARE(first.document().config().training.learningRate, 0.3);
        QCOMPARE(&session_->current(), &second); // one sees what one undoes
    }

    void doesNotUndoInARunWhatCannotChangeThere() {
        Run& first = session_->current();
        first.document().edit("training.seed", std::int64_t(7));
        QTRY_VERIFY_WITH_TIMEOUT(isReady(first), patience);
        first.runUpdates(3);
        QTRY_VERIFY_WITH_TIMEOUT(first.document().isLocked(), patience);
        QVERIFY(!session_->history().canUndo());
        QCOMPARE(session_->history().undoRefusal(), ConfigDocument::lockReason());
        Run& second = session_->duplicate(first);
        QVERIFY(session_->history().canUndo());
        QVERIFY(!second.document().isLocked());
        QVERIFY(second.document().edit("training.seed", std::int64_t(8)).isEmpty());
    }

    void readsADataSetOnceForAllRuns() {
        Run& second = session_->duplicate(session_->current());
        QCOMPARE(second.data(), session_->runs().front()->data()); // at once: it is at hand
        const IdxFolder other;
        session_->runs().front()->openData(other.path().toStdString());
        second.openData(other.path().toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(second.data()->name != "" &&
                                     second.document().config().data.name == other.path().toStdString(),
                                 patience);
        QCOMPARE(session_->runs().front()->data(), second.data());
        const std::weak_ptr<const Dataset> held = second.data();
        session_->restore({{smallSession(data_), {}, {}}}, 0);
        QTRY_VERIFY_WITH_TIMEOUT(held.expired(), patience); // nobody uses it any more
    }

    void trainsTwoRunsAtOnceWithTheBitsThatEachHasAlone() {
        Run& first = session_->current();
        Run& second = session_->duplicate(first);
        second.document().edit("training.seed", std::int64_t(9));
        QTRY_VERIFY_WITH_TIMEOUT(second.journal() && isReady(second), patience);
        QTest::qWait(200); // the run with the new seed is made
        QTRY_VERIFY_WITH_TIMEOUT(second.journal() && isReady(second), patience);
        for (Run* run : {&first, &second})
            run->runUpdates(200);
        for (Run* run : {&first, &second})
            QTRY_COMPARE_WITH_TIMEOUT(run->status().update, std::int64_t(200), patience);
        for (Run* run : {&first, &second}) {
            Runner alone(run->document().config(), run->data());
            alone.runUpdates(200);
            QTRY_COMPARE_WITH_TIMEOUT(alone.status().update, std::int64_t(200), patience);
            const Series &is = run->journal()->series(SeriesIndex::TrainLoss),
                         &expected = alone.journal()->series(SeriesIndex::TrainLoss);
            QCOMPARE(is.size(), expected.size());
            for (std::size_t i = 0; i < is.size(); ++i)
                QCOMPARE(is[i].value, expected[i].value);
        }
    }

    void takesUpRunsMadeElsewhere() {
        Run& first = session_->current();
        QTRY_VERIFY_WITH_TIMEOUT(isReady(first), patience);
        first.runUpdates(30);
        QTRY_VERIFY_WITH_TIMEOUT(first.status().update == 30 && isReady(first), patience);
        std::atomic<bool> told{false};
        Origin origin;
        first.stand([&](Origin now) {
            origin = std::move(now);
            told = true;
        });
        QTRY_VERIFY_WITH_TIMEOUT(told, patience);
        const RunLabel label{QStringLiteral("fork"), 3, {}, false, true};
        session_->restore({{smallSession(data_), {}, {}, 7}, {smallSession(data_), label, origin, 4}}, 1);
        QCOMPARE(names(*session_), QStringLiteral("Run 7, fork"));
        Run& fork = session_->current();
        QCOMPARE(fork.id(), 4);
        QVERIFY(fork.label() == label);
        QTRY_VERIFY_WITH_TIMEOUT(isReady(fork), patience);
        QCOMPARE(fork.status().update, std::int64_t(30));
        fork.runUpdates(5);
        QTRY_COMPARE_WITH_TIMEOUT(fork.status().update, std::int64_t(35), patience);
        fork.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isReady(fork), patience);
        QCOMPARE(fork.status().update, std::int64_t(30));
        QCOMPARE(session_->history().stack().count(), 0);
        QCOMPARE(session_->duplicate(fork).id(), 8); // ids are not used twice
    }

    void letsEveryPartOfTheWindowFollowTheCurrentRun() {
        MainWindow window(*session_);
        window.show();
        Run& first = session_->current();
        Run& second = session_->duplicate(first);
        second.document().edit("training.learning_rate", 0.4);
        auto layers = second.document().config().layers;
        layers.erase(layers.begin());
        second.document().setLayers(layers, QStringLiteral("Remove layer"));
        QTRY_VERIFY_WITH_TIMEOUT(second.journal() && isReady(second), patience);
        auto* rate = window.findChild<QLineEdit*>(QStringLiteral("training.learning_rate"));
        auto* model = window.findChild<LayerModel*>();
        for (Run* run : {&first, &second, &first}) {
            session_->setCurrent(*run);
            QCOMPARE(rate->text().toDouble(), run->document().config().training.learningRate);
            QCOMPARE(model->rowCount(), static_cast<int>(run->document().config().layers.size()));
            for (const auto* panel : window.findChildren<PlotPanel*>())
                QCOMPARE(panel->plot().journal(), run->journal());
        }
        rate->setFocus();
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("0.25"));
        QTest::keyClick(rate, Qt::Key_Return);
        QCOMPARE(first.document().config().training.learningRate, 0.25);
        QCOMPARE(second.document().config().training.learningRate, 0.4);
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
    std::unique_ptr<Session> session_;
};

QTEST_MAIN(TestSession)
#include "tst_session.moc"
