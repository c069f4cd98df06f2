// The experiments window on small sweeps: opening, making, queueing, and what it shows meanwhile.
#include "app/experiments/experiments_window.h"
#include "app/experiments/match_dialog.h"
#include "app/figures/figure_bar.h"
#include "app/main_window.h"
#include "tests/app/accessible_controls.h"
#include "tests/app/small_session.h"
#include "widgets/experiments/comparison_view.h"
#include "widgets/experiments/result_view.h"
#include "widgets/experiments/run_list.h"
#include "widgets/experiments/search_view.h"
#include "widgets/experiments/sweep_curves.h"
#include "widgets/plots/drawing_button.h"
#include "widgets/plots/figure_file.h"
#include "widgets/plots/figure_origin.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMenuBar>
#include <QSet>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace dalescope;

class TestExperiments : public QObject {
    Q_OBJECT

    SweepPlan plan(std::int64_t epochs) const {
        Config config = smallSession(data_);
        config.layers = {{"dann", 12, {3, false}}, {"dann", 10, {1, false}}};
        config.training.epochs = epochs;
        config.fisher.probe = false;
        SweepPlan plan;
        plan.title = "Two rates";
        plan.rows = {{"DANN", config}};
        plan.grid = {{"training.learning_rate", {0.02, 0.05}}};
        plan.seeds = {1, 2};
        return plan;
    }
    QString folder() const { return temporary_.filePath(QString::fromLatin1(QTest::currentTestFunction())); }
    RunList& list() const { return *window_->findChild<RunList*>(); }
    bool all(RunState state) const {
        const auto& snapshot = window_->session().snapshot();
        return snapshot && std::ranges::all_of(snapshot->runs, [&](const RunFacts& run) {
                   return run.status.state == state;
               });
    }
    int count(RunState state) const {
        const auto& snapshot = window_->session().snapshot();
        return snapshot ? static_cast<int>(std::ranges::count_if(
                              snapshot->runs, [&](const RunFacts& r) { return r.status.state == state; }))
                        : 0;
    }
    bool isSaid(const QString& words) const {
        return std::ranges::any_of(window_->findChildren<QLabel*>(), [&](const QLabel* label) {
            return label->isVisible() && label->text().contains(words);
        });
    }
    void make(std::int64_t epochs) {
        window_->session().create(folder(), plan(epochs));
        QTRY_VERIFY_WITH_TIMEOUT(all(RunState::Waiting), 20000);
    }

    void bringsBackTheRunsOfTheSearch() {
        const QString picture = temporary_.filePath(QStringLiteral("search.png"));
        auto& save = *window_->findChild<SearchView*>()->findChild<DrawingButton*>();
        for (const std::size_t figure : {0, 1}) {
            save.exportTo(figure, picture, Format::Png);
            const FigureOrigin origin = originFromJson(readOrigin(picture), "search.png");
            QCOMPARE(origin.runs.size(), std::size_t(4));
            for (const FigureRun& run : origin.runs)
                QVERIFY(run.numbers.size() == 1 && run.update > 0);
        }
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        window.openFile(picture);
        QCOMPARE(session.runs().size(), std::size_t(5));
        auto& bar = *window.findChild<FigureBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::all_of(session.runs(),
                                                     [](const auto& run) {
                                                         return run->status().state ==
                                                                RunStatus::State::Paused;
                                                     }),
                                 20000);
        bar.runAgain();
        QTRY_VERIFY_WITH_TIMEOUT(bar.findChild<QLabel*>()->text().contains(QLatin1String("bit by bit")),
                                 20000);
    }

private Q_SLOTS:
    void init() {
        window_ =
            std::make_unique<ExperimentsWindow>(RunnerSettings{QStringLiteral(DALESCOPE_PROGRAM), {}, 2, 1});
        window_->show();
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }
    void cleanup() { window_.reset(); }

    void makesASweepAndShowsItsCurvesAndItsTable() {
        make(3);
        QCOMPARE(list().model().rowCount(), 4);
        window_->session().start();
        QTRY_VERIFY_WITH_TIMEOUT(all(RunState::Done), 60000);
        const auto& snapshot = *window_->session().snapshot();
        const auto* mean = snapshot.curves->find(meanSeries("test_error", "DANN, learning rate 0.05"));
        QVERIFY(mean && mean->size() > 3);
        const auto& curves = *window_->findChild<SweepCurves*>();
        QTRY_COMPARE(curves.panels()[1]->plot().journal(), snapshot.curves);
        QCOMPARE(curves.panels()[1]->plot().spec().curves.size(), std::size_t(2));
        const auto said = [&] { return curves.panels()[1]->plot().accessibleDescription(); };
        QTRY_VERIFY2_WITH_TIMEOUT(said().contains(QLatin1String(" learning rate 0.05: ")) &&
                                      said().contains(QLatin1String("lowest ")),
                                  qPrintable(said()), 20000);
        auto& results = *window_->findChild<ResultView*>();
        QCOMPARE(results.model().rowCount(), 2);
        QCOMPARE(results.model().index(0, ResultModel::Seeds).data().toString(), QStringLiteral("2"));
        auto& comparison = *window_->findChild<ComparisonView*>();
        comparison.setRuns({0, 2}); // two seeds of one configuration are no pair
        QVERIFY(comparison.sentence().startsWith(QLatin1String("Select two runs")));
        comparison.setRuns({0, 1});
        QVERIFY2(comparison.sentence().startsWith(
                     QLatin1String("DANN, learning rate 0.02 less DANN, learning rate 0.05; test error ")),
                 qPrintable(comparison.sentence()));
        window_->findChild<QTabWidget*>()->setCurrentWidget(&comparison);
        const auto journal = comparison.panel().plot().journal();
        QVERIFY(journal && journal->find("test_error difference mean + sd")->size() > 3);
        bringsBackTheRunsOfTheSearch();
        results.copyAs(TableFormat::Latex);
        QVERIFY(QApplication::clipboard()->text().contains(QLatin1String("tabular")));
        QVERIFY(isSaid(QStringLiteral("4 of 4 runs done")));
        QTRY_VERIFY(!window_->session().isStarted());
    }

    void opensALargerSweepAfterASmallerOne() {
        SweepPlan small = plan(3);
        small.grid.clear();
        window_->session().create(folder() + QStringLiteral("/small"), small);
        QTRY_VERIFY_WITH_TIMEOUT(all(RunState::Waiting), 20000);
        QCOMPARE(list().model().rowCount(), 2);
        make(3);
        QTRY_COMPARE(list().model().rowCount(), 4);
        QCOMPARE(window_->findChild<SweepCurves*>()->panels()[1]->plot().spec().curves.size(),
                 std::size_t(2));
    }

    void goesOnWithWhatWasStopped() {
        SweepPlan steady = plan(100000);
        steady.grid = {
            {"training.learning_rate", {0.001, 0.002}}}; // at the others a run may diverge, and end
        window_->session().create(folder(), steady);
        QTRY_VERIFY_WITH_TIMEOUT(all(RunState::Waiting), 20000);
        window_->session().start();
        QTRY_COMPARE_WITH_TIMEOUT(count(RunState::Running), 2, 30000);
        QTRY_COMPARE_WITH_TIMEOUT(window_->session().queue().size(), qsizetype(2), 10000);
        window_->session().stop();
        QTRY_COMPARE_WITH_TIMEOUT(count(RunState::Interrupted), 2, 30000);
        QTRY_VERIFY_WITH_TIMEOUT(!window_->session().isRunning(), 30000);
        window_->session().start();
        QTRY_COMPARE_WITH_TIMEOUT(count(RunState::Running), 2, 30000);
    }

    void reordersHoldsAndReleasesRuns() {
        make(3);
        auto& session = window_->session();
        QCOMPARE(session.queue(), (QList<int>{0, 1, 2, 3}));
        session.move({2, 3}, -1);
        QCOMPARE(session.queue(), (QList<int>{0, 2, 3, 1}));
        session.move({0}, 2);
        QCOMPARE(session.queue(), (QList<int>{2, 3, 0, 1}));
        session.move({1}, 5);
        QCOMPARE(session.queue(), (QList<int>{2, 3, 0, 1}));
        session.moveBefore({1, 0}, 3);
        QCOMPARE(session.queue(), (QList<int>{2, 0, 1, 3}));
        session.moveBefore({2}, -1);
        QCOMPARE(session.queue(), (QList<int>{0, 1, 3, 2}));
        session.hold({1});
        QCOMPARE(session.queue(), (QList<int>{0, 3, 2}));
        QCOMPARE(list().model().index(1, list().model().stateColumn()).data().toString(),
                 QStringLiteral("held"));
        session.release({1});
        QCOMPARE(session.queue(), (QList<int>{0, 3, 2, 1}));
    }

    void saysInWhatTwoRunsDiffer() {
        make(3);
        auto& table = list().table();
        table.selectRow(0);
        table.selectionModel()->select(table.model()->index(3, 0),
                                       QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QVERIFY(isSaid(QStringLiteral("learning rate 0.02 against 0.05; seed 1 against 2")));
    }

    void saysWhatIsNoSweep_data() {
        QTest::addColumn<QString>("content");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("a folder without one") << QString() << QStringLiteral("it is not a sweep's folder");
        QTest::newRow("cut off") << QStringLiteral("{\"format\": \"dale") << QStringLiteral("sweep.json");
        QTest::newRow("an unknown setting")
            << QStringLiteral(
                   R"({"format": "dalescope-sweep", "preset": "mnist-mlp", "set": {"training.rate": 1}})")
            << QStringLiteral("training.rate");
    }
    void saysWhatIsNoSweep() {
        QFETCH(QString, content);
        QFETCH(QString, sentence);
        const QTemporaryDir place;
        if (!content.isEmpty())
            IdxFolder::save(place.filePath(QStringLiteral("sweep.json")), content.toUtf8());
        window_->openPath(place.path());
        QTRY_VERIFY_WITH_TIMEOUT(isSaid(sentence), 20000);
        QVERIFY(!window_->session().outline());
    }

    void sparesTheOthersWhereARunWasCutOff() {
        make(3);
        const auto& outline = *window_->session().outline();
        const auto run = outline.sweep.pathOf(outline.sweep.runs()[1]);
        std::filesystem::create_directories(run);
        IdxFolder::save(QString::fromStdString((run / "summary.json").string()), "{\"final_train");
        IdxFolder::save(QString::fromStdString((run / "metrics.csv").string()), "update,epoch,sec");
        QTRY_COMPARE_WITH_TIMEOUT(count(RunState::Failed), 1, 20000);
        QCOMPARE(count(RunState::Waiting), 3);
        QVERIFY(list()
                    .model()
                    .index(1, list().model().stateColumn())
                    .data()
                    .toString()
                    .contains(QLatin1String("cut off or damaged")));
    }

    void offersEveryPresetForAVerdict() {
        const MatchDialog dialog(window_.get());
        QCOMPARE(dialog.preset(), QStringLiteral("mnist-dann")); // others train for hours
        QCOMPARE(presetSweep(dialog.preset().toStdString(), 2).seeds, (std::vector<std::int64_t>{1, 2}));
        QStringList faults;
        checkNamesAndTips(dialog, faults);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    }

    void everyControlHasANameAndATip() {
        QStringList faults;
        checkNamesAndTips(*window_, faults);
        make(3);
        checkNamesAndTips(*window_, faults);
        for (int tab = 1; tab < 4; ++tab) {
            window_->findChild<QTabWidget*>()->setCurrentIndex(tab);
            QCoreApplication::processEvents();
            checkNamesAndTips(*window_, faults);
        }
        checkButtonNames(*window_, faults);
        checkMnemonics(window_->menuBar()->actions(), QStringLiteral("menu bar"), faults);
        faults.removeDuplicates();
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    }

    void tabReachesPlotsAndListAndComesRound() {
        make(3);
        QSet<const QWidget*> reached;
        QWidget* first = nullptr;
        for (int presses = 0; presses < 100; ++presses) {
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
        for (auto* panel : window_->findChild<SweepCurves*>()->panels())
            QVERIFY(reached.contains(&panel->plot()));
        QVERIFY(reached.contains(&list().table()));
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir temporary_;
    std::unique_ptr<ExperimentsWindow> window_;
};

QTEST_MAIN(TestExperiments)
#include "tst_experiments.moc"
