// The table with its verdicts, and the pictures of a search.
#include "core/experiments/presets.h"
#include "widgets/experiments/result_view.h"
#include "widgets/experiments/search_words.h"
#include "widgets/experiments/sweep_runs.h"
#include "widgets/plots/figure_origin.h"

#include <QAbstractItemModelTester>
#include <QFileInfo>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

ResultGroup groupOf(const char* preset, const std::vector<double>& train, const std::vector<double>& test) {
    ResultGroup group;
    group.config = findPreset(preset).config;
    group.published = publishedFor(group.config);
    group.label = group.published ? group.published->model : preset;
    for (std::size_t i = 0; i < test.size(); ++i) {
        RunSummary run;
        run.trainError = train[i];
        run.testError = test[i];
        group.runs[static_cast<std::int64_t>(i + 1)] = run;
    }
    return group;
}

/// A search of two settings with one seed each; the second run did not end.
std::pair<SweepOutline, SweepSnapshot> smallSearch(const QTemporaryDir& folder) {
    SweepPlan plan;
    plan.rows = {{"DANN, small", findPreset("glyphs-dann").config}};
    plan.grid = {{"training.learning_rate", {0.001, 0.1}},
                 {"learning.correction", {std::string("none"), std::string("heuristic")}}};
    auto outline = outlineOf(SweepFolder::create(folder.path().toStdString(), plan));
    SweepSnapshot snapshot;
    for (std::size_t i = 0; i < outline.sweep.runs().size(); ++i) {
        RunFacts facts;
        if (i != 1) {
            facts.status.state = RunState::Done;
            facts.status.summary = RunSummary{};
            facts.status.summary->trainError = 1;
            facts.status.summary->testError = 2 + static_cast<double>(i);
        }
        snapshot.runs.push_back(facts);
    }
    return {std::move(outline), snapshot};
}

} // namespace

class TestResults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void setsResultsBesideThePublishedOnes() {
        ResultModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto results = std::make_shared<ResultTable>();
        results->groups = {groupOf("mnist-mlp", {0, 0}, {1.45, 1.47}), groupOf("mnist-dann", {0.2}, {1.3}),
                           groupOf("glyphs-dann", {3}, {4})};
        model.setResults(results);
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(text(0, ResultModel::Test), QStringLiteral("1.460 \u00b1 0.014"));
        QCOMPARE(text(0, ResultModel::PublishedTest), QStringLiteral("1.440 \u00b1 0.034"));
        QVERIFY(text(0, ResultModel::TestVerdict).endsWith(QLatin1String("within 1 sd")));
        QVERIFY(text(0, ResultModel::Difference).startsWith(QLatin1String("+0.020 [")));
        QVERIFY(text(1, ResultModel::TrainVerdict).endsWith(QLatin1String("outside")));
        QCOMPARE(text(1, ResultModel::Model), QStringLiteral("DANN, 50 inhibitory"));
        QCOMPARE(text(2, ResultModel::PublishedTest), QString());
        QCOMPARE(text(2, ResultModel::TestVerdict), QString());
        const auto spread =
            model.index(0, ResultModel::TestSpread).data(ResultModel::SpreadRole).value<ErrorSpread>();
        QCOMPARE(spread.seeds, (QList<double>{1.45, 1.47}));
        QCOMPARE(verdictSentence(*results),
                 QStringLiteral("1 of 2 rows match the paper to within two standard "
                                "deviations; outside: DANN, 50 inhibitory (train)."));
        QCOMPARE(verdictSentence({}), QStringLiteral("No finished run repeats a row of the paper yet."));
    }

    void sortsByWhatAColumnMeasures() {
        ResultView view;
        auto results = std::make_shared<ResultTable>();
        results->groups = {groupOf("mnist-mlp", {0}, {10.5}), groupOf("mnist-dann", {}, {}),
                           groupOf("glyphs-dann", {3}, {9.25})};
        view.setResults(results);
        auto& table = *view.findChild<QTableView*>();
        const auto tests = [&] {
            QStringList texts;
            for (int row = 0; row < 3; ++row)
                texts << table.model()->index(row, ResultModel::Test).data().toString();
            return texts;
        };
        const QString mlp = QStringLiteral("10.500"), none, own = QStringLiteral("9.250");
        QCOMPARE(tests(), (QStringList{mlp, none, own})); // the work's order until a person asks
        table.sortByColumn(ResultModel::Test, Qt::AscendingOrder);
        QCOMPARE(tests(), (QStringList{own, mlp, none}));
        table.sortByColumn(-1, Qt::AscendingOrder);
        QCOMPARE(tests(), (QStringList{mlp, none, own}));
    }

    void turnsASearchIntoAxes() {
        const QTemporaryDir folder;
        const auto [outline, snapshot] = smallSearch(folder);
        const auto axes = searchAxes(outline, snapshot);
        QCOMPARE(axes.size(), std::size_t(4));
        const auto& rate = *std::ranges::find(axes, QStringLiteral("Learning rate"), &SearchAxis::label);
        QVERIFY(rate.wantsLog() && !rate.isResult);
        QCOMPARE(rate.values, (std::vector<double>{0.001, 0.001, 0.1, 0.1}));
        const auto& correction = *std::ranges::find(axes, QStringLiteral("Correction"), &SearchAxis::label);
        QCOMPARE(correction.words, (QStringList{QStringLiteral("none"), QStringLiteral("heuristic")}));
        QCOMPARE(correction.values, (std::vector<double>{0, 1, 0, 1}));
        QVERIFY(std::isnan(axes.back().values[1]));
        QCOMPARE(axes.back().smallest(), 2.0);
        QCOMPARE(axes.back().largest(), 5.0);
        const QByteArray csv = searchCsv(outline, axes);
        QCOMPARE(csv.count('\n'), 5);
        QVERIFY2(csv.contains("\"DANN, small, learning rate 0.1, correction none\""), csv);
    }

    void exportsItsPicturesInAllFormats() {
        const QTemporaryDir folder;
        const auto [outline, snapshot] = smallSearch(folder);
        SearchPicture picture{searchAxes(outline, snapshot), 0, 3, true, true, {2}};
        for (const bool scatter : {true, false})
            for (const Format format : allFormats) {
                const Drawing drawing{
                    QStringLiteral("Search"),
                    [&](QCustomPlot& plot, const PlotStyle& style) {
                        scatter ? drawScatter(plot, style, picture) : drawParallel(plot, style, picture);
                    },
                    [&, &sweep = outline] { return searchCsv(sweep, picture.axes); },
                    [&] { return scatter ? scatterPgfplots(picture) : parallelPgfplots(picture); }};
                const QString path =
                    folder.filePath((scatter ? QStringLiteral("s") : QStringLiteral("p")) + suffixOf(format));
                exportDrawing(drawing, path, format, Medium::Paper);
                QVERIFY2(QFileInfo(path).size() > 100, qPrintable(path));
            }
        for (const auto& text : {scatterPgfplots(picture), parallelPgfplots(picture)})
            QCOMPARE(text.count('{'), text.count('}'));
        QCOMPARE(parallelPgfplots(picture).count("\\addplot"), 3); // the run that did not end has none
        const Drawing nothing;
        QVERIFY_EXCEPTION_THROWN(
            exportDrawing(nothing, QStringLiteral("/nowhere/plot.svg"), Format::Svg, Medium::Paper), Error);
    }

    void carriesTheForemostRuns() {
        const QTemporaryDir folder;
        const auto [outline, snapshot] = smallSearch(folder);
        SearchPicture picture;
        picture.axes = searchAxes(outline, snapshot);
        QCOMPARE(foremost(picture), (QList<int>{0, 2, 3})); // the better ones; the second has no result
        picture.chosen = {3};
        QCOMPARE(foremost(picture), (QList<int>{3, 0, 2}));
        const auto curves = std::make_shared<const Journal>(std::vector<std::string>());
        const auto runs = runsOf(outline, curves, foremost(picture));
        QCOMPARE(runs.size(), std::size_t(3));
        QCOMPARE(runs[0].name, QString::fromStdString(outline.names[3]) + QStringLiteral(", seed 1"));
        QVERIFY(runs[0].config == outline.sweep.runs()[3].config);
        QCOMPARE(runsOf(outline, curves, QList<int>(50, 1)).size(), mostCarriedRuns);
        QCOMPARE(countRuns(outline, {3, 0, 2}), std::size_t(3));
        PlotSource source;
        source.runs = runs;
        source.drawnRuns = runs.size();
        QCOMPARE(originFromJson(originToJson(originOf(source)), "").drawnRuns, std::size_t(0));
        source.drawnRuns = 300; // said where it carries fewer
        QCOMPARE(originFromJson(originToJson(originOf(source)), "").drawnRuns, std::size_t(300));
    }

    void saysWhatItsPicturesShow() {
        const QTemporaryDir folder;
        auto [outline, snapshot] = smallSearch(folder);
        SearchPicture picture{searchAxes(outline, snapshot), 0, 3, true, false, {}};
        QCOMPARE(picture.axes[0].label, QStringLiteral("Learning rate"));
        QCOMPARE(
            scatterInWords(picture),
            QStringLiteral("Test error (%) against Learning rate, 3 configuration(s): lowest 2 at 0.001, "
                           "highest 5 at 0.1, correlation 0.94"));
        QCOMPARE(parallelInWords(picture),
                 QStringLiteral("3 configuration(s). Best: Learning rate 0.001, Correction none, Train error "
                                "(%) 1, Test error (%) 2. Worst: Learning rate 0.1, Correction heuristic, "
                                "Train error (%) 1, Test error (%) 5"));
        for (auto& run : snapshot.runs)
            run = {};
        picture.axes = searchAxes(outline, snapshot);
        QVERIFY(scatterInWords(picture).endsWith(QStringLiteral("no configuration has been measured yet")));
    }

    void drawsASearchWithoutResults() {
        const QTemporaryDir folder;
        auto [outline, snapshot] = smallSearch(folder);
        for (auto& run : snapshot.runs)
            run = {};
        const SearchPicture picture{searchAxes(outline, snapshot), 0, 3, true, true, {}};
        QCustomPlot plot;
        drawScatter(plot, PlotStyle::screen(Theme::dark()), picture);
        QCOMPARE(plot.itemCount(), 1); // says that there is nothing yet
        drawParallel(plot, PlotStyle::screen(Theme::dark()), picture);
        QCOMPARE(plot.plottableCount(), 0);
    }
};

QTEST_MAIN(TestResults)
#include "tst_results.moc"
