#include "core/common/error.h"
#include "core/experiments/presets.h"
#include "core/experiments/sweep_json.h"
#include "core/settings/config_json.h"
#include "core/settings/field.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <set>

using namespace dalescope;

namespace {

/// A sweep of one small configuration with `rest` ("\"grid\": ...") beside it.
SweepPlan sweep(const std::string& rest) {
    return sweepFromJson(
        R"({"format": "dalescope-sweep", "version": 1, "preset": "glyphs-dann", )" + rest + "}", "s.json");
}

std::set<std::string> foldersOf(const SweepPlan& plan) {
    std::set<std::string> folders;
    for (const auto& run : expand(plan))
        folders.insert(run.folder.string());
    return folders;
}

} // namespace

class TestSweepPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void variesAGridOverSeedsWithTheFirstSeedFirst() {
        const auto runs = expand(sweep(R"("grid": {"training.batch_size": [16, 32],
            "training.learning_rate": {"from": 0.01, "to": 1, "steps": 3, "scale": "log"}}, "seeds": 2)"));
        QCOMPARE(runs.size(), std::size_t(12));
        const double rates[] = {0.01, 0.1, 1};
        for (std::size_t i = 0; i < runs.size(); ++i) {
            QCOMPARE(runs[i].seed, std::int64_t(i < 6 ? 1 : 2));
            QCOMPARE(runs[i].config.training.seed, runs[i].seed);
            QCOMPARE(runs[i].config.training.batchSize, Index(i % 6 < 3 ? 16 : 32));
            QCOMPARE(runs[i].config.training.learningRate, rates[i % 3]);
            QCOMPARE(runs[i].differences.size(), std::size_t(2));
        }
        const std::string folder = runs[1].folder.string();
        QVERIFY2(folder.starts_with("runs/glyphs-small-dann-batch_size=16-learning_rate=0.1-") &&
                     folder.ends_with("/seed-1"),
                 folder.c_str());
        QCOMPARE(runs[7].folder.parent_path(), runs[1].folder.parent_path());
    }

    void readsRowsFromPresetsConfigsAndFiles() {
        QTemporaryDir temporary;
        const std::filesystem::path folder = temporary.path().toStdString();
        writeBytes(folder / "mine.json", configToJson(findPreset("mnist-mlp").config));
        const auto plan =
            sweepFromJson(R"({"format": "dalescope-sweep", "set": {"training.epochs": 7}, "runs": [
            {"label": "A", "preset": "mnist-dann", "set": {"network.layers.0.inhibitory": 20}},
            {"config": "mine.json", "set": {"training.epochs": 9}},
            {"label": "C", "config": {"data": {"name": "fashion"}}}], "validation": 500, "seeds": [4, 9]})",
                          folder / "s.json");
        QCOMPARE(plan.rows.size(), std::size_t(3));
        QCOMPARE(plan.rows[0].config.layers[0].inhibitory.text(), std::string("20"));
        QCOMPARE(plan.rows[0].config.training.epochs, std::int64_t(7));
        QCOMPARE(plan.rows[1].label, std::string("mine"));
        QCOMPARE(plan.rows[1].config.training.epochs, std::int64_t(9));
        QCOMPARE(plan.rows[2].config.data.name, std::string("fashion"));
        for (const auto& row : plan.rows)
            QCOMPARE(row.config.data.validation, std::int64_t(500));
        QCOMPARE(plan.seeds, (std::vector<std::int64_t>{4, 9}));
    }

    void keepsEverythingInItsOwnFile() {
        const auto plan = sweep(R"("title": "T", "about": "A.", "grid": {"fisher.probe": [true, false],
            "learning.correction": ["none", "heuristic"]}, "random": {"trials": 5, "seed": 3, "settings":
            {"training.learning_rate": {"from": 1e-5, "to": 10}, "training.batch_size":
            {"from": 8, "to": 64, "scale": "linear"}}}, "seeds": 3)");
        const auto again = sweepFromJson(sweepToJson(plan), "x.json");
        QVERIFY(again == plan);
        QCOMPARE(foldersOf(again), foldersOf(plan));
    }

    void drawsTheSameTrialsHoweverManyThereAre() {
        const auto search = [](int trials) {
            return expand(sweep(R"("random": {"trials": )" + std::to_string(trials) +
                                R"(, "settings": {"training.learning_rate": {"from": 1e-5, "to": 10},
                                   "training.batch_size": {"from": 8, "to": 64}}})"));
        };
        const auto few = search(3), many = search(300);
        QCOMPARE(many.size(), std::size_t(300));
        int low = 0;
        for (std::size_t i = 0; i < many.size(); ++i) {
            const auto& training = many[i].config.training;
            QVERIFY(training.learningRate >= 1e-5 && training.learningRate <= 10);
            QVERIFY(training.batchSize >= 8 && training.batchSize <= 64);
            low += training.learningRate < 1e-2;
            if (i < few.size())
                QCOMPARE(many[i].folder.string(), few[i].folder.string());
        }
        QVERIFY2(low > 120 && low < 180, "half of the logarithmic range lies below 0.01");
    }

    void identifiesARunByWhatChangesItsResults() {
        const Config config = findPreset("mnist-dann").config;
        const auto key = configurationKey(config);
        Config other = config;
        other.training.threads = 7;
        other.training.seed = 9;
        other.data.folder = "/elsewhere";
        other.layers[0].kernel = 9; // means nothing to a dense layer
        QCOMPARE(configurationKey(other), key);
        for (const auto& [path, value] :
             std::vector<std::pair<std::string, Value>>{{"training.epochs", std::int64_t(3)},
                                                        {"data.validation", std::int64_t(1)},
                                                        {"network.layers.1.inhibitory", std::int64_t(49)},
                                                        {"learning.correction", std::string("none")}}) {
            other = config;
            setValueByPath(other, path, value);
            QVERIFY2(configurationKey(other) != key, path.c_str());
        }
        QCOMPARE(key.size(), std::size_t(10));
    }

    void neverPlansTheSameRunTwice() {
        QCOMPARE(
            expand(sweep(R"("grid": {"training.batch_size": [32, 32.0, 16]}, "seeds": [1, 2, 1])")).size(),
            std::size_t(4));
        QCOMPARE(expand(sweep(R"("runs": [{"label": "a"}, {"label": "b"}])")).size(), std::size_t(1));
    }

    void extendsAPlanWithoutLosingARun_data() {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<int>("runs");
        const auto row = [](const char* name, const char* more, int runs) {
            QTest::newRow(name) << QByteArray(more) << runs;
        };
        row("the same", R"("grid": {"training.batch_size": [16, 32]}, "seeds": 2)", 4);
        row("seeds", R"("grid": {"training.batch_size": [16, 32]}, "seeds": 5)", 10);
        row("other seeds", R"("grid": {"training.batch_size": [16, 32]}, "seeds": [7])", 6);
        row("values", R"("grid": {"training.batch_size": [32, 64]}, "seeds": 1)", 6);
        row("rows", R"("grid": {"training.batch_size": [16]}, "runs": [{}, {"preset": "mnist-mlp"}])", 8);
    }
    void extendsAPlanWithoutLosingARun() {
        QFETCH(QByteArray, more);
        QFETCH(int, runs);
        const auto plan = sweep(R"("grid": {"training.batch_size": [16, 32]}, "seeds": 2)");
        const auto extended = extendedBy(plan, sweep(more.toStdString()));
        const auto all = foldersOf(extended);
        QCOMPARE(all.size(), std::size_t(runs));
        for (const auto& folder : foldersOf(plan))
            QVERIFY2(all.contains(folder), folder.c_str());
        for (const auto& folder : foldersOf(sweep(more.toStdString())))
            QVERIFY2(all.contains(folder), folder.c_str());
    }

    void refusesAPlanOfAnotherKind_data() {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QByteArray>("fault");
        QTest::newRow("rows") << QByteArray(R"("set": {"training.epochs": 3})")
                              << QByteArray("none of these runs");
        QTest::newRow("grid") << QByteArray(R"("grid": {"training.batch_size": [1]})") << QByteArray("grid");
        QTest::newRow("search")
            << QByteArray(
                   R"("random": {"trials": 1, "settings": {"training.learning_rate": {"from": 1, "to": 2}}})")
            << QByteArray("random search");
    }
    void refusesAPlanOfAnotherKind() {
        QFETCH(QByteArray, more);
        QFETCH(QByteArray, fault);
        const auto message =
            messageOf([&] { extendedBy(sweep(R"("title": "Mine")"), sweep(more.toStdString())); });
        QVERIFY2(message.contains(fault) && message.contains("\"Mine\"") &&
                     message.contains("choose another --out"),
                 message);
    }

    void saysWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("rest");
        QTest::addColumn<QByteArray>("fault");
        const auto row = [](const char* rest, const char* fault) {
            QTest::newRow(rest) << QByteArray(rest) << QByteArray(fault);
        };
        row(R"("gird": {})", "did you mean \"grid\"?");
        row(R"("runs": [{"lable": "x"}])",
            "runs.0.lable: there is no such key in a sweep; did you mean \"label\"?");
        row(R"("runs": [])", "runs: it is not a list with something in it");
        row(R"("runs": [{"preset": "mnist-dan"}])", "did you mean \"mnist-dann\"?");
        row(R"("runs": [{"config": "nowhere.json"}])", "nowhere.json: it cannot be opened");
        row(R"("runs": [{"config": {"training": {"sed": 1}}}])", "training.seed");
        row(R"("config": {})", "keep one of the two");
        row(R"("set": {"training.epoch": 1})", "did you mean \"training.epochs\"?");
        row(R"("set": {"training.epochs": "many"})", "training.epochs: \"many\" is not a whole number");
        row(R"("set": {"training.epochs": [1]})", "give a single value");
        row(R"("set": {"training.seed": 1})", "list them under \"seeds\"");
        row(R"("set": {"training.threads": 1})", "as an option");
        row(R"("set": [])", "set: it is not a group");
        row(R"("grid": [])", "grid: it is not a group");
        row(R"("grid": {"training.batch_size": []})", "its list of values is empty");
        row(R"("grid": {"training.batch_size": [0]})", "out of range");
        row(R"("grid": {"training.batch_sise": [1]})", "did you mean \"training.batch_size\"?");
        row(R"("grid": {"network.layers.9.units": [1]})", "the network has");
        row(R"("grid": {"training.learning_rate": {"from": 1, "to": 1, "steps": 3}})",
            "from 1 to 1 is empty");
        row(R"("grid": {"training.learning_rate": {"from": 2, "to": 1, "steps": 3}})",
            "from 2 to 1 is empty");
        row(R"("grid": {"training.learning_rate": {"from": 1, "to": 2, "steps": 0}})",
            "0 is not a whole number");
        row(R"("grid": {"training.learning_rate": {"from": 1, "to": 2}})", "give \"steps\"");
        row(R"("grid": {"training.learning_rate": {"from": 0, "to": 2, "steps": 2, "scale": "log"}})",
            "cannot begin at 0");
        row(R"("grid": {"training.learning_rate": {"from": 1, "to": 2, "steps": 2, "scale": "lin"}})",
            "say linear or log");
        row(R"("grid": {"data.name": {"from": 1, "to": 2, "steps": 2}})", "list its values");
        row(R"("random": {"settings": {}})", "random.trials: it is missing");
        row(R"("random": {"trials": 1})", "names nothing to draw");
        row(R"("random": {"trials": 0, "settings": {}})", "0 is not a whole number from 1");
        row(R"("random": {"trials": 1, "settings": {"training.learning_rate": {"from": 10, "to": 1e-5}}})",
            "from 10 to 1e-05 is empty");
        row(R"("random": {"trials": 1, "settings": {"training.learning_rate": 3}})", "it is not a group");
        row(R"("seeds": 0)", "seeds: 0 is not a whole number");
        row(R"("seeds": [])", "seeds: the list is empty");
        row(R"("seeds": [1.5])", "1.5 is not a whole number");
        row(R"("seeds": 100000, "grid": {"training.batch_size": [1, 2]})", "has 2e+05 runs");
        row(R"("validation": -1)", "validation: -1 is not a whole number");
        row(R"("version": 2)", "use a newer Dalescope");
    }
    void saysWhatIsWrong() {
        QFETCH(QByteArray, rest);
        QFETCH(QByteArray, fault);
        const auto message = messageOf([&] { sweep(rest.toStdString()); });
        QVERIFY2(message.startsWith("s.json: ") || message.startsWith("nowhere.json"), message);
        QVERIFY2(message.contains(fault), message);
        QVERIFY2(!message.contains('\n'), message);
    }

    void refusesWhatIsNoSweep_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("fault");
        QTest::newRow("no JSON") << QByteArray("{\n\"format\":,")
                                 << QByteArray("s.json: it is not valid JSON at line 2");
        QTest::newRow("a configuration")
            << QByteArray(R"({"format": "dalescope-config"})") << QByteArray("it is not dalescope-sweep");
        QTest::newRow("a list") << QByteArray("[]") << QByteArray("it is not a group");
        QTest::newRow("nothing to run") << QByteArray(R"({"format": "dalescope-sweep"})")
                                        << QByteArray("give a preset, a config, or a list of runs");
    }
    void refusesWhatIsNoSweep() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, fault);
        const auto message = messageOf([&] { sweepFromJson(text.toStdString(), "s.json"); });
        QVERIFY2(message.startsWith("s.json: ") && message.contains(fault), message);
    }
};

QTEST_GUILESS_MAIN(TestSweepPlan)
#include "tst_sweep_plan.moc"
