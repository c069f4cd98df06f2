// A snapshot of a network that is acted on is read as that network.
#include "core/experiments/snapshot_network.h"
#include "core/training/snapshot.h"
#include "tests/core/training/small_data.h"

#include <QTest>

using namespace dalescope;

class TestIntervenedSnapshot : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesTheSameLogits_data() {
        QTest::addColumn<QByteArray>("kind");
        for (const char* kind : {"dann", "mlp", "columnei"})
            QTest::newRow(kind) << QByteArray(kind);
    }
    void givesTheSameLogits() {
        QFETCH(QByteArray, kind);
        Config config = smallConfig(kind.constData());
        config.layers[0].intervention.silencedExcitatory = UnitChoice::parse("30 % #2");
        config.layers[0].intervention.silencedInhibitory = UnitChoice::parse("1-2");
        config.layers[1].intervention.subtractive = 0.5;
        config.layers[1].intervention.divisive = 1.5;
        config.layers[1].intervention.drivenExcitatory = UnitChoice::parse("4");
        const auto data = smallData();
        Network<float> network(config.layers, data->shape, data->classes);
        network.initialise(3, 0.3);
        network.intervene(config.layers, 5);
        const Npz npz = makeSnapshot(network, config.layers, {data->name, data->shape, 0, 5});
        const auto read = networkFromSnapshot<float>(npz, "", data->shape, "snapshot.npz");
        Matrix<float> x(data->test.features, 8);
        std::vector<std::int32_t> y(8);
        data->test.gatherRange<float>(0, x, y);
        Pass<float> pass(network), again(read.network);
        QVERIFY(pass.forward(network, x) == again.forward(read.network, x));
        network.endInterventions();
        QVERIFY(pass.forward(network, x) != again.forward(read.network, x));
    }

    void saysNothingOfThemWhereThereAreNone() {
        const Config config = smallConfig();
        const auto data = smallData();
        const Network<float> network(config.layers, data->shape, data->classes);
        const Npz npz = makeSnapshot(network, config.layers, {data->name, data->shape, 0, 5});
        QVERIFY(npz.texts.at("meta.json").find("subtractive") == std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestIntervenedSnapshot)
#include "tst_intervened_snapshot.moc"
