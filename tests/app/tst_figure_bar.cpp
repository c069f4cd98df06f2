// An exported figure, opened in a window that knows nothing of its run, brings the run back and repeats it.
#include "app/figures/figure_bar.h"
#include "app/main_window.h"
#include "app/runs/run_overlay.h"
#include "tests/app/small_session.h"
#include "widgets/plots/figure_file.h"
#include "widgets/plots/plot_panel.h"
#include "widgets/plots/qcp.h"

#include <QAction>
#include <QApplication>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QTest>

using namespace dalescope;

class TestFigureBar : public QObject {
    Q_OBJECT

    static void drop(QWidget& window, const QString& path) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &enter); // what is dropped goes to the widget that it entered
        QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &event);
    }
    static bool says(const QWidget& window, const QString& words) {
        const auto labels = window.findChild<FigureBar*>()->findChildren<QLabel*>();
        return std::ranges::any_of(labels,
                                   [&](const QLabel* label) { return label->text().contains(words); });
    }
    /// The error plot of a run of 60 updates whose learning rate was changed after 30.
    QString figure() {
        Session session(smallSession(data_));
        MainWindow window(session);
        Run& run = session.current();
        const auto trainTo = [&](int update) {
            run.runUpdates(update - static_cast<int>(run.status().update));
            return QTest::qWaitFor([&] { return run.status().update == update && !run.isRunning(); }, 20000);
        };
        if (!QTest::qWaitFor([&] { return run.status().state == RunStatus::State::Paused; }, 20000) ||
            !trainTo(30))
            return {};
        run.document().edit("training.learning_rate", 0.005);
        if (!trainTo(60))
            return {};
        auto& panel = *window.findChildren<PlotPanel*>().first();
        PlotSource source = sourceOf(panel.plot());
        source.view.logX = true;
        source.runs = drawnRuns(session);
        const QString path = folder_.filePath(QStringLiteral("figure.svg"));
        exportPlot(source, path, Format::Svg, Medium::Paper);
        return path;
    }

private Q_SLOTS:
    void bringsTheRunBackAndRepeatsIt() {
        const QString path = figure();
        QVERIFY(!path.isEmpty());
        Config other = smallSession(data_);
        other.training.seed = 5;
        Session session(other);
        MainWindow window(session);
        window.show();
        drop(window, path);
        QCOMPARE(session.runs().size(), std::size_t(2)); // what was there stays
        Run& run = session.current();
        QCOMPARE(run.label().name, QStringLiteral("figure"));
        QCOMPARE(run.document().config().training.seed, std::int64_t(1));
        QVERIFY(window.findChildren<PlotPanel*>().first()->view().logX);
        auto& bar = *window.findChild<FigureBar*>();
        QVERIFY(bar.isVisible());
        QVERIFY(says(window, QStringLiteral("after 60 updates of a run with seed 1")));
        QTRY_COMPARE_WITH_TIMEOUT(run.status().state, RunStatus::State::Paused, 20000);
        QTest::mouseClick(bar.findChild<QPushButton*>(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(says(window, QStringLiteral("bit by bit")), 20000);
        QCOMPARE(run.status().update, std::int64_t(60));
        QCOMPARE(run.journal()->marks(), std::size_t(1)); // the edit, made again
    }

    void drawsWhatTheFigureCarriesUntilTheRunIsThere() {
        const QString path = figure();
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        drop(window, path);
        Run& run = session.current();
        QTRY_COMPARE_WITH_TIMEOUT(run.status().state, RunStatus::State::Paused, 20000);
        LivePlot& plot = window.findChildren<PlotPanel*>().first()->plot();
        const auto ghosts = [&plot] {
            return std::ranges::count_if(plot.spec().curves,
                                         [](const CurveSpec& curve) { return curve.ofFigure; });
        };
        QTRY_VERIFY(ghosts() > 0);
        for (const CurveSpec& curve : plot.spec().curves)
            if (curve.ofFigure) {
                QCOMPARE(curve.run, QStringLiteral("figure"));
                QCOMPARE(curve.journal->tick(curve.journal->rows() - 1).update, std::int64_t(60));
            }
        QVERIFY(plot.canvas().xAxis->range().upper >= 60);
        QCOMPARE(drawnRuns(session).size(), std::size_t(1)); // no run by itself
        run.runUpdates(60);
        QTRY_COMPARE_WITH_TIMEOUT(run.status().update, std::int64_t(60), 20000);
        QTRY_COMPARE(ghosts(), 0);
    }

    void belongsToItsRunAndWaitsWhereThatRests() {
        const QString path = figure();
        Session session(smallSession(data_));
        session.current().document().edit("training.seed", std::int64_t(5));
        MainWindow window(session);
        window.show();
        drop(window, path);
        Run &other = *session.runs().front(), &run = session.current();
        QVERIFY(&other != &run);
        auto& bar = *window.findChild<FigureBar*>();
        QVERIFY(bar.isVisible() && bar.action()->isEnabled());
        session.setCurrent(other);
        QVERIFY(!bar.isVisible() && !bar.action()->isEnabled());
        session.setCurrent(run);
        QVERIFY(bar.isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(run.status().state, RunStatus::State::Paused, 20000);
        FigureOrigin far = originFromJson(readOrigin(path), path.toStdString());
        far.runs.front().update = 1000000; // there is time to pause
        bar.setFigure(far, path, {&run});
        bar.runAgain();
        QTRY_VERIFY_WITH_TIMEOUT(run.status().update > 60, 20000);
        run.pause();
        QTRY_VERIFY_WITH_TIMEOUT(says(window, QStringLiteral("rests at update")), 20000);
        QVERIFY(bar.findChild<QPushButton*>()->isEnabled());
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(says(window, QStringLiteral("Making the updates")), 20000);
        run.stop();
        QTRY_VERIFY_WITH_TIMEOUT(says(window, QStringLiteral("rests at update")), 20000);
    }

    void bringsEveryDrawnRunBack() {
        const QString path = folder_.filePath(QStringLiteral("two.png"));
        {
            Session session(smallSession(data_));
            MainWindow window(session);
            Run& second = session.duplicate(session.current());
            second.document().edit("training.seed", std::int64_t(7));
            int updates = 20;
            for (const auto& run : session.runs()) {
                QTRY_COMPARE_WITH_TIMEOUT(run->status().state, RunStatus::State::Paused, 20000);
                run->runUpdates(updates);
                QTRY_VERIFY_WITH_TIMEOUT(run->status().update == updates && !run->isRunning(), 20000);
                updates += 20;
            }
            QTRY_VERIFY(!session.runs().front()->isRunning());
            auto& panel = *window.findChildren<PlotPanel*>().first();
            const auto drawsBoth = [&panel] {
                return std::ranges::any_of(panel.plot().spec().curves,
                                           [](const CurveSpec& curve) { return curve.journal != nullptr; });
            };
            QTRY_VERIFY(drawsBoth());
            PlotSource source = sourceOf(panel.plot());
            source.runs = drawnRuns(session);
            QCOMPARE(source.runs.size(), std::size_t(2));
            exportPlot(source, path, Format::Png, Medium::Paper);
        }
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        drop(window, path);
        QCOMPARE(session.runs().size(), std::size_t(3));
        QCOMPARE(session.current().document().config().training.seed,
                 std::int64_t(7)); // what it was drawn of
        QVERIFY(says(window, QStringLiteral("It shows 1 other run")));
        for (const auto& run : session.runs())
            QTRY_COMPARE_WITH_TIMEOUT(run->status().state, RunStatus::State::Paused, 20000);
        QTest::mouseClick(window.findChild<FigureBar*>()->findChild<QPushButton*>(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(says(window, QStringLiteral("bit by bit")), 20000);
        QCOMPARE(session.runs()[1]->status().update + session.runs()[2]->status().update, std::int64_t(60));
        session.history().stack().undo(); // as one change
        QCOMPARE(session.runs().size(), std::size_t(1));
    }

    void saysWhereARunIsAnother() {
        FigureComparison found;
        found.same = 3;
        found.different = 2;
        found.series = "test_error";
        found.update = 1200;
        found.figure = 3.5F;
        found.run = 3.25F;
        const QString text = comparisonText(found);
        for (const char* part : {"test_error is 3.5 in the figure and 3.25 here", "2 of 5 numbers"})
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
        FigureComparison same;
        same.same = 72;
        QVERIFY(comparisonText(same).startsWith(QLatin1String("The same: all 72 numbers")));
        const QString ofRun = comparisonText(same, true);
        QVERIFY2(ofRun.contains(QLatin1String("72 numbers of its loss and test error")), qPrintable(ofRun));
        QVERIFY(comparisonText({}).contains(QLatin1String("no numbers")));
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir folder_;
};

QTEST_MAIN(TestFigureBar)
#include "tst_figure_bar.moc"
