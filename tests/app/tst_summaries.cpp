// Every plot and picture of the window says what it shows, and says something else once that has changed.
#include "app/main_window.h"
#include "app/session.h"
#include "tests/app/small_session.h"
#include "widgets/inspectors/disturbance_controls.h"
#include "widgets/inspectors/intervention_sweep_view.h"
#include "widgets/inspectors/spread_grid.h"
#include "widgets/inspectors/weights_panel.h"
#include "widgets/plots/plot_panel.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDeadlineTimer>
#include <QDockWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

using namespace dalescope;

namespace {

constexpr int patience = 30000;

QAccessible::Role roleOf(QWidget* widget) {
    return QAccessible::queryAccessibleInterface(widget)->role();
}

QString said(QWidget* widget) {
    return QAccessible::queryAccessibleInterface(widget)->text(QAccessible::Description);
}

bool tellsValues(const QString& text) {
    static const QRegularExpression number(QStringLiteral("\\d"));
    return text.contains(number);
}

/// The seed says whether the unit that is looked at is ever active.
bool tellsOfNetwork(const QString& text) {
    return tellsValues(text) || text == QLatin1String("Never active");
}

template <class Button>
Button* button(const QWidget& parent, const QString& text) {
    for (auto* found : parent.findChildren<Button*>())
        if (found->text().remove(u'&') == text)
            return found;
    qFatal("no button %s", qPrintable(text));
}

} // namespace

class TestSummaries : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        session_ = std::make_unique<Session>(smallSession(data_));
        window_ = std::make_unique<MainWindow>(*session_);
        window_->resize(1280, 800);
        window_->show();
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().state, RunStatus::State::Paused, patience);
        train();
        for (auto* dock : window_->findChildren<QDockWidget*>())
            if (dock->isFloating())
                dock->show();
        disturbance_ = window_->findChild<DisturbanceControls*>();
        disturbance_->findChild<QComboBox*>()->setCurrentIndex(1);
        sweep_ = window_->findChild<InterventionSweepView*>();
        measure();
    }
    void cleanupTestCase() {
        window_.reset();
        session_.reset();
    }

    void everyPlotIsAChart() {
        for (auto* plot : window_->findChildren<QCustomPlot*>())
            QVERIFY2(roleOf(plot) == QAccessible::Chart || roleOf(plot->parentWidget()) == QAccessible::Chart,
                     qPrintable(plot->accessibleName()));
        // 3 plots of the run, 4 of a unit, 2 maps, answer, spreads, lens, diagram, disturbance, intervention
        QVERIFY(charts().size() >= 15);
    }

    void saysWhatIsShownAndWhatHasChanged() {
        const auto before = texts();
        for (auto it = before.begin(); it != before.end(); ++it) {
            QVERIFY2(!QAccessible::queryAccessibleInterface(it.key())->text(QAccessible::Name).isEmpty(),
                     it.key()->metaObject()->className());
            QVERIFY2(tellsValues(it.value()),
                     qPrintable(it.key()->accessibleName() + QStringLiteral(": ") + it.value()));
        }
        session_->current().resetToNewSeed(); // another network, of which everything differs
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().update, std::int64_t(0), patience);
        train();
        for (QDeadlineTimer end(patience); !end.hasExpired() && isAsBefore(before);) {
            train();
            measure(); // until both have seen a newer network
        }
        for (auto it = before.begin(); it != before.end(); ++it)
            QTRY_VERIFY2_WITH_TIMEOUT(tellsOfNetwork(said(it.key())) && said(it.key()) != it.value(),
                                      qPrintable(it.value()), patience);
    }

    void saysHowWeightsAreSpread() {
        auto* weights = window_->findChild<WeightsPanel*>();
        auto* grid = const_cast<SpreadGrid*>(&weights->spreadGrid());
        auto* histograms = button<QToolButton>(*weights, QStringLiteral("Histograms"));
        histograms->click();
        QTRY_VERIFY_WITH_TIMEOUT(said(grid).contains(QLatin1String("WIE, ")), patience);
        const QString before = said(grid);
        QVERIFY2(before.contains(QLatin1String("median ")), qPrintable(before));
        train();
        QTRY_VERIFY2_WITH_TIMEOUT(said(grid) != before, qPrintable(before), patience);
        histograms->click();
    }

    void saysTheCourseOfACurve() {
        const auto* panel = window_->findChild<PlotPanel*>();
        const QString text = panel->plot().accessibleDescription();
        QVERIFY2(text.startsWith(QLatin1String("Error, error (%). ")), qPrintable(text));
        static const QRegularExpression trend(QStringLiteral("rising|falling|level")); // which, the seed says
        QVERIFY2(text.contains(trend), qPrintable(text));
        for (const char* part : {" at update ", "lowest ", "highest "})
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
    }

    void saysAMatrixAndItsChosenCell() {
        auto& map = const_cast<HeatMap&>(window_->findChild<WeightsPanel*>()->heatMap());
        QTRY_VERIFY_WITH_TIMEOUT(said(&map).startsWith(QLatin1String("WEE of layer 0 after ")), patience);
        QVERIFY2(said(&map).contains(QStringLiteral("30 \u00d7 64 values from ")), qPrintable(said(&map)));
        QTest::keyClick(&map, Qt::Key_Right);
        QTRY_VERIFY2_WITH_TIMEOUT(said(&map).startsWith(QLatin1String("unit 0")), qPrintable(said(&map)),
                                  patience);
    }

private:
    void train() {
        const std::int64_t before = session_->current().status().update;
        session_->current().runUpdates(60);
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().update, before + 60, patience);
    }
    /// What is measured only when it is asked for.
    void measure() {
        auto* test = button<QPushButton>(*disturbance_, QStringLiteral("Test set"));
        QTRY_VERIFY_WITH_TIMEOUT(test->isEnabled(), patience);
        QSignalSpy measured(disturbance_, &DisturbanceControls::measured),
            swept(sweep_, &InterventionSweepView::swept);
        test->click();
        auto* sweep = button<QPushButton>(*sweep_, QStringLiteral("Sweep"));
        QTRY_VERIFY_WITH_TIMEOUT(sweep->isEnabled(), patience);
        sweep->click();
        QTRY_VERIFY_WITH_TIMEOUT(!measured.isEmpty() && !swept.isEmpty(), patience);
    }
    bool isAsBefore(const QHash<QWidget*, QString>& before) const {
        for (auto* measured : {disturbance_->findChild<QCustomPlot*>(), sweep_->findChild<QCustomPlot*>()})
            if (said(measured) == before.value(measured))
                return true;
        return false;
    }
    QList<QWidget*> charts() const {
        QList<QWidget*> found;
        for (auto* widget : window_->findChildren<QWidget*>())
            if (roleOf(widget) == QAccessible::Chart)
                found << widget;
        return found;
    }
    /// Of every chart in sight, and of the confusion matrix, once all have been told something.
    QHash<QWidget*, QString> texts() const {
        QList<QWidget*> views = charts();
        for (auto* table : window_->findChildren<QTableWidget*>())
            if (table->accessibleName() == QLatin1String("Confusion matrix"))
                views << table;
        QHash<QWidget*, QString> all;
        for (auto* view : std::as_const(views)) {
            if (!view->isVisible())
                continue;
            [&] { QTRY_VERIFY_WITH_TIMEOUT(tellsValues(said(view)), patience); }();
            all[view] = said(view);
        }
        return all;
    }

    OwnSettings settings_;
    IdxFolder data_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
    DisturbanceControls* disturbance_ = nullptr;
    InterventionSweepView* sweep_ = nullptr;
};

QTEST_MAIN(TestSummaries)
#include "tst_summaries.moc"
