// Help on every quantity and setting.
#include "app/help/context_help.h"
#include "app/help/help_topics.h"
#include "app/main_window.h"
#include "core/settings/field.h"
#include "core/settings/layer_kinds.h"
#include "core/training/series.h"
#include "tests/app/accessible_controls.h"
#include "tests/app/small_session.h"
#include "widgets/experiments/comparison_view.h"
#include "widgets/experiments/search_view.h"
#include "widgets/experiments/sweep_curves.h"
#include "widgets/inspectors/lens_model.h"
#include "widgets/plots/help_button.h"
#include "widgets/plots/plot_panel.h"

#include <QAccessible>
#include <QApplication>
#include <QDockWidget>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace dalescope;

class TestHelp : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void knowsEverySeriesWithItsEquation() {
        for (const auto& name : SeriesIndex(3).names()) {
            const HelpTopic* topic = findHelp(QString::fromStdString(name));
            QVERIFY2(topic, name.c_str());
            QVERIFY2(!topic->equation.isEmpty() && !topic->text.isEmpty() && !topic->source.isEmpty(),
                     name.c_str());
        }
    }

    void knowsEverySetting() {
        for (const auto& field : configFields()) {
            const HelpTopic* topic = findHelp(QString::fromStdString(field.path));
            QVERIFY2(topic, field.path.c_str());
            QVERIFY2(topic->html().contains(QString::fromStdString(field.help).left(20)), field.path.c_str());
            QVERIFY2(!topic->source.isEmpty(), field.path.c_str());
        }
        for (const auto& field : layerFields())
            QVERIFY2(findHelp(QStringLiteral("network.layers.1.") + QString::fromStdString(field.path)),
                     field.path.c_str());
        QVERIFY(!findHelp(QStringLiteral("nothing")));
        QVERIFY(!findHelp({}));
    }

    void knowsEveryParameterMatrixAndColumn() {
        for (const auto& kind : layerKinds())
            for (const auto& parameter : kind.parameters)
                QVERIFY2(findHelp(QString::fromStdString(parameter)), parameter.c_str());
        for (const char* name : {"UWEE", "UWIE", "UWEI", "Ualpha", "Ug", "effective", "Ueffective"})
            QVERIFY2(findHelp(QLatin1String(name)), name);
        const LensModel lens;
        for (int column = 0; column < lens.columnCount(); ++column) {
            const QString name = lens.headerData(column, Qt::Horizontal, HelpTopicRole).toString();
            const HelpTopic* topic = findHelp(name);
            QVERIFY2(topic && !topic->equation.isEmpty(), qPrintable(name));
        }
    }

    void knowsEveryPlotOfASweep() {
        const SweepCurves curves;
        const ComparisonView comparison;
        const SearchView search;
        for (const QWidget* view : std::initializer_list<const QWidget*>{&curves, &comparison, &search})
            for (const auto* plot : view->findChildren<QCustomPlot*>())
                QVERIFY2(ContextHelp::topicAt(*plot, {}), view->metaObject()->className());
    }

    void explainsEveryPanelAndPlotByItsButton() {
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        for (auto* dock : window.findChildren<QDockWidget*>())
            QVERIFY2(findHelp(dock->objectName().toLower()), qPrintable(dock->objectName()));
        QSignalSpy explained(window.findChild<ContextHelp*>(), &ContextHelp::explained);
        const auto buttons = window.findChildren<HelpButton*>();
        for (auto* button : buttons) {
            button->click();
            QVERIFY2(explained.size() == 1, qPrintable(button->accessibleName()));
            explained.clear();
        }
        for (auto* panel : window.findChildren<PlotPanel*>()) // whichever quantity is chosen
            for (const auto& spec : panel->specs()) {
                panel->setView(spec.firstView());
                auto* button = panel->findChild<HelpButton*>();
                QCOMPARE(button->accessibleName(), QStringLiteral("What is %1?").arg(spec.title));
                button->click();
                QCOMPARE(explained.takeFirst()[0].toString(), findHelp(spec.id)->title);
            }
        // Every picture has a topic of its own, or at least that of its panel.
        for (auto* widget : window.findChildren<QWidget*>())
            if (QAccessible::queryAccessibleInterface(widget)->role() == QAccessible::Chart)
                QVERIFY2(ContextHelp::topicAt(*widget, {}), qPrintable(widget->accessibleName()));
        for (auto* control : window.findChildren<QWidget*>())
            if (control->focusPolicy() & Qt::TabFocus)
                QVERIFY2(ContextHelp::topicAt(*control, {}) || !control->toolTip().isEmpty() ||
                             qobject_cast<QTabBar*>(control),
                         qPrintable(describe(control)));
    }

    void givesEachNameToOneTopic() {
        QStringList names;
        for (const auto& topic : helpTopics())
            names << topic.names;
        QCOMPARE(names.removeDuplicates(), 0);
    }

    void explainsWhatHasTheFocusAndWhatIsClicked() {
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().state, RunStatus::State::Paused, 20000);
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        for (auto* panel : window.findChildren<PlotPanel*>())
            for (const auto& spec : panel->specs())
                QVERIFY2(findHelp(spec.id), qPrintable(spec.id));

        auto* help = window.findChild<ContextHelp*>();
        QSignalSpy explained(help, &ContextHelp::explained);
        auto* editor = window.findChild<QWidget*>(QStringLiteral("training.batch_size"));
        editor->setFocus();
        QTest::keyClick(editor, Qt::Key_F1);
        QCOMPARE(explained.takeFirst()[0].toString(), QStringLiteral("Batch size"));

        const auto ask = [&](QWidget* widget, const QPoint& place) {
            QHelpEvent event(QEvent::WhatsThis, place, widget->mapToGlobal(place));
            QCoreApplication::sendEvent(widget, &event);
            return explained.isEmpty() ? QString() : explained.takeFirst()[0].toString();
        };
        for (auto* panel : window.findChildren<PlotPanel*>())
            QCOMPARE(ask(&panel->plot(), {5, 5}), findHelp(panel->view().plot)->title);
        for (auto* table : window.findChildren<QTableView*>())
            if (table->accessibleName() == QLatin1String("Layers"))
                QCOMPARE(ask(table->viewport(), table->visualRect(table->model()->index(0, 1)).center()),
                         QStringLiteral("Excitatory units"));
        QCOMPARE(ask(window.findChild<QDockWidget*>(QStringLiteral("Weights")), {5, 5}),
                 QStringLiteral("Weights"));
        QCOMPARE(ask(&window, {5, 5}), QString());
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
};

QTEST_MAIN(TestHelp)
#include "tst_help.moc"
