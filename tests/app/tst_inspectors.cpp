// Inspectors in the window follow the run, and only while they can be seen.
#include "app/main_window.h"
#include "app/session.h"
#include "tests/app/session_lab.h"
#include "widgets/diagram/diagram_panel.h"
#include "widgets/inspectors/activity_panel.h"
#include "widgets/inspectors/draw_pad.h"
#include "widgets/inspectors/input_controls.h"
#include "widgets/inspectors/outcome_panel.h"
#include "widgets/inspectors/unit_panel.h"
#include "widgets/inspectors/weights_panel.h"

#include <QLabel>
#include <QScreen>
#include <QSpinBox>
#include <QTest>

using namespace dalescope;

class TestInspectors : public QObject {
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

    void followTheRun() {
        open("Weights");
        const auto reading = [this] {
            return window_->findChild<WeightsPanel*>()->findChild<QLabel*>(QStringLiteral("reading"))->text();
        };
        QTRY_VERIFY_WITH_TIMEOUT(reading().contains(QLatin1String("after 0 updates")), 10000);
        session_->current().runUpdates(7);
        QTRY_VERIFY_WITH_TIMEOUT(reading().contains(QLatin1String("after 7 updates")), 10000);
        session_->current().reset();
        QTRY_VERIFY_WITH_TIMEOUT(reading().contains(QLatin1String("after 0 updates")), 10000);
    }

    void appearWithinTheWindowAndStayWhereTheyWerePut() {
        auto* weights = window_->findChild<QDockWidget*>(QStringLiteral("Weights"));
        auto* outcome = window_->findChild<QDockWidget*>(QStringLiteral("Outcome"));
        open("Weights");
        open("Outcome");
        const QRect room = window_->screen()->availableGeometry();
        for (const auto* dock : {weights, outcome})
            QVERIFY(room.contains(dock->geometry()) && dock->pos() != QPoint());
        QVERIFY(weights->pos() != outcome->pos());
        weights->move(30, 40);
        const QByteArray layout = window_->saveState();
        MainWindow other(*session_);
        QVERIFY(other.restoreState(layout));
        other.show();
        auto* again = other.findChild<QDockWidget*>(QStringLiteral("Weights"));
        QTRY_VERIFY(again->isVisible());
        QCOMPARE(again->pos(), QPoint(30, 40));
    }

    void leaveTheRunAloneWhileNobodyLooks() {
        session_->current().runUpdates(5);
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().update, std::int64_t(5), 20000);
        QTest::qWait(1200);
        QVERIFY(window_->findChild<WeightsPanel*>()->heatMap().picture().image.isNull());
    }

    void goFromAMistakeToWhatTheUnitsDoWithIt() {
        open("Outcome");
        auto* outcome = window_->findChild<OutcomePanel*>();
        QTRY_VERIFY_WITH_TIMEOUT(
            outcome->findChild<QLabel*>(QStringLiteral("outcome"))->text().contains(QLatin1String("of 100")),
            10000);
        Q_EMIT outcome->exampleChosen(42);
        auto* activity = window_->findChild<ActivityPanel*>();
        QVERIFY(activity->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(activity->findChild<QSpinBox*>()->value(), 42, 10000);
        QTRY_COMPARE_WITH_TIMEOUT(activity->activity().layers.size(), std::size_t(3), 10000);
    }

    void leadFromTheDiagramToEverythingInIt() {
        open("Network diagram");
        DiagramView& view = window_->findChild<DiagramPanel*>()->view();
        QTRY_VERIFY_WITH_TIMEOUT(view.scene(), 10000);
        QTest::keyClick(&view, Qt::Key_PageUp); // the last arrow
        QTest::keyClick(&view, Qt::Key_Return);
        auto* weights = window_->findChild<WeightsPanel*>();
        QVERIFY(weights->isVisible());
        const auto reading = [](const QWidget* panel) {
            return panel->findChild<QLabel*>(QStringLiteral("reading"))->text();
        };
        QTRY_VERIFY_WITH_TIMEOUT(reading(weights).startsWith(QLatin1String("WEI")), 10000);
        view.point({1, 3, 0});
        QTest::keyClick(&view, Qt::Key_Return);
        auto* unit = window_->findChild<UnitPanel*>();
        QVERIFY(unit->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(reading(unit).startsWith(QLatin1String("Layer 0, unit 3")), 10000);
        view.point({0, 0, 5});
        QTest::keyClick(&view, Qt::Key_Return);
        auto* activity = window_->findChild<ActivityPanel*>();
        QVERIFY(activity->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(activity->activity().layers.size(), std::size_t(3), 10000);
        activity->input().showExample(17); // one input for both
        QTRY_COMPARE_WITH_TIMEOUT(view.scene()->request.input, QStringLiteral("Example 17"), 10000);
        activity->input().pad().clear();
        QTest::keyClick(&activity->input().pad(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(view.scene()->request.input, QStringLiteral("Drawn"), 10000);
    }

private:
    void open(const char* title) { dockOf(*window_, QLatin1String(title))->show(); }

    OwnSettings settings_;
    IdxFolder data_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestInspectors)
#include "tst_inspectors.moc"
