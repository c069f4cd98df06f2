// Settings by path and text, as --set and the editors give them.
#include "core/settings/field.h"
#include "tests/core/common/message_of.h"

#include <QTest>

#include <set>

using namespace dalescope;

class TestField : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void definesEachSettingOnceAndWhole() {
        std::set<std::string> paths;
        for (const auto& field : configFields()) {
            QVERIFY2(paths.insert(field.path).second, field.path.c_str());
            QVERIFY2(!field.label.empty() && field.help.ends_with('.'), field.path.c_str());
            Config config;
            field.set(config, field.fallback()); // every default is in its own range
        }
        for (const auto& field : layerFields()) {
            QVERIFY2(!field.label.empty() && field.help.ends_with('.'), field.path.c_str());
            LayerConfig layer;
            field.set(layer, field.fallback());
        }
    }

    void setsByPath_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("reads");
        const auto row = [](const char* path, const char* text, const char* reads) {
            QTest::addRow("%s=%s", path, text) << QByteArray(path) << QByteArray(text) << QByteArray(reads);
        };
        row("training.learning_rate", "0.5", "0.5");
        row("training.learning_rate", "1e-3", "0.001");
        row("training.learning_rate", "3", "3");
        row("training.epochs", "7", "7");
        row("training.epochs", "1e3", "1000");
        row("training.updates", "500.0", "500");
        row("fisher.probe", "off", "off");
        row("fisher.probe", "1", "on");
        row("fisher.probe", "true", "on");
        row("learning.correction", "fisher", "fisher");
        row("data.name", "1", "1");
        row("data.name", "my data/set", "my data/set");
        row("data.folder", "", "");
    }
    void setsByPath() {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, reads);
        Config config = defaultConfig();
        setByPath(config, path.toStdString(), text.toStdString());
        QCOMPARE(valueText(configField(path.toStdString()).get(config)), reads.toStdString());
    }

    void setsALayer() {
        Config config = defaultConfig();
        setByPath(config, "network.layers.2.units", "77");
        setByPath(config, "network.layers.0.inhibitory", "12.5 %");
        QCOMPARE(config.layers[2].units, Index(77));
        QCOMPARE(config.layers[0].inhibitory, (InhibitoryUnits{12.5, true}));
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("fault");
        const auto row = [](const char* path, const char* text, const char* fault) {
            QTest::addRow("%s=%s", path, text) << QByteArray(path) << QByteArray(text) << QByteArray(fault);
        };
        row("training.learnin_rate", "1", "did you mean \"training.learning_rate\"");
        row("", "1", "no such setting");
        row("training", "1", "no such setting");
        row("training.learning_rate", "", "not a number");
        row("training.learning_rate", "fast", "not a number");
        row("training.learning_rate", "0.1x", "not a number");
        row("training.learning_rate", " 0.1", "not a number");
        row("training.learning_rate", "nan", "out of range");
        row("training.learning_rate", "inf", "out of range");
        row("training.learning_rate", "-1", "out of range");
        row("training.epochs", "1.5", "not a whole number");
        row("training.epochs", "1e30", "not a whole number");
        row("training.epochs", "0", "out of range");
        row("training.threads", "-2", "out of range");
        row("fisher.probe", "maybe", "not true or false");
        row("learning.correction", "fischer", "did you mean \"fisher\"");
        row("network.layers.9.units", "5", "4 layers");
        row("network.layers.x.units", "5", "does not name a layer's setting");
        row("network.layers.-1.units", "5", "does not name a layer's setting");
        row("network.layers.0", "5", "does not name a layer's setting");
        row("network.layers.99999999999999999999.units", "5", "does not name a layer's setting");
        row("network.layers.0.unit", "5", "did you mean \"network.layers.0.units\"");
        row("network.layers.0.units", "0", "out of range");
        row("network.layers.0.inhibitory", "5 % %", "not a number of units");
        row("network.layers.0.inhibitory", "%", "not a number of units");
        row("network.layers.0.inhibitory", "1e9", "out of range");
    }
    void refuses() {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, fault);
        Config config = defaultConfig();
        const QByteArray message =
            messageOf([&] { setByPath(config, path.toStdString(), text.toStdString()); });
        QVERIFY2(message.contains(fault), message);
        QVERIFY(config == defaultConfig());
    }

    void locksWhatDefinesTheRun() {
        for (const char* path : {"data.name", "training.seed", "training.threads", "balance.probe_size"})
            QVERIFY2(!configField(path).editableInRun, path);
        for (const char* path : {"training.learning_rate", "training.batch_size", "training.epochs",
                                 "learning.correction", "fisher.probe", "stop.target_error"})
            QVERIFY2(configField(path).editableInRun, path);
    }

    void roundsPercentagesToWholeUnits() {
        QCOMPARE((InhibitoryUnits{10, true}).count(500), Index(50));
        QCOMPARE((InhibitoryUnits{10, true}).count(4), Index(0));
        QCOMPARE((InhibitoryUnits{12.5, true}).count(20), Index(3));
        QCOMPARE((InhibitoryUnits{7, false}).count(500), Index(7));
        for (const char* text : {"50", "10 %", "12.5 %", "0"})
            QCOMPARE(InhibitoryUnits::parse(text).text(), std::string(text));
    }
};

QTEST_APPLESS_MAIN(TestField)
#include "tst_field.moc"
