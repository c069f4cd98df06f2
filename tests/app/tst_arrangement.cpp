// Room in the main window: settings, plots and docked inspectors, on a small screen.
#include "app/docks/arrangement.h"
#include "app/first_size.h"
#include "tests/app/session_lab.h"
#include "widgets/diagram/diagram_panel.h"
#include "widgets/inspectors/weights_panel.h"

#include <QAction>
#include <QLayout>

using namespace dalescope;

class TestArrangement : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        lab_ = std::make_unique<Lab>(smallSession(data_));
        lab_->window.resize(1280, 760);
        const auto actions = lab_->window.findChild<Arrangement*>()->actions();
        settings_ = actions[0];
        plots_ = actions[1];
        docked_ = actions[2];
    }
    void cleanup() { lab_.reset(); }

    void docksInspectorsBesideThePlotsAndLeavesTheWindowAsWideAsItWas() {
        QDockWidget *weights = dock("Weights"), *diagram = dock("Network diagram");
        weights->show();
        diagram->show();
        QVERIFY(weights->isFloating() && !docked_->isChecked());
        docked_->trigger();
        QTest::qWait(50);
        QVERIFY(!weights->isFloating() && !diagram->isFloating());
        QCOMPARE(lab_->window.size(), QSize(1280, 760));
        QVERIFY(weights->x() >= lab_->window.centralWidget()->geometry().right());
        QCOMPARE(lab_->window.tabifiedDockWidgets(weights).contains(diagram), true);
        const int narrow = weights->width();
        settings_->trigger();
        QTest::qWait(50);
        QVERIFY(dock("Network")->isHidden() && dock("Training")->isHidden());
        QVERIFY(weights->width() > narrow + 200); // what the settings had is not the plots'
        docked_->trigger();
        QVERIFY(weights->isFloating() && weights->isVisible() && diagram->isFloating());
    }

    void makesRoomForAnInspectorThatIsOpenedLater() {
        docked_->trigger();
        settings_->trigger();
        dock("Unit")->show();
        QTest::qWait(50);
        QVERIFY(dock("Unit")->width() > 500);
        QCOMPARE(lab_->window.width(), 1280);
    }

    void docksInspectorsFromTheStartWhereAWindowHoldsThem() {
        QVERIFY(!holdsInspectors(firstSize(*lab_->window.screen()))); // of these tests
        QVERIFY(dock("Weights")->isFloating());
        QVERIFY(holdsInspectors({1632, 884})); // first on 1920 x 1080
    }

    void bringsBackThePanelsThatWereOpenAndNoOthers() {
        dock("Probes")->hide();
        QVERIFY(settings_->isChecked());
        settings_->trigger();
        QVERIFY(!settings_->isChecked() && dock("Learning")->isHidden());
        settings_->trigger();
        QVERIFY(settings_->isChecked() && !dock("Learning")->isHidden() && dock("Probes")->isHidden());
    }

    void leavesThePlotsPlaceToPanelsUntilTheyAreWanted() {
        docked_->trigger();
        dock("Network diagram")->show();
        plots_->trigger();
        QTest::qWait(50);
        QVERIFY(lab_->window.centralWidget()->isHidden() && !plots_->isChecked());
        QVERIFY(dock("Network diagram")->width() > 800);
        QTest::keyClick(&lab_->window, Qt::Key_F11); // a presentation is of the plots
        QVERIFY(lab_->window.centralWidget()->isVisible());
        QTest::keyClick(&lab_->window, Qt::Key_Escape);
        QVERIFY(lab_->window.centralWidget()->isHidden());
        plots_->trigger();
        QVERIFY(lab_->window.centralWidget()->isVisible());
    }

    void alwaysLeavesSomethingToSee() {
        plots_->trigger();
        settings_->trigger();
        QVERIFY(lab_->window.centralWidget()->isVisible());
        plots_->trigger();
        QVERIFY(settings_->isChecked() && dock("Network")->isVisible());
    }

    void letsSettingsGiveWayOnALowScreen() {
        lab_->window.resize(960, 480); // 200 % on 1920 x 1080
        docked_->trigger();
        dock("Weights")->show();
        dock("Unit")->show();
        QTest::qWait(50);
        QCOMPARE(lab_->window.size(), QSize(960, 480));
        QVERIFY(dock("Network")->isHidden() && !settings_->isChecked());
        QVERIFY(dock("Weights")->width() >= 240);
        settings_->trigger();
        QVERIFY(settings_->isChecked() && !plots_->isChecked()); // there is no room for all three
        QCOMPARE(lab_->window.size(), QSize(960, 480));
        plots_->trigger();
        QVERIFY(plots_->isChecked() && !settings_->isChecked());
    }

    void bringsWhatLiesBehindToTheFrontBeforeItCloses() {
        docked_->trigger();
        auto *weights = dock("Weights"), *diagram = dock("Network diagram");
        weights->show();
        diagram->show();
        diagram->raise();
        QTest::qWait(50);
        QVERIFY(!weights->findChild<WeightsPanel*>()->isVisible()); // takes no part behind another
        weights->toggleViewAction()->trigger();
        QTest::qWait(50);
        QVERIFY(!weights->isHidden() && weights->findChild<WeightsPanel*>()->isVisible());
        QVERIFY(!diagram->findChild<DiagramPanel*>()->isVisible());
        weights->toggleViewAction()->trigger();
        QVERIFY(weights->isHidden());
    }

    void findsAPlaceOfItsOwnForEachThatIsUndocked() {
        docked_->trigger();
        for (const char* name : {"Weights", "Outcome"})
            dock(name)->show();
        docked_->trigger();
        QVERIFY(dock("Weights")->isFloating() && dock("Outcome")->isFloating());
        QVERIFY(dock("Weights")->pos() != dock("Outcome")->pos());
        const QPoint place = dock("Weights")->pos();
        for (int i = 0; i < 2; ++i) // a presentation, which docks them, and back
            QTest::keyClick(&lab_->window, Qt::Key_F11);
        QVERIFY(dock("Weights")->isFloating());
        QCOMPARE(dock("Weights")->pos(), place);
    }

    void followsWhatIsMovedOtherwise() {
        docked_->trigger();
        dock("Weights")->show();
        dock("Weights")->setFloating(true);
        QVERIFY(!docked_->isChecked());
        dock("Weights")->setFloating(false);
        QVERIFY(docked_->isChecked());
        for (auto* left : lab_->window.findChildren<QDockWidget*>())
            if (lab_->window.dockWidgetArea(left) == Qt::LeftDockWidgetArea)
                left->hide();
        QVERIFY(!settings_->isChecked());
        settings_->trigger();
        QVERIFY(!dock("Network")->isHidden());
    }

private:
    QDockWidget* dock(const char* name) {
        return lab_->window.findChild<QDockWidget*>(QString::fromLatin1(name));
    }

    OwnSettings own_;
    IdxFolder data_;
    std::unique_ptr<Lab> lab_;
    QAction *settings_ = nullptr, *plots_ = nullptr, *docked_ = nullptr;
};

QTEST_MAIN(TestArrangement)
#include "tst_arrangement.moc"
