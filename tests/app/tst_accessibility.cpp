// The window by keyboard alone, and as a screen reader meets it.
#include "app/main_window.h"
#include "app/session.h"
#include "tests/app/accessible_controls.h"
#include "tests/app/small_session.h"
#include "widgets/plots/plot_panel.h"
#include "widgets/theme/theme.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSet>
#include <QTabBar>
#include <QTableView>
#include <QTest>

using namespace dalescope;

class TestAccessibility : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        session_ = std::make_unique<Session>(smallSession(data_));
        window_ = std::make_unique<MainWindow>(*session_);
        window_->resize(1280, 800);
        window_->show();
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().state, RunStatus::State::Paused, 20000);
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }
    void cleanup() {
        window_.reset();
        session_.reset();
    }

    void everyControlHasANameAndATip() {
        QStringList faults;
        for (auto* dock : window_->findChildren<QDockWidget*>()) {
            dock->show();
            dock->raise();
            QCoreApplication::processEvents();
            checkNamesAndTips(*dock->window(), faults);
        }
        faults.removeDuplicates();
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    }

    void plotsAreChartsAndTheirChoicesHaveLabels() {
        const auto panels = window_->findChildren<PlotPanel*>();
        QCOMPARE(panels.size(), 3);
        for (auto* panel : panels) {
            QCOMPARE(QAccessible::queryAccessibleInterface(&panel->plot())->role(), QAccessible::Chart);
            for (auto* box : panel->findChildren<QComboBox*>()) {
                const auto labels = QAccessible::queryAccessibleInterface(box)->relations(QAccessible::Label);
                QCOMPARE(labels.size(), 1);
                QCOMPARE(labels.first().first->text(QAccessible::Name), box->accessibleName());
            }
        }
    }

    void tabReachesEveryDockAndPlotAndComesRound() {
        QSet<const QWidget*> reached;
        QWidget* first = nullptr;
        for (int presses = 0; presses < 200; ++presses) {
            QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : window_.get(),
                            Qt::Key_Tab);
            QWidget* now = QApplication::focusWidget();
            QVERIFY(now);
            for (QWidget* up = now; up; up = up->parentWidget())
                if (qobject_cast<QDockWidget*>(up)) // nor does it go into one that is behind another
                    QVERIFY2(!up->visibleRegion().isEmpty(), qPrintable(up->windowTitle()));
            if (now == first)
                break;
            first = first ? first : now;
            reached.insert(now);
        }
        QCOMPARE(QApplication::focusWidget(), first); // no trap
        for (auto* panel : window_->findChildren<PlotPanel*>())
            QVERIFY2(reached.contains(&panel->plot()), qPrintable(panel->plot().spec().title));
        for (auto* dock : window_->findChildren<QDockWidget*>())
            for (const char* name : {"qt_dockwidget_floatbutton", "qt_dockwidget_closebutton"})
                if (dock->isVisible() && !dock->visibleRegion().isEmpty())
                    QVERIFY2(reached.contains(dock->findChild<QWidget*>(QLatin1String(name))),
                             qPrintable(dock->windowTitle() + QLatin1String(name)));
        for (auto* table : window_->findChildren<QTableView*>())
            QVERIFY(table->visibleRegion().isEmpty() || reached.contains(table));
        for (const char* setting : {"training.learning_rate", "training.batch_size", "training.seed"})
            QVERIFY2(reached.contains(window_->findChild<QWidget*>(QLatin1String(setting))), setting);
    }

    void showsWhereTheFocusIs_data() {
        QTest::addColumn<QString>("look");
        QTest::newRow("light") << QStringLiteral("light");
        QTest::newRow("dark") << QStringLiteral("dark");
    }
    void showsWhereTheFocusIs() {
        QFETCH(const QString, look);
        applyTheme(*qApp, Theme::named(look));
        QCoreApplication::processEvents();
        QStringList faults;
        for (auto* dock : window_->findChildren<QDockWidget*>()) {
            dock->show();
            dock->raise();
            QWidget* shown = dock->window();
            shown->activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(shown));
            QTest::qWait(100); // a dock gives one of its controls the focus, and waits for its picture
            for (auto* control : controls(*shown))
                if (!control->visibleRegion().isEmpty())
                    if (const int seen = pixelsOfFocus(*control); seen < 20)
                        faults << QStringLiteral("%1 pixels: ").arg(seen) + describe(control);
        }
        faults.removeDuplicates();
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    }

    void namesHoldWhatIsWrittenOnAButton() {
        QStringList faults;
        checkButtonNames(*window_, faults);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    }

    void menusCanBeUsedByTheirLetters() {
        QStringList faults;
        checkMnemonics(window_->menuBar()->actions(), QStringLiteral("menu bar"), faults);
        QHash<QString, QString> taken;
        for (auto* action : window_->findChildren<QAction*>())
            for (const auto& key : action->shortcuts()) {
                if (taken.contains(key.toString()))
                    faults << QStringLiteral("%1: %2 and %3")
                                  .arg(key.toString(), taken[key.toString()], action->text());
                taken[key.toString()] = action->text();
            }
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    }

    void lettersInPanelsAreNoneOfTheMenuBar() {
        QSet<QKeySequence> taken;
        for (const auto* action : window_->menuBar()->actions())
            taken << QKeySequence::mnemonic(action->text());
        for (const auto* dock : window_->findChildren<QDockWidget*>()) {
            QStringList texts;
            for (const auto* label : dock->findChildren<QLabel*>())
                if (label->buddy())
                    texts << label->text();
            for (const auto* button : dock->findChildren<QAbstractButton*>())
                texts << button->text();
            for (const auto& text : std::as_const(texts))
                if (const auto letter = QKeySequence::mnemonic(text); !letter.isEmpty())
                    QVERIFY2(!taken.contains(letter), qPrintable(dock->objectName() + u' ' + text));
        }
    }

    void readsOutTheValuesOfTheStatusLine() {
        session_->current().runUpdates(7);
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().update, std::int64_t(7), 20000);
        const auto read = [this] {
            QStringList texts;
            for (auto* label : window_->findChildren<QLabel*>())
                if (auto* interface = QAccessible::queryAccessibleInterface(label))
                    texts << interface->text(QAccessible::Name);
            return texts;
        };
        QTRY_VERIFY(read().contains(QLatin1String("7 updates")));
    }

private:
    /// How many pixels tell by a clear difference that a control has come to by Tab.
    static int pixelsOfFocus(QWidget& control) {
        control.window()->setAttribute(Qt::WA_KeyboardFocusChange); // as after a key
        control.clearFocus();
        QCoreApplication::processEvents();
        const QImage before = control.grab().toImage().convertToFormat(QImage::Format_RGB32);
        control.setFocus(Qt::TabFocusReason);
        QCoreApplication::processEvents();
        const QImage after = control.grab().toImage().convertToFormat(QImage::Format_RGB32);
        int pixels = 0;
        for (int y = 0; y < std::min(before.height(), after.height()); ++y)
            for (int x = 0; x < std::min(before.width(), after.width()); ++x)
                pixels += contrast(before.pixelColor(x, y), after.pixelColor(x, y)) >= 1.5;
        return pixels;
    }

    OwnSettings settings_;
    IdxFolder data_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
