// Configurations as JSON: every setting survives, and every mistake is named.
#include "core/settings/config_json.h"
#include "core/settings/field.h"
#include "tests/core/common/message_of.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace dalescope;

namespace {

/// A value of `field` that is allowed and differs from the default.
template <class Owner>
Value anotherValue(const Field<Owner>& field) {
    const Value fallback = field.fallback();
    if (const bool* b = std::get_if<bool>(&fallback))
        return !*b;
    if (const auto* text = std::get_if<std::string>(&fallback)) {
        for (const auto& choice : field.choices)
            if (choice.value != *text)
                return choice.value;
        return std::string("7");
    }
    const auto number = [&](double x) { return x >= field.minimum && x <= field.maximum; };
    if (const auto* whole = std::get_if<std::int64_t>(&fallback))
        return number(static_cast<double>(*whole + 1)) ? Value(*whole + 1) : Value(*whole - 1);
    const double real = std::get<double>(fallback);
    for (const double other : {real + 0.1234567890123, real / 3, 0.1, 0.9, 12.3})
        if (number(other) && other != real)
            return other;
    return real;
}

Config read(const QByteArray& json) {
    return configFromJson(json.toStdString(), "run.json");
}

} // namespace

class TestConfigJson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsEverySetting() {
        Config config = defaultConfig();
        for (const auto& field : configFields()) {
            field.set(config, anotherValue(field));
            QVERIFY2(field.get(config) != field.fallback(), field.path.c_str());
        }
        config.edits = {{3, "training.learning_rate", 0.1},
                        {3, "fisher.probe", true},
                        {9, "training.batch_size", std::int64_t(64)}};
        QVERIFY(configFromJson(configToJson(config), "x") == config);
        QCOMPARE(configToJson(configFromJson(configToJson(config), "x")), configToJson(config));
    }

    void keepsEverySettingOfALayer() {
        for (const auto& field : layerFields()) {
            Config config = defaultConfig();
            field.set(config.layers[1], anotherValue(field));
            const Value set = field.get(config.layers[1]);
            if (!appliesTo(field, config.layers[1].kind))
                continue;
            const Config again = configFromJson(configToJson(config), "x");
            QVERIFY2(field.get(again.layers[1]) == set, field.path.c_str());
        }
    }

    void takesDefaultsForWhatIsAbsent() {
        QVERIFY(read("{}") == defaultConfig());
        QCOMPARE(read(R"({"training": {"seed": 5}})").training.seed, std::int64_t(5));
        QCOMPARE(read(R"({"title": "T", "about": "A", "format": "dalescope-config", "version": 1})"),
                 defaultConfig());
        QCOMPARE(read(R"({"network": {"layers": [{"kind": "dann", "inhibitory": 7}]}})").layers[0].inhibitory,
                 (InhibitoryUnits{7, false}));
    }

    void sortsEditsByUpdate() {
        const Config config = read(R"({"edits": [{"update": 9, "path": "training.learning_rate", "value": 1},
                                                 {"update": 2, "path": "fisher.probe", "value": false}]})");
        QCOMPARE(config.edits[0].update, std::int64_t(2));
        QVERIFY(config.edits[1].value == Value(1.0));
    }

    void namesTheMistake_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("fault");
        const auto row = [](const char* name, const char* json, const char* fault) {
            QTest::newRow(name) << QByteArray(json) << QByteArray(fault);
        };
        row("empty", "", "line 1");
        row("bad JSON in line 3", "{\n\"training\": {\n\"seed\": }\n}", "line 3");
        row("a number out of range", R"({"training": {"seed": 11e7999}})", "out of range, '11e7999'");
        row("cut off", R"({"training": {"seed": 1)", "line 1");
        row("a list", "[1]", "not a group of settings");
        row("a number", "3", "not a group of settings");
        row("null", "null", "not a group of settings");
        row("unknown group", R"({"trainig": {}})", "did you mean \"training\"");
        row("unknown key", R"({"training": {"learning_rat": 1}})", "did you mean \"training.learning_rate\"");
        row("unknown layer key", R"({"network": {"layers": [{"unit": 3}]}})",
            "did you mean \"network.layers.0.units\"");
        row("unknown network key", R"({"network": {"layer": []}})", "network.layers");
        row("layers are no list", R"({"network": {"layers": 3}})", "not a list");
        row("a layer is no group", R"({"network": {"layers": [3]}})", "not a group of settings");
        row("unknown kind", R"({"network": {"layers": [{"kind": "dan"}]}})", "did you mean \"dann\"");
        row("group is a number", R"({"training": 3})", "not a group of settings");
        row("text for a number", R"({"training": {"learning_rate": "fast"}})", "not a number");
        row("fraction for a whole number", R"({"training": {"batch_size": 1.5}})", "not a whole number");
        row("number for a switch", R"({"fisher": {"probe": 1}})", "not true or false");
        row("number for a text", R"({"data": {"name": 1}})", "not a text");
        row("list for a number", R"({"training": {"seed": [1]}})", "neither a number");
        row("null for a number", R"({"training": {"seed": null}})", "neither a number");
        row("below the range", R"({"training": {"batch_size": 0}})", "out of range");
        row("above the range", R"({"fisher": {"momentum": 1.01}})", "out of range");
        row("beyond 64 bits", R"({"training": {"seed": 18446744073709551615}})", "out of range");
        row("far beyond", R"({"training": {"seed": 1e300}})", "not a whole number");
        row("unknown choice", R"({"learning": {"correction": "heuristics"}})", "did you mean \"heuristic\"");
        row("zero units", R"({"network": {"layers": [{"units": 0}]}})", "network.layers.0.units");
        row("negative inhibitory", R"({"network": {"layers": [{"inhibitory": "-1"}]}})", "out of range");
        row("inhibitory is no number", R"({"network": {"layers": [{"inhibitory": "some"}]}})",
            "not a number of units");
        row("inhibitory with a fraction", R"({"network": {"layers": [{"inhibitory": 1.5}]}})",
            "not a whole number");
        row("another format", R"({"format": "png"})", "not dalescope-config");
        row("another version", R"({"version": 2})", "version 1 only");
        row("edits are a number", R"({"edits": 3})", "edits");
        row("edits are a group", R"({"edits": {"a": 1}})", "edits");
        row("edit is a number", R"({"edits": [3]})", "not a group of settings");
        row("edit without a value", R"({"edits": [{"update": 1, "path": "fisher.probe"}]})", "incomplete");
        row("edit with an unknown key", R"({"edits": [{"updat": 1}]})", "did you mean \"edits.0.update\"");
        row("edit of what is fixed", R"({"edits": [{"update": 1, "path": "training.seed", "value": 1}]})",
            "cannot change while a run goes on");
        row("edit of the unknown", R"({"edits": [{"update": 1, "path": "fisher.prob", "value": true}]})",
            "did you mean \"fisher.probe\"");
        row("edit before the beginning",
            R"({"edits": [{"update": -1, "path": "fisher.probe", "value": true}]})", "edits.0");
        row("edit out of range", R"({"edits": [{"update": 1, "path": "fisher.momentum", "value": 2}]})",
            "out of range");
        row("the same key twice", R"({"training": {"seed": 1, "seed": 2}})", "");
    }
    void namesTheMistake() {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, fault);
        const QByteArray message = messageOf([&] { read(json); });
        if (fault.isEmpty())
            return; // JSON allows it; the last one counts
        QVERIFY2(message.startsWith("run.json: ") && message.contains(fault), message);
        QVERIFY2(!message.contains('\n') && message.endsWith('.') != message.endsWith('?'), message);
    }

    void survivesDeepNesting() {
        const QByteArray deep = QByteArray(100000, '[') + QByteArray(100000, ']');
        QVERIFY(messageOf([&] { read(deep); }) != "no error");
    }
};

QTEST_APPLESS_MAIN(TestConfigJson)
#include "tst_config_json.moc"
