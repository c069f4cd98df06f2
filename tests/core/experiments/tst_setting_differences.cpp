// What differs between configurations, in words.
#include "core/experiments/presets.h"
#include "core/experiments/setting_differences.h"
#include "core/experiments/sweep_json.h"
#include "core/experiments/sweep_outline.h"
#include "core/settings/field.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace dalescope;

class TestSettingDifferences : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatDiffers_data() {
        QTest::addColumn<QStringList>("changes");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const QStringList& changes, const char* text) {
            QTest::newRow(name) << changes << QString::fromLatin1(text);
        };
        row("nothing", {}, "the same settings and seed");
        row("what is no setting of an experiment",
            {QStringLiteral("training.threads=7"), QStringLiteral("data.folder=/there")},
            "the same settings and seed");
        row("a number and the seed",
            {QStringLiteral("training.learning_rate=0.3576"), QStringLiteral("training.seed=2")},
            "learning rate 0.1107 against 0.3576; seed 1 against 2");
        row("one layer", {QStringLiteral("network.layers.1.inhibitory=20")},
            "inhibitory units (layer 1) 50 against 20");
        row("two layers",
            {QStringLiteral("network.layers.0.units=300"), QStringLiteral("network.layers.1.units=200")},
            "excitatory units (layers 0, 1) 500 against 300-200");
        row("hidden layers",
            {QStringLiteral("network.layers.0.units=300"), QStringLiteral("network.layers.1.units=300"),
             QStringLiteral("network.layers.2.units=300")},
            "excitatory units (hidden layers) 500 against 300");
        row("a choice", {QStringLiteral("learning.correction=none")}, "correction heuristic against none");
    }
    void saysWhatDiffers() {
        QFETCH(QStringList, changes);
        QFETCH(QString, text);
        const Config config = findPreset("mnist-dann").config;
        Config other = config;
        for (const auto& change : changes)
            setByPath(other, change.section(u'=', 0, 0).toStdString(), change.section(u'=', 1).toStdString());
        QCOMPARE(QString::fromStdString(differenceText(config, other)), text);
    }

    void comparesNetworksOfOtherKindsAndDepths() {
        const Config dann = findPreset("mnist-dann").config, mlp = findPreset("mnist-mlp").config;
        Config deeper = dann;
        deeper.layers.insert(deeper.layers.begin(), dann.layers.front());
        const std::string kinds = differenceText(dann, mlp);
        QVERIFY2(kinds.starts_with("layers dann against mlp; "), kinds.c_str());
        const std::string depths = differenceText(dann, deeper);
        QVERIFY2(depths.find("excitatory units 500-500-500-10 against 500-500-500-500-10") !=
                     std::string::npos,
                 depths.c_str());
    }

    void namesTheLayerThatDiffers() {
        const Config mlp = findPreset("mnist-mlp").config, dann = findPreset("mnist-dann").config;
        Config other = dann;
        other.layers.back().inhibitory = {0, false};
        const auto varied = variedSettings({&mlp, &dann, &other});
        const auto found = std::ranges::find(varied, "network.layers.inhibitory", &VariedSetting::path);
        QVERIFY(found != varied.end());
        QCOMPARE(found->label, std::string("Inhibitory units (layer 3)"));
        QCOMPARE(found->texts, (std::vector<std::string>{"", "1", "0"}));
    }

    void givesNumbersWhereTheyAre() {
        Config a = findPreset("mnist-dann").config, b = a;
        b.training.learningRate = 0.5;
        b.learning.correction = "none";
        const auto varied = variedSettings({&a, &b});
        QCOMPARE(varied.size(), std::size_t(2));
        QCOMPARE(varied[0].path, std::string("training.learning_rate"));
        QCOMPARE(varied[0].numbers[1], 0.5);
        QVERIFY(std::isnan(varied[1].numbers[0]));
        QVERIFY(variedSettings({&a}).empty());
        QVERIFY(variedSettings({}).empty());
    }

    void sortsASweepByConfigurations() {
        const QTemporaryDir folder;
        const auto plan = sweepFromJson(R"({"format": "dalescope-sweep", "preset": "mnist-dann", "seeds": 2,
            "grid": {"training.learning_rate": [0.1, 0.2]}})",
                                        "sweep.json");
        const auto outline =
            outlineOf(SweepFolder::create(folder.filePath(QStringLiteral("s")).toStdString(), plan));
        QCOMPARE(outline.sweep.runs().size(), std::size_t(4));
        QCOMPARE(outline.configurationOf, (std::vector<std::size_t>{0, 1, 0, 1}));
        QCOMPARE(outline.names[1], std::string("MNIST, DANN, learning rate 0.2"));
        QCOMPARE(outline.settings.size(), std::size_t(1));
        QCOMPARE(outline.settings[0].texts, (std::vector<std::string>{"0.1", "0.2"}));
    }
};

QTEST_APPLESS_MAIN(TestSettingDifferences)
#include "tst_setting_differences.moc"
