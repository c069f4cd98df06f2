// Agreement with values made by automatic differentiation in double precision.
#include "core/common/error.h"
#include "core/experiments/gradients.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace dalescope;

class TestGolden : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithAutomaticDifferentiation_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("layers");
        QTest::addColumn<bool>("single");
        for (const bool single : {false, true}) {
            const QByteArray precision = single ? " single" : " double";
            const char* cases[][2] = {{"dann", "dann,dann,dann"},
                                      {"dann1i", "dann,dann,dann"},
                                      {"mlp", "mlp,mlp,mlp"},
                                      {"layernorm", "layernorm,layernorm,mlp"},
                                      {"batchnorm", "batchnorm,batchnorm,mlp"},
                                      {"columnei", "columnei:0,columnei:2,columnei:2"},
                                      {"conv", "conv,conv,dann"},
                                      {"recurrent", "recurrent,dann"}};
            for (const auto& [name, kinds] : cases)
                QTest::newRow(name + precision) << name << kinds << single;
        }
    }
    void agreesWithAutomaticDifferentiation() {
        QFETCH(QString, file);
        QFETCH(QString, layers);
        QFETCH(bool, single);
        const std::string path = DALESCOPE_TEST_DATA "/golden/" + file.toStdString() + ".npz";
        const Npz golden = readNpz(path);
        const Npz ours = computeGradients({path, path, layers.toStdString(), single});
        const double tolerance = single ? 2e-4 : 1e-9;
        int compared = 0;
        for (const auto& [name, array] : ours.arrays) {
            const auto expected = golden.array(name, path).as<double>();
            const auto actual = array.as<double>();
            QCOMPARE(array.shape, golden.array(name, path).shape);
            double largest = 0, difference = 0;
            for (std::size_t i = 0; i < expected.size(); ++i) {
                largest = std::max(largest, std::abs(expected[i]));
                difference = std::max(difference, std::abs(expected[i] - actual[i]));
            }
            QVERIFY2(difference <= tolerance * largest,
                     (name + " differs by " + std::to_string(difference / largest)).c_str());
            ++compared;
        }
        QVERIFY(compared >= 2 + 2 * (1 + 3 * 2));
    }

    void namesAnUnknownKind() {
        const std::string path = DALESCOPE_TEST_DATA "/golden/mlp.npz";
        try {
            computeGradients({path, path, "mlp,mpl,mlp", false});
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY(QByteArray(error.what()).contains("mpl"));
        }
    }

    void namesTheLayerAndTheFixOfASnapshotThatDoesNotFit_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("layers");
        QTest::addColumn<QString>("word");
        QTest::newRow("convolution after a dense layer") << "conv"
                                                         << "conv,dann,conv"
                                                         << "layers.1.WEE is not a matrix";
        QTest::newRow("too few layers") << "recurrent"
                                        << "recurrent"
                                        << "end with a dense layer";
        QTest::newRow("dense in place of recurrent") << "recurrent"
                                                     << "dann,dann"
                                                     << "the 9 inputs";
        QTest::newRow("recurrent on a flat batch") << "mlp"
                                                   << "rnn,mlp,mlp"
                                                   << "needs a sequence";
        QTest::newRow("convolution on a flat batch") << "mlp"
                                                     << "conv,mlp,mlp"
                                                     << "not a set of kernels";
        QTest::newRow("more layers than it holds") << "mlp"
                                                   << "mlp,mlp,mlp,mlp"
                                                   << "layers.3.W";
    }
    void namesTheLayerAndTheFixOfASnapshotThatDoesNotFit() {
        QFETCH(QString, file);
        QFETCH(QString, layers);
        QFETCH(QString, word);
        const std::string path = DALESCOPE_TEST_DATA "/golden/" + file.toStdString() + ".npz";
        try {
            computeGradients({path, path, layers.toStdString(), false});
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(word), error.what());
        }
    }

    void refusesLabelsThatNameNoClass_data() {
        QTest::addColumn<double>("label");
        QTest::newRow("fraction") << 0.5;
        QTest::newRow("negative") << -1.0;
        QTest::newRow("too large") << 1e9;
        QTest::newRow("not a number") << std::nan("");
    }
    void refusesLabelsThatNameNoClass() {
        QFETCH(double, label);
        QTemporaryDir folder;
        const std::string path = DALESCOPE_TEST_DATA "/golden/mlp.npz";
        const std::string bad = folder.filePath(QStringLiteral("bad.npz")).toStdString();
        Npz batch = readNpz(path);
        std::vector<double> labels = batch.array("y", path).as<double>();
        labels[0] = label;
        batch.arrays["y"] = NpyArray::of(labels, {static_cast<std::int64_t>(labels.size())});
        writeNpz(bad, batch);
        try {
            computeGradients({path, bad, "mlp,mlp,mlp", false});
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY2(QByteArray(error.what()).contains("bad.npz"), error.what());
            QVERIFY2(QByteArray(error.what()).contains("whole numbers"), error.what());
        }
    }

    void refusesAMetaThatCountsBelowZero() {
        QTemporaryDir folder;
        const std::string path = DALESCOPE_TEST_DATA "/golden/columnei.npz";
        const std::string bad = folder.filePath(QStringLiteral("bad.npz")).toStdString();
        Npz snapshot = readNpz(path);
        snapshot.texts["meta.json"] = R"({"layers": [{"kind": "columnei", "inhibitory_inputs": -2}]})";
        writeNpz(bad, snapshot);
        QVERIFY_EXCEPTION_THROWN(computeGradients({bad, path, "", false}), Error);
    }

    void refusesASnapshotThatDoesNotFit() {
        const std::string path = DALESCOPE_TEST_DATA "/golden/mlp.npz";
        QVERIFY_EXCEPTION_THROWN(computeGradients({path, path, "dann,dann,dann", false}), Error);
        QVERIFY_EXCEPTION_THROWN(computeGradients({path, path, "columnei:99,mlp,mlp", false}), Error);
        QVERIFY_EXCEPTION_THROWN(computeGradients({path, path, "", false}), Error);
    }
};

QTEST_APPLESS_MAIN(TestGolden)
#include "tst_golden.moc"
