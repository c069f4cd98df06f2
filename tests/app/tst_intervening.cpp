// Interventions in the window: on a run that goes on and on one that rests, marked, undone, and seen at once.
#include "app/interventions_panel.h"
#include "app/main_window.h"
#include "app/session.h"
#include "tests/app/session_lab.h"
#include "widgets/inspectors/activity_panel.h"

#include <QLabel>
#include <QTest>

using namespace dalescope;

class TestIntervening : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        session_ = std::make_unique<Session>(smallSession(data_));
        window_ = std::make_unique<MainWindow>(*session_);
        window_->show();
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().state, RunStatus::State::Paused, 20000);
    }
    void cleanup() {
        window_.reset();
        session_.reset();
    }

    void actOnARunThatGoesOnAndAreUndone() {
        session_->current().start();
        QTRY_VERIFY_WITH_TIMEOUT(session_->current().status().update > 5, 20000);
        QVERIFY(document().edit("network.layers.1.subtractive", 0.5).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(isMarked("Layer 1 subtractive inhibition 1 \u2192 0.5"), 20000);
        session_->history().undo();
        QTRY_VERIFY_WITH_TIMEOUT(isMarked("Layer 1 subtractive inhibition 0.5 \u2192 1"), 20000);
        session_->current().pause();
        QTRY_VERIFY_WITH_TIMEOUT(!session_->current().isRunning(), 20000);
        const Config replay = session_->current().replayConfig();
        QCOMPARE(replay.edits.size(), std::size_t(2));
        QCOMPARE(replay.edits[0].path, std::string("network.layers.1.subtractive"));
    }

    void areSeenAtOnceByTheInspectorsOfARunThatRests() {
        session_->current().runUpdates(3);
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().update, std::int64_t(3), 20000);
        open("Activity");
        auto* activity = window_->findChild<ActivityPanel*>();
        QTRY_COMPARE_WITH_TIMEOUT(activity->activity().layers.size(), std::size_t(3), 10000);
        QVERIFY(activity->activity().layers[0].h.sum() > 0);
        QVERIFY(document().edit("network.layers.0.silenced_excitatory", std::string("100 %")).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(activity->activity().layers[0].h.sum() == 0, 10000);
        session_->history().undo();
        QTRY_VERIFY_WITH_TIMEOUT(activity->activity().layers[0].h.sum() > 0, 10000);
        QCOMPARE(session_->current().status().update, std::int64_t(3));
    }

    void showWhatTheyCost() {
        session_->current().runUpdates(300);
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().update, std::int64_t(300), 30000);
        open("Interventions");
        const auto text = [this] {
            return window_->findChild<InterventionsPanel*>()
                ->findChild<QLabel*>(QStringLiteral("effect"))
                ->text();
        };
        QTRY_VERIFY_WITH_TIMEOUT(text().contains(QLatin1String("nothing acts")), 10000);
        QVERIFY(document().edit("network.layers.1.silenced_excitatory", std::string("100 %")).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(text().contains(QLatin1String("% without")), 10000);
    }

private:
    /// Warnings of a small gamma may stand among them.
    bool isMarked(const std::string& text) const {
        const auto journal = session_->current().journal();
        for (std::size_t i = 0; i < journal->marks(); ++i)
            if (journal->mark(i).text == text)
                return true;
        return false;
    }
    ConfigDocument& document() { return session_->current().document(); }
    void open(const char* title) { dockOf(*window_, QLatin1String(title))->show(); }

    OwnSettings settings_;
    IdxFolder data_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestIntervening)
#include "tst_intervening.moc"
