// Going back in a run and forking from it, through the window.
#include "app/main_window.h"
#include "app/session.h"
#include "app/time/time_bar.h"
#include "app/time/time_slider.h"
#include "tests/app/accessible_controls.h"
#include "tests/app/session_lab.h"
#include "widgets/inspectors/activity_panel.h"
#include "widgets/plots/plot_panel.h"

#include <QLabel>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

using namespace dalescope;

class TestTime : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        Config config = smallSession(data_);
        session_ = std::make_unique<Session>(config);
        window_ = std::make_unique<MainWindow>(*session_);
        time().setKeepEvery(20);
        window_->show();
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().state, RunStatus::State::Paused, patience);
    }
    void cleanup() {
        window_.reset();
        session_.reset();
    }

    void offersNothingBeforeThereIsAnythingToGoBackTo() {
        QVERIFY(!slider().isEnabled());
        for (const char* name : {"Step back", "Play", "Step forward", "Live"})
            QVERIFY2(!action(name).isEnabled(), name);
        QVERIFY(action("Fork here").isEnabled());
        QCOMPARE(where(), QStringLiteral("Live: update 0"));
    }

    void stepsAndScrubsToWhatIsKept() {
        train(90);
        QTRY_COMPARE_WITH_TIMEOUT(where(), QStringLiteral("Live: update 90"), patience);
        action("Step back").trigger();
        QCOMPARE(where(), QStringLiteral("Update 80 of 90"));
        QVERIFY(action("Live").isEnabled());
        action("Step back").trigger();
        QCOMPARE(where(), QStringLiteral("Update 60 of 90"));
        action("Step forward").trigger();
        QCOMPARE(where(), QStringLiteral("Update 80 of 90"));
        action("Step forward").trigger();
        QCOMPARE(where(), QStringLiteral("Live: update 90"));

        slider().setSliderPosition(33); // the nearest one that is kept
        QCOMPARE(where(), QStringLiteral("Update 40 of 90"));
        QCOMPARE(slider().value(), 40);
        slider().setSliderPosition(88);
        QCOMPARE(where(), QStringLiteral("Live: update 90"));
        QTest::keyClick(&slider(), Qt::Key_Left);
        QCOMPARE(where(), QStringLiteral("Update 80 of 90"));
        QTest::keyClick(&slider(), Qt::Key_Home);
        QCOMPARE(where(), QStringLiteral("Update 0 of 90"));
        QVERIFY(!action("Step back").isEnabled());
        QTest::mouseClick(&slider(), Qt::LeftButton, {}, {slider().width() / 2, slider().height() / 2});
        QCOMPARE(where(), QStringLiteral("Update 40 of 90"));
        QTest::keyClick(&slider(), Qt::Key_End);
        QCOMPARE(where(), QStringLiteral("Live: update 90"));
    }

    void showsTheInspectorsTheNetworkOfThen() {
        open("Activity");
        auto* activity = window_->findChild<ActivityPanel*>();
        const auto response = [&]() -> float {
            const auto& layers = activity->activity().layers;
            return layers.empty() ? 0.0F : layers.back().z.sum();
        };
        train(40);
        float then = 0;
        QTRY_VERIFY_WITH_TIMEOUT((then = response()) != 0, patience);
        QTRY_VERIFY_WITH_TIMEOUT(settled(response, then), patience);
        train(60);
        QTRY_VERIFY_WITH_TIMEOUT(response() != then, patience);
        float now = 0;
        QTRY_VERIFY_WITH_TIMEOUT(settled(response, now), patience);
        time().goTo(40);
        QTRY_COMPARE_WITH_TIMEOUT(response(), then, patience);
        const auto* dock = window_->findChild<QDockWidget*>(QStringLiteral("Activity"));
        QCOMPARE(dock->windowTitle(), QStringLiteral("Activity \u2013 back at update 40"));
        session_->current().runUpdates(20); // training goes on, and what is looked at stays
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().update, std::int64_t(120), patience);
        QTRY_COMPARE_WITH_TIMEOUT(where(), QStringLiteral("Update 40 of 120"), patience);
        QTest::qWait(200);
        QCOMPARE(response(), then);
        action("Live").trigger();
        QTRY_VERIFY_WITH_TIMEOUT(response() != then, patience);
        QCOMPARE(dock->windowTitle(), QStringLiteral("Activity"));
    }

    void playsFromTheFirstToNow() {
        train(100);
        QTRY_VERIFY_WITH_TIMEOUT(action("Play").isEnabled(), patience);
        auto* speed = window_->findChild<TimeBar*>()->findChild<QSpinBox*>();
        speed->setValue(40);
        QCOMPARE(time().speed(), 40);
        std::vector<std::int64_t> seen;
        connect(&time(), &TimeTravel::moved, this, [&] { seen.push_back(time().update()); });
        action("Play").trigger();
        QVERIFY(time().isPlaying());
        QTRY_VERIFY_WITH_TIMEOUT(!time().isPlaying(), patience);
        QVERIFY(seen == (std::vector<std::int64_t>{0, 20, 40, 60, 80, 100}));
        QVERIFY(time().isLive());
    }

    void forksFromThePastWithJoinedCurves() {
        train(100);
        const auto parent = session_->current().journal();
        time().goTo(60);
        action("Fork here").trigger();
        Run& fork = session_->current();
        QCOMPARE(fork.label().name, QStringLiteral("Run 1 from update 60"));
        QTRY_COMPARE_WITH_TIMEOUT(fork.status().state, RunStatus::State::Paused, patience);
        QCOMPARE(fork.status().update, std::int64_t(60));
        QVERIFY(time().isLive());
        QVERIFY(fork.document().isLocked());
        QCOMPARE(fork.journal()->rows(), std::size_t(61));
        const auto marks = fork.journal()->marks();
        QCOMPARE(fork.journal()->mark(marks - 1).text, std::string("Forked from Run 1"));
        QCOMPARE(fork.journal()->mark(marks - 1).update, std::int64_t(60));
        time().step(-1); // one can go back to before the fork
        QCOMPARE(time().update(), std::int64_t(40));

        fork.runUpdates(40);
        QTRY_COMPARE_WITH_TIMEOUT(fork.status().update, std::int64_t(100), patience);
        QVERIFY(losses(*fork.journal()) == losses(*parent));

        fork.reset(); // to where it began
        QTRY_COMPARE_WITH_TIMEOUT(fork.status().state, RunStatus::State::Paused, patience);
        QCOMPARE(fork.status().update, std::int64_t(60));
        QVERIFY(fork.document().edit("training.learning_rate", 0.005).isEmpty());
        fork.runUpdates(40);
        QTRY_COMPARE_WITH_TIMEOUT(fork.status().update, std::int64_t(100), patience);
        QVERIFY(losses(*fork.journal()) != losses(*parent));
        QCOMPARE(fork.replayConfig().edits.size(), std::size_t(1));

        fork.reset(); // its changed setting is in effect from the fork on
        QTRY_COMPARE_WITH_TIMEOUT(fork.status().edits, std::int64_t(1), patience);
        QCOMPARE(fork.status().update, std::int64_t(60));
        QCOMPARE(fork.document().config().training.learningRate, 0.005);
    }

    void forksFromTheEndWithoutIt() {
        session_->current().document().edit("training.updates", std::int64_t(40));
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().state, RunStatus::State::Paused, patience);
        session_->current().start();
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().state, RunStatus::State::Ended, patience);
        action("Fork here").trigger();
        QTRY_COMPARE_WITH_TIMEOUT(session_->runs().size(), std::size_t(2), patience);
        Run& fork = session_->current();
        QTRY_VERIFY_WITH_TIMEOUT(fork.journal() && fork.journal()->marks() > 0, patience);
        QCOMPARE(fork.journal()->marks(), std::size_t(1));
        QCOMPARE(fork.journal()->mark(0).text, std::string("Forked from Run 1"));
    }

    void forksFromNowAndIsUndone() {
        session_->current().start(); // and goes on while it is forked
        QTRY_VERIFY_WITH_TIMEOUT(session_->current().status().update > 30, patience);
        action("Fork here").trigger();
        QTRY_COMPARE_WITH_TIMEOUT(session_->runs().size(), std::size_t(2), patience);
        Run& fork = session_->current();
        QTRY_COMPARE_WITH_TIMEOUT(fork.status().state, RunStatus::State::Paused, patience);
        QVERIFY(fork.status().update > 30);
        QVERIFY(session_->runs().front()->isRunning());
        session_->runs().front()->pause();
        QVERIFY(session_->history().undoRefusal().isEmpty());
        session_->history().undo();
        QCOMPARE(session_->runs().size(), std::size_t(1));
        QCOMPARE(&session_->current(), session_->runs().front().get());
        session_->history().redo();
        QCOMPARE(&session_->current(), &fork);
    }

    void aForkThatGetsOtherLayersOrSeedBeginsUntrained() {
        train(40);
        time().goTo(20);
        time().fork();
        Run& fork = session_->current();
        QTRY_COMPARE_WITH_TIMEOUT(fork.status().state, RunStatus::State::Paused, patience);
        fork.resetToNewSeed();
        QTRY_COMPARE_WITH_TIMEOUT(fork.status().state, RunStatus::State::Paused, patience);
        QCOMPARE(fork.status().update, std::int64_t(0));
        QCOMPARE(fork.journal()->rows(), std::size_t(1));
    }

    void forksNothingOfARunThatBeginsAnewMeanwhile() {
        train(40);
        time().fork(); // from now: the trainer is asked first
        session_->current().reset();
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().state, RunStatus::State::Paused, patience);
        QTest::qWait(50);
        QCOMPARE(session_->runs().size(), std::size_t(1));
    }

    void forksTheUntrainedNetworkFreely() {
        train(40);
        time().goTo(0);
        time().fork();
        Run& fork = session_->current();
        QTRY_COMPARE_WITH_TIMEOUT(fork.status().state, RunStatus::State::Paused, patience);
        QVERIFY(!fork.document().isLocked());
        fork.runUpdates(40);
        QTRY_COMPARE_WITH_TIMEOUT(fork.status().update, std::int64_t(40), patience);
        QVERIFY(losses(*fork.journal()) == losses(*session_->runs().front()->journal()));
    }

    void returnsToNowWithAnotherRunOrABegunAnewOne() {
        train(60);
        Run& first = session_->current();
        session_->duplicate(first);
        QVERIFY(time().isLive() && time().kept().size() <= 1);
        session_->setCurrent(first);
        QTRY_COMPARE_WITH_TIMEOUT(time().kept().size(), std::size_t(4), patience);
        time().goTo(20);
        QVERIFY(!time().isLive());
        first.reset();
        QVERIFY(time().isLive());
    }

    void givesItsTextRoomInEveryFont() {
        auto* label = window_->findChild<TimeBar*>()->findChild<QLabel*>();
        for (const int pixels : {12, 26}) {
            QFont font;
            font.setPixelSize(pixels);
            label->setFont(font);
            QTRY_VERIFY(
                label->width() >=
                QFontMetrics(label->font()).horizontalAdvance(QStringLiteral("Update 000,000 of 000,")));
            QVERIFY(label->height() >= QFontMetrics(label->font()).height());
        }
    }

    void isNamedAndTold() {
        train(40);
        time().goTo(20);
        QStringList faults;
        checkNamesAndTips(*window_, faults);
        checkButtonNames(*window_, faults);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
        QCOMPARE(controlsOfBar(), 8);
    }

private:
    void train(int updates) {
        const std::int64_t end = session_->current().status().update + updates;
        session_->current().runUpdates(updates);
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().update, end, patience);
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().state, RunStatus::State::Paused, patience);
        QTRY_VERIFY_WITH_TIMEOUT(where().endsWith(QString::number(end)), patience); // told 10 times a second
    }
    /// Whether it has stayed as it is for a while.
    static bool settled(const std::function<float()>& value, float& last) {
        last = value();
        for (int i = 0; i < 10; ++i) {
            QTest::qWait(80);
            if (value() != last)
                return false;
        }
        return true;
    }
    static std::vector<float> losses(const Journal& journal) {
        const Series& series = journal.series(SeriesIndex::TrainLoss);
        std::vector<float> values;
        for (std::size_t i = 0; i < series.size(); ++i)
            values.push_back(series[i].value);
        return values;
    }
    int controlsOfBar() const {
        int count = 0;
        const auto* bar = window_->findChild<TimeBar*>();
        for (const auto* control : controls(*window_))
            count += bar->isAncestorOf(control);
        return count;
    }
    TimeTravel& time() const { return *window_->findChild<TimeTravel*>(); }
    TimeSlider& slider() const { return *window_->findChild<TimeSlider*>(); }
    QAction& action(const char* name) const {
        for (auto* action : window_->findChild<TimeBar*>()->actions())
            if (action->objectName() == QLatin1String(name))
                return *action;
        qFatal("no action %s", name);
    }
    QString where() const { return window_->findChild<TimeBar*>()->findChild<QLabel*>()->text(); }
    void open(const char* title) { dockOf(*window_, QLatin1String(title))->show(); }

    OwnSettings settings_;
    IdxFolder data_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestTime)
#include "tst_time.moc"
