// Every kind of layer in a whole run: it learns, keeps the signs of its weights, and comes back from its
// files.
#include "core/experiments/snapshot_network.h"
#include "core/settings/layer_kinds.h"
#include "core/training/checkpoint.h"
#include "core/training/snapshot.h"
#include "core/training/trainer.h"
#include "tests/core/network/small_networks.h"
#include "tests/core/training/small_data.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <set>

using namespace dalescope;

namespace {

struct Case {
    const char* name;
    std::vector<LayerConfig> layers;
    double rate;
};

std::vector<Case> cases() {
    LayerConfig dropout = layer("dropout");
    dropout.rate = 0.2;
    return {
        {"dann", {layer("dann", 20, 4), layer("dann", 4, 1)}, 0.1},
        {"layer norm", {layer("layernorm", 20), layer("mlp", 4)}, 0.1},
        {"batch norm", {layer("batchnorm", 20), layer("batchnorm", 4)}, 0.1},
        {"columnei", {layer("columnei", 20, 4), dropout, layer("columnei", 4, 0)}, 0.02},
        {"conv",
         {layer("conv", 6), layer("max-pool"), layer("conv", 8), layer("avg-pool"), layer("mlp", 4)},
         0.1},
        {"dann conv",
         {layer("dann-conv", 6, 2), layer("max-pool"), layer("flatten"), dropout, layer("dann", 4, 1)},
         0.1},
        {"recurrent", {layer("recurrent", 16, 4), layer("recurrent", 16, 4), layer("dann", 4, 1)}, 0.03},
        {"rnn", {layer("rnn", 12), layer("mlp", 4)}, 0.05},
    };
}

std::shared_ptr<const Dataset> imageData() {
    auto data = std::make_shared<Dataset>(*smallData());
    data->shape = {1, 6, 4};
    return data;
}

Config configOf(const Case& c) {
    Config config = smallConfig();
    config.layers = c.layers;
    config.training.learningRate = c.rate;
    config.training.epochs = 1000;
    config.training.testEvery = 100;
    config.balance.every = 100;
    config.fisher.every = 100;
    return config;
}

std::shared_ptr<Journal> journalOf(const Config& config) {
    return std::make_shared<Journal>(SeriesIndex(layersWithWeights(config.layers).size()).names());
}

Matrix<float> logits(const Network<float>& network, const Dataset& data) {
    Matrix<float> x(data.test.features, 32);
    std::vector<std::int32_t> y(32);
    data.test.gatherRange<float>(0, x, y);
    Pass<float> pass(network);
    return pass.forward(network, x);
}

void addCases() {
    QTest::addColumn<int>("index");
    int index = 0;
    for (const auto& c : cases())
        QTest::newRow(c.name) << index++;
}

} // namespace

class TestLayerKinds : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesItsParametersAsTheListDoes_data() { addCases(); }
    void namesItsParametersAsTheListDoes() {
        QFETCH(int, index);
        const Config config = configOf(cases()[static_cast<std::size_t>(index)]);
        const Trainer trainer(config, imageData(), journalOf(config));
        const auto layers = layersWithWeights(config.layers);
        for (std::size_t l = 0; l < layers.size(); ++l) {
            const LayerKind& kind = layerKind(layers[l].kind);
            std::set<std::string> roles, clamped;
            for (const auto& spec : trainer.network()[l].layout().specs) {
                roles.insert(spec.role());
                if (spec.nonNegative)
                    clamped.insert(spec.role());
            }
            QVERIFY(roles == std::set(kind.parameters.begin(), kind.parameters.end()));
            QVERIFY(clamped == std::set(kind.clamped.begin(), kind.clamped.end()));
            for (const auto& role : roles)
                QVERIFY(SeriesIndex::kindOf(role) < SeriesIndex::kinds.size());
        }
    }

    void learnsWithoutAWeightOfTheWrongSign_data() { addCases(); }
    void learnsWithoutAWeightOfTheWrongSign() {
        QFETCH(int, index);
        const Config config = configOf(cases()[static_cast<std::size_t>(index)]);
        const auto data = imageData();
        Trainer trainer(config, data, journalOf(config));
        trainer.recordStart();
        const QStringList clamped = {"WEE", "WIE", "WEI"};
        for (int update = 0; update < 2000 && !trainer.end(); ++update) {
            trainer.step();
            const auto& network = trainer.network();
            for (std::size_t l = 0; l < network.size(); ++l)
                for (const auto& spec : network[l].layout().specs) {
                    const auto role = QString::fromStdString(spec.role());
                    const bool dann = network[l].layout()[0].name == "WEE";
                    const bool column = config.layers[0].kind == "columnei" && role == QStringLiteral("W");
                    if (column || clamped.contains(role) || (dann && role == QStringLiteral("g")))
                        QVERIFY2(view(network[l].parameters(), spec).minCoeff() >= 0,
                                 qPrintable(QStringLiteral("%1 at update %2").arg(role).arg(update)));
                }
        }
        QVERIFY(!trainer.end());
        QVERIFY2(trainer.lastTestError() < 15, qPrintable(QString::number(trainer.lastTestError())));
    }

    void comesBackFromItsSnapshot_data() { addCases(); }
    void comesBackFromItsSnapshot() {
        QFETCH(int, index);
        const Config config = configOf(cases()[static_cast<std::size_t>(index)]);
        const auto data = imageData();
        Trainer trainer(config, data, journalOf(config));
        for (int update = 0; update < 20; ++update)
            trainer.step();
        QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("s.npz")).toStdString();
        writeNpz(file, makeSnapshot(trainer.network(), config.layers, {"patterns", data->shape, 20, 1}));
        const Npz npz = readNpz(file);
        const auto restored = networkFromSnapshot<float>(npz, "", 24, file);
        QCOMPARE(restored.in.text(), FeatureShape(data->shape).text());
        QCOMPARE(restored.network.size(), trainer.network().size());
        QVERIFY(logits(restored.network, *data) == logits(trainer.network(), *data));
    }

    void resumesFromACheckpointWithTheSameBits_data() { addCases(); }
    void resumesFromACheckpointWithTheSameBits() {
        QFETCH(int, index);
        const Config config = configOf(cases()[static_cast<std::size_t>(index)]);
        const auto data = imageData();
        Trainer whole(config, data, journalOf(config));
        for (int update = 0; update < 13; ++update)
            whole.step();
        const Checkpoint stopped = checkpointFromNpz(checkpointToNpz(whole.checkpoint()), "checkpoint.npz");
        Trainer resumed(stopped, data, journalOf(config));
        for (int update = 0; update < 13; ++update) {
            whole.step();
            resumed.step();
        }
        for (std::size_t l = 0; l < whole.network().size(); ++l) {
            QVERIFY(resumed.network()[l].parameters() == whole.network()[l].parameters());
            QVERIFY(resumed.network()[l].state() == whole.network()[l].state());
        }
    }
};

QTEST_APPLESS_MAIN(TestLayerKinds)
#include "tst_layer_kinds.moc"
