// The list of runs as a person uses it, and what the plots draw of it.
#include "app/main_window.h"
#include "app/runs/run_differences.h"
#include "app/runs/run_overlay.h"
#include "app/runs/runs_panel.h"
#include "app/runs/session_actions.h"
#include "tests/app/small_session.h"
#include "widgets/plots/plot_catalogue.h"
#include "widgets/plots/plot_text.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QBuffer>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QTableView>
#include <QTest>
#include <QTimer>

#include <set>

using namespace dalescope;

namespace {

constexpr int patience = 20000;

std::size_t runsIn(const PlotPanel& panel) {
    std::set<const Journal*> journals;
    for (const auto& curve : panel.plot().scene().curves())
        if (curve.data)
            journals.insert(&curve.data->journal());
    return journals.size();
}

/// Makes an update, so that there are curves of it.
void begin(Run& run) {
    QTRY_COMPARE_WITH_TIMEOUT(run.status().state, RunStatus::State::Paused, patience);
    run.runUpdates(1);
    QTRY_VERIFY_WITH_TIMEOUT(run.status().update == 1 && !run.isRunning(), patience);
}

} // namespace

class TestRunsPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        session_ = std::make_unique<Session>(smallSession(data_));
        QTRY_VERIFY_WITH_TIMEOUT(isReady(session_->current()), patience);
    }
    void cleanup() { session_.reset(); }

    void isASoundModelWhileRunsComeAndGo() {
        SessionModel model(*session_);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Run& first = session_->current();
        Run& second = session_->duplicate(first);
        session_->duplicate(first);
        QCOMPARE(model.rowCount(), 3);
        session_->remove({&first, &second});
        session_->history().undo();
        session_->history().undo();
        session_->history().redo();
        session_->restore({{smallSession(data_), {}, {}}}, 0);
        QCOMPARE(model.rowCount(), 1);
    }

    void namesAndNotesAndMarksARunInPlace() {
        SessionModel model(*session_);
        const auto cell = [&](int column) { return model.index(0, column); };
        QVERIFY(model.setData(cell(SessionModel::Name), QStringLiteral(" tame "), Qt::EditRole));
        QVERIFY(!model.setData(cell(SessionModel::Name), QStringLiteral("  "), Qt::EditRole));
        QVERIFY(model.setData(cell(SessionModel::Notes), QStringLiteral("see page 3"), Qt::EditRole));
        model.toggle(cell(SessionModel::Shown));
        model.toggle(cell(SessionModel::Pinned));
        const RunLabel& label = session_->current().label();
        QCOMPARE(label.name, QStringLiteral("tame"));
        QVERIFY(label.hidden && label.pinned);
        QCOMPARE(cell(SessionModel::Shown).data(Qt::AccessibleTextRole).toString(), QStringLiteral("shown"));
        for (int i = 0; i < 4; ++i)
            session_->history().undo();
        QCOMPARE(label.name, QStringLiteral("Run 1"));
        QVERIFY(!label.hidden && !label.pinned && label.notes.isEmpty());
    }

    void showsTheErrorsOfARun() {
        SessionModel model(*session_);
        Run& run = session_->current();
        run.runUpdates(40);
        QTRY_COMPARE_WITH_TIMEOUT(run.status().update, std::int64_t(40), patience);
        QTRY_COMPARE(model.index(0, SessionModel::State).data().toString(), QStringLiteral("Paused"));
        const double error = recentTestError(*run.journal());
        QCOMPARE(model.index(0, SessionModel::TestError).data().toString(),
                 QStringLiteral("%1 %").arg(error, 0, 'f', 2));
        QVERIFY(model.index(0, SessionModel::TrainError).data().toString().endsWith(u'%'));
    }

    void choosesARunByKeyboardAndRenamesIt() {
        MainWindow window(*session_);
        window.show();
        window.activateWindow();
        Run& first = session_->current();
        Run& second = session_->duplicate(first);
        auto* table = window.findChild<RunsPanel*>()->findChild<QTableView*>();
        QTRY_VERIFY(table->isVisible());
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Up);
        QCOMPARE(&session_->current(), &first);
        table->setCurrentIndex(table->model()->index(1, SessionModel::Name));
        QCOMPARE(&session_->current(), &second);
        QTest::keyClick(table, Qt::Key_F2);
        auto* editor = table->findChild<QLineEdit*>();
        QVERIFY(editor && !editor->accessibleName().isEmpty());
        editor->setText(QStringLiteral("mine"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(second.label().name, QStringLiteral("mine"));
        QVERIFY(window.windowTitle().contains(QLatin1String("mine")));
        table->setCurrentIndex(table->model()->index(1, SessionModel::Pinned));
        QTest::keyClick(table, Qt::Key_Space);
        QVERIFY(second.label().pinned);
        const QModelIndex eye = table->model()->index(0, SessionModel::Shown);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(eye).center());
        QVERIFY(first.label().hidden);
        QCOMPARE(&session_->current(), &second); // an eye is no choice
    }

    void comparesRunsThatAreAddedToTheSelection_data() {
        QTest::addColumn<Qt::KeyboardModifiers>("keys");
        QTest::newRow("Ctrl") << Qt::KeyboardModifiers(Qt::ControlModifier);
        QTest::newRow("Shift") << Qt::KeyboardModifiers(Qt::ShiftModifier);
    }
    void comparesRunsThatAreAddedToTheSelection() {
        QFETCH(Qt::KeyboardModifiers, keys);
        Run& first = session_->current();
        session_->duplicate(first);
        session_->duplicate(first);
        SessionActions actions(*session_, nullptr);
        RunsPanel panel(*session_, actions);
        panel.resize(400, 400);
        panel.show();
        auto* table = panel.findChild<QTableView*>();
        const auto click = [&](int row, Qt::KeyboardModifiers with) {
            const QModelIndex name = table->model()->index(row, SessionModel::Name);
            QTest::mouseClick(table->viewport(), Qt::LeftButton, with, table->visualRect(name).center());
        };
        click(0, Qt::NoModifier);
        QCOMPARE(panel.selectedRuns().size(), std::size_t(1));
        click(1, keys);
        click(2, keys);
        QCOMPARE(panel.selectedRuns().size(), std::size_t(3));
        QCOMPARE(&session_->current(), session_->runs()[2].get());
    }

    void drawsEveryRunThatIsNotHiddenAndPinnedOnesAlways() {
        MainWindow window(*session_);
        window.show();
        Run& first = session_->current();
        Run& second = session_->duplicate(first);
        Run& third = session_->duplicate(first);
        session_->setCurrent(first);
        const auto panels = window.findChildren<PlotPanel*>();
        begin(third);
        QTRY_COMPARE(runsIn(*panels.first()), std::size_t(2)); // the second has no curve yet
        begin(second);
        QTRY_COMPARE(runsIn(*panels.first()), std::size_t(3));
        RunLabel label = second.label();
        label.hidden = true;
        session_->relabel(second, label, QStringLiteral("Hide"));
        for (const auto* panel : panels)
            QTRY_COMPARE(runsIn(*panel), std::size_t(2));
        label.pinned = true;
        session_->relabel(second, label, QStringLiteral("Pin"));
        QTRY_COMPARE(runsIn(*panels.first()), std::size_t(3));
        session_->remove({&second, &third});
        QTRY_COMPARE(runsIn(*panels.first()), std::size_t(1));
        QVERIFY(panels.first()->plot().scene().curves().front().spec.run.isEmpty());
    }

    void drawsNoMoreRunsThanThereAreColoursButAllPinnedOnes() {
        Run& first = session_->current();
        for (int i = 0; i < 11; ++i)
            session_->duplicate(first);
        for (const auto& run : session_->runs())
            begin(*run);
        QCOMPARE(overlaidRuns(*session_).size(), std::size_t(7));
        const SessionModel model(*session_);
        const auto saysOf = [&](int row, int role) {
            return model.data(model.index(row, SessionModel::Shown), role).toString();
        };
        QCOMPARE(saysOf(6, Qt::AccessibleTextRole), QStringLiteral("shown"));
        QCOMPARE(saysOf(9, Qt::AccessibleTextRole), QStringLiteral("hidden"));
        QCOMPARE(saysOf(9, Qt::ToolTipRole),
                 QStringLiteral("Not drawn: at most 8 runs are drawn together; pin it or hide others"));
        for (const auto& run : session_->runs()) {
            RunLabel label = run->label();
            label.pinned = true;
            run->setLabel(label);
        }
        QCOMPARE(overlaidRuns(*session_).size(), std::size_t(11));
    }

    void drawsRunsInTheirColoursAndQuantitiesInTheirPatterns() {
        Run& first = session_->current();
        Run& second = session_->duplicate(first);
        begin(first);
        QTRY_VERIFY_WITH_TIMEOUT(isReady(second), patience);
        std::vector<PlotSpec> plots{errorPlot()};
        const std::size_t own = plots[0].curves.size();
        overlayRuns(plots, *session_);
        QCOMPARE(plots[0].curves.size(), 2 * own);
        std::set<Qt::PenStyle> patterns;
        for (std::size_t i = 0; i < own; ++i) {
            const CurveSpec &mine = plots[0].curves[i], &other = plots[0].curves[own + i];
            QCOMPARE(mine.colour, second.label().colour);
            QCOMPARE(other.colour, first.label().colour);
            QCOMPARE(other.dash, mine.dash);
            QCOMPARE(other.journal, first.journal());
            patterns.insert(mine.dash);
        }
        QCOMPARE(patterns.size(), own);
        QBuffer csv;
        csv.open(QIODevice::WriteOnly);
        writeCsv(csv, {plots[0], second.journal(), plots[0].firstView(), {}, {}});
        QVERIFY2(csv.data().startsWith("run,update,epoch,seconds,train_error,"), csv.data().left(80));
        QVERIFY(csv.data().contains("\nRun 1,1,") && csv.data().contains("\nRun 1 copy,0,"));
        const QByteArray tex =
            pgfplotsText({plots[0], second.journal(), plots[0].firstView(), {}, {}}, Medium::Paper);
        QVERIFY(tex.contains("\\addlegendentry{Run 1: test}"));
    }

    void asksToSelectSeveralRunsOnlyWhereThereAre() {
        SessionActions actions(*session_, nullptr);
        const RunsPanel panel(*session_, actions);
        const auto isAsked = [&] {
            return std::ranges::any_of(panel.findChildren<QLabel*>(), [](const QLabel* label) {
                return label->text().startsWith(QLatin1String("Select two or more"));
            });
        };
        QVERIFY(!isAsked());
        Run& first = session_->current();
        session_->duplicate(first);
        QVERIFY(isAsked());
        session_->remove({&first});
        QVERIFY(!isAsked());
        session_->history().undo();
        QVERIFY(isAsked());
    }

    void saysInWhichSettingsRunsDiffer() {
        Run& first = session_->current();
        Run& second = session_->duplicate(first);
        QCOMPARE(differencesOf({&first, &second}), QStringLiteral("The same settings and seed."));
        second.document().edit("training.learning_rate", 0.5);
        second.document().edit("training.seed", std::int64_t(4));
        QTest::qWait(200); // the run begins anew with them
        QTRY_VERIFY_WITH_TIMEOUT(isReady(second), patience);
        QCOMPARE(differencesOf({&first, &second}),
                 QStringLiteral("Learning rate: Run 1 0.02, Run 1 copy 0.5\nSeed: Run 1 1, Run 1 copy 4"));
        first.runUpdates(3);
        QTRY_COMPARE_WITH_TIMEOUT(first.status().update, std::int64_t(3), patience);
        first.document().edit("training.learning_rate", 0.25);
        QTRY_VERIFY_WITH_TIMEOUT(
            differencesOf({&first, &second})
                .contains(QLatin1String("Edits in mid-run: Run 1 learning rate 0.25 after 3 updates")),
            patience);
    }

    void asksBeforeItQuitsForEveryRunThatHasComeFar() {
        Run& first = session_->current();
        MainWindow window(*session_);
        window.show();
        first.runEpoch();
        QTRY_VERIFY_WITH_TIMEOUT(first.status().epoch >= 1, patience);
        session_->duplicate(first); // the current one now has nothing to lose
        QString asked;
        QTimer answer;
        connect(&answer, &QTimer::timeout, this, [&] {
            if (auto* box = window.findChild<QMessageBox*>()) {
                answer.stop();
                asked = box->text();
                QTest::keyClick(box, Qt::Key_Escape);
            }
        });
        answer.start(10);
        QVERIFY(!window.close());
        QTRY_VERIFY(!asked.isEmpty());
        QVERIFY(window.isVisible());
        QVERIFY2(asked.contains(QLatin1String("Run 1 has made")), qPrintable(asked));
    }

private:
    static bool isReady(const Run& run) {
        return run.journal() && run.status().state == RunStatus::State::Paused;
    }

    OwnSettings settings_;
    IdxFolder data_;
    std::unique_ptr<Session> session_;
};

QTEST_MAIN(TestRunsPanel)
#include "tst_runs_panel.moc"
