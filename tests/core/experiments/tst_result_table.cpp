#include "core/experiments/presets.h"
#include "core/experiments/shipped_sweeps.h"
#include "core/experiments/sweep_folder.h"
#include "core/experiments/table_text.h"
#include "core/settings/config_json.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace dalescope;
namespace fs = std::filesystem;

class TestResultTable : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    fs::path at(const char* name) const { return fs::path(temporary_.path().toStdString()) / name; }

    /// A run folder as `dalescope train` leaves it.
    static void makeRun(const fs::path& folder, Config config, std::int64_t seed, double train, double test,
                        bool diverged = false) {
        config.training.seed = seed;
        writeBytes(folder / "config.json", configToJson(config));
        RunSummary summary{.trainError = train, .testError = test, .seed = seed, .dataset = config.data.name};
        summary.diverged = diverged;
        summary.validation = config.data.validation;
        writeBytes(folder / "summary.json", summaryToJson(summary));
    }
    static void makeTable1(const fs::path& folder) {
        const Config dann = findPreset("mnist-dann").config;
        makeRun(folder / "a/1", dann, 1, 0, 1.3);
        makeRun(folder / "a/2", dann, 2, 0, 1.35);
        makeRun(folder / "b/deep/er/3", dann, 3, 0, 1.4);
        Config columns = findPreset("mnist-columnei").config;
        columns.training.threads = 1;
        makeRun(folder / "c1", columns, 1, 0.65, 4.5);
        columns.fisher.probe = true; // a probe makes no other experiment
        makeRun(folder / "c2", columns, 2, 0.66, 4.6);
        Config own = findPreset("glyphs-dann").config;
        makeRun(folder / "o1", own, 1, 5, 6);
        own.training.batchSize = 7;
        makeRun(folder / "o2", own, 1, 7, 8);
    }
    static QByteArray text(const fs::path& folder, TableFormat format) {
        return QByteArray::fromStdString(tableText(collectResults({folder}), format));
    }

private Q_SLOTS:
    void gathersSeedsOfOneExperiment() {
        makeTable1(at("t"));
        const auto table = collectResults({at("t")});
        QCOMPARE(table.notes.size(), std::size_t(0));
        QCOMPARE(table.groups.size(), std::size_t(4));
        const auto& dann = table.groups[0];
        QCOMPARE(dann.published->preset, "mnist-dann");
        QCOMPARE(dann.runs.size(), std::size_t(3));
        QVERIFY(std::abs(dann.test().mean - 1.35) < 1e-12 && std::abs(dann.test().sd - 0.05) < 1e-12);
        QCOMPARE(table.groups[1].published->model, "ColumnEi");
        QCOMPARE(table.groups[1].runs.size(), std::size_t(2));
        QVERIFY(!table.groups[2].published);
        QCOMPARE(table.groups[3].label.substr(table.groups[3].label.find(',')),
                 std::string(", batch_size 7"));
    }

    void putsTheBestTrialOfASearchFirst() {
        SweepPlan plan = findSweep("search");
        plan.random.trials = 3;
        plan.seeds = {1};
        const auto sweep = SweepFolder::create(at("search-3"), plan);
        const double errors[] = {7, 3, 5};
        for (std::size_t i = 0; i < 3; ++i)
            makeRun(sweep.pathOf(sweep.runs()[i]), sweep.runs()[i].config, 1, 1, errors[i]);
        std::vector<double> found;
        for (const auto& group : collectResults({at("search-3")}).groups)
            found.push_back(group.test().mean);
        QCOMPARE(found, (std::vector<double>{3, 5, 7}));
    }

    void isWrittenInEveryFormat_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<QList<QByteArray>>("parts");
        QTest::newRow("text") << int(TableFormat::Text)
                              << QList<QByteArray>{"Table 1: MNIST\n",
                                                   "Other runs\n",
                                                   "DANN      50       0.1107         3      0.000 ± 0.000",
                                                   "1.350 ± 0.050  1.325 ± 0.066  +0.025 [",
                                                   "within 1 sd",
                                                   "outside\n"};
        QTest::newRow("Markdown") << int(TableFormat::Markdown)
                                  << QList<QByteArray>{"### Table 1: MNIST\n\n| Model | # inhib |",
                                                       "|---|---|",
                                                       "| DANN | 50 | 0.1107 | 3 | 0.000 ± 0.000 |"};
        QTest::newRow("CSV") << int(TableFormat::Csv)
                             << QList<QByteArray>{"table,model,dataset,",
                                                  "\nTable 1,DANN,mnist,test,50,0.1107,3,0,0,0,0,1.35",
                                                  "0,0,1.325,0.066,", "\n,\"dann "};
        QTest::newRow("LaTeX") << int(TableFormat::Latex)
                               << QList<QByteArray>{"\\begin{tabular}{lllllllllll}", "\\# inhib & ",
                                                    "1.350 $\\pm$ 0.050 & ", "[95 \\% CI]", "\\end{table}"};
    }
    void isWrittenInEveryFormat() {
        QFETCH(int, format);
        QFETCH(QList<QByteArray>, parts);
        makeTable1(at("formats"));
        const QByteArray out = text(at("formats"), TableFormat(format));
        for (const auto& part : parts)
            QVERIFY2(out.contains(part), part + " is not in\n" + out);
    }

    void countsWhatIsNotDone() {
        const Config config = findPreset("mnist-mlp").config;
        makeRun(at("u/1"), config, 1, 0, 1.4);
        makeRun(at("u/2"), config, 2, NAN, NAN, true);
        writeBytes(at("u/3/config.json"), configToJson(config));
        const QByteArray out = text(at("u"), TableFormat::Text);
        QVERIFY2(out.contains("1 (1 diverged, 1 unfinished)"), out);
        QVERIFY2(out.contains("  1.400       1.440 ± 0.034  -0.040  "), out);
        QVERIFY(!out.contains("nan"));
    }

    void saysValidationWhereItIs() {
        Config config = findPreset("mnist-mlp").config;
        config.data.validation = 10000;
        makeRun(at("v"), config, 1, 0, 1.4);
        QVERIFY(text(at("v"), TableFormat::Text).contains("mnist (validation)"));
        QVERIFY(text(at("v"), TableFormat::Csv).contains(",mnist,validation,"));
    }

    void namesTheRunsOfASweep() {
        const auto sweep = SweepFolder::create(at("sweep"), findSweep("search"));
        makeRun(sweep.pathOf(sweep.runs()[0]), sweep.runs()[0].config, 1, 1, 2);
        const auto table = collectResults({at("sweep")});
        QCOMPARE(table.groups.size(), std::size_t(100));
        QVERIFY2(table.groups[0].label.starts_with("DANN, learning rate "), table.groups[0].label.c_str());
        QCOMPARE(table.groups[0].unfinished, std::size_t(2));
        QCOMPARE(table.groups[1].unfinished, std::size_t(3));
    }

    void staysWholeBesideDamagedRuns() {
        const Config config = findPreset("mnist-mlp").config;
        makeRun(at("d/1"), config, 1, 0, 1.4);
        makeRun(at("d/again"), config, 1, 0, 1.5);
        makeRun(at("d/cut"), config, 2, 0, 1.4);
        writeBytes(at("d/cut/summary.json"), "{\"final_train_error\": 1.");
        makeRun(at("d/torn"), config, 3, 0, 1.4);
        writeBytes(at("d/torn/config.json"), "{\"format\":");
        writeBytes(at("d/failed/config.json"), configToJson(config));
        writeBytes(at("d/failed/failure.txt"), "mnist: it was not found.\n");
        const auto table = collectResults({at("d")});
        QCOMPARE(table.groups.size(), std::size_t(1));
        QCOMPARE(table.groups[0].runs.size(), std::size_t(1));
        QCOMPARE(table.groups[0].runs.begin()->second.testError, 1.4);
        QCOMPARE(table.notes.size(), std::size_t(4));
        QByteArray all;
        for (const auto& note : table.notes) {
            QVERIFY(note.find('\n') == std::string::npos);
            all += QByteArray::fromStdString(note) + "\n";
        }
        for (const char* part :
             {"d/again: seed 1 of the same configuration is there already", "cut/summary.json: it is cut off",
              "torn/config.json: it is not valid JSON", "d/failed: mnist: it was not found."})
            QVERIFY2(all.contains(part), all);
    }

    void refusesFoldersWithoutRuns() {
        fs::create_directories(at("empty"));
        QVERIFY(messageOf([&] { collectResults({at("empty")}); }).contains("empty: it holds no run"));
        QVERIFY(
            messageOf([&] { collectResults({at("nowhere")}); }).contains("nowhere: there is no such folder"));
        QVERIFY(messageOf([] { tableFormat("latx"); }).contains("did you mean \"latex\"?"));
    }

    void comesWithTheWorksSweeps() {
        for (const auto& sweep : shippedSweeps()) {
            const bool search = sweep.plan.random.trials > 0;
            QVERIFY2(!sweep.plan.title.empty() && !sweep.plan.about.empty(), sweep.name.c_str());
            QCOMPARE(sweep.plan.seeds.size(), search ? std::size_t(3) : publishedSeeds);
            if (sweep.name.starts_with("table") || sweep.name == "figure7")
                for (const auto& row : sweep.plan.rows)
                    QVERIFY2(publishedFor(row.config), row.label.c_str());
        }
        const std::pair<const char*, std::size_t> runs[] = {{"table1", 42}, {"table2", 30},  {"table3", 30},
                                                            {"figure2", 6}, {"figure5", 24}, {"figure7", 12},
                                                            {"search", 300}};
        for (const auto& [name, count] : runs)
            QCOMPARE(expand(findSweep(name)).size(), count);
        QCOMPARE(shippedSweeps().size(), std::size(runs));
        QCOMPARE(expand(findSweep("kmnist-dann")).size(), std::size_t(6));
        QVERIFY(messageOf([] { findSweep("tabel1"); }).contains("did you mean \"table1\"?"));
    }
};

QTEST_GUILESS_MAIN(TestResultTable)
#include "tst_result_table.moc"
