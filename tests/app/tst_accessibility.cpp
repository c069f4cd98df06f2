// The window by keyboard alone, and as a screen reader meets it.
#include "app/main_window.h"
#include "app/session.h"
#include "tests/app/small_session.h"
#include "widgets/plots/plot_panel.h"

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

namespace {

QString describe(const QWidget* widget) {
    return QStringLiteral("%1 \"%2\" \"%3\"")
        .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
             widget->accessibleName());
}

/// A part of a control that Qt makes and that the control itself speaks for.
bool isInnerPart(const QWidget* widget) {
    const QWidget* parent = widget->parentWidget();
    return (widget->objectName().startsWith(QLatin1String("qt_")) &&
            !widget->objectName().startsWith(QLatin1String("qt_dockwidget"))) ||
           qobject_cast<const QTabBar*>(parent) || (parent && parent->focusProxy() == widget) ||
           (parent && qobject_cast<const QLineEdit*>(widget) && parent->inherits("QAbstractSpinBox"));
}

QList<QWidget*> controls(const QWidget& window) {
    QList<QWidget*> found;
    for (auto* widget : window.findChildren<QWidget*>())
        if (widget->isVisibleTo(&window) && widget->window() == &window && widget->isEnabled() &&
            (widget->focusPolicy() & Qt::TabFocus) && !isInnerPart(widget))
            found.append(widget);
    return found;
}

void checkMnemonics(const QList<QAction*>& actions, const QString& menu, QStringList& faults) {
    QHash<QString, QString> taken;
    for (auto* action : actions) {
        const QKeySequence key = QKeySequence::mnemonic(action->text());
        if (key.isEmpty())
            continue;
        if (taken.contains(key.toString()))
            faults << QStringLiteral("%1: %2 and %3").arg(menu, taken[key.toString()], action->text());
        taken[key.toString()] = action->text();
        if (action->menu())
            checkMnemonics(action->menu()->actions(), action->text(), faults);
    }
}

} // namespace

class TestAccessibility : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        session_ = std::make_unique<Session>(smallSession(data_));
        window_ = std::make_unique<MainWindow>(*session_);
        window_->resize(1280, 800);
        window_->show();
        QTRY_COMPARE_WITH_TIMEOUT(session_->status().state, RunStatus::State::Paused, 20000);
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
            for (const auto* control : controls(*dock->window())) {
                auto* interface = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(control));
                const bool named = interface && (!interface->text(QAccessible::Name).isEmpty() ||
                                                 !control->accessibleName().isEmpty());
                if (!named)
                    faults << QStringLiteral("no name: ") + describe(control);
                const bool told =
                    !control->toolTip().isEmpty() || !control->accessibleDescription().isEmpty();
                if (!told && !qobject_cast<const QTabBar*>(control))
                    faults << QStringLiteral("no tip: ") + describe(control);
            }
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
        QVERIFY(reached.contains(window_->findChild<QTableView*>()));
        for (const char* setting : {"training.learning_rate", "training.batch_size", "training.seed"})
            QVERIFY2(reached.contains(window_->findChild<QWidget*>(QLatin1String(setting))), setting);
    }

    void namesHoldWhatIsWrittenOnAButton() {
        QStringList faults;
        for (auto* button : window_->findChildren<QAbstractButton*>()) {
            const QString written = button->text().remove(u'&');
            auto* interface = QAccessible::queryAccessibleInterface(button);
            if (!interface->text(QAccessible::Name).contains(written, Qt::CaseInsensitive))
                faults << written + QStringLiteral(": ") + interface->text(QAccessible::Name);
        }
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

    void readsOutTheValuesOfTheStatusLine() {
        session_->runUpdates(7);
        QTRY_COMPARE_WITH_TIMEOUT(session_->status().update, std::int64_t(7), 20000);
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
    OwnSettings settings_;
    IdxFolder data_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
