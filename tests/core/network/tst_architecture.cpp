#include "core/common/error.h"
#include "core/network/architecture.h"

#include <QTest>

using namespace dalescope;

class TestArchitecture : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsTheParametersOfThePaperNetwork() {
        const auto shapes = checkArchitecture(
            {{"dann", 500, {50, false}}, {"dann", 500, {10, true}}, {"dann", 10, {1, false}}}, 784, 10);
        QCOMPARE(shapes[0].parameters, Index(550 * 784 + 500 * 50 + 50 + 1000));
        QCOMPARE(shapes[1].inhibitory, Index(50));
        QCOMPARE(shapes[2].inputs, Index(500));
        for (const auto& shape : shapes)
            QVERIFY(shape.fault.empty());
    }

    void givesColumnEiLayersInhibitoryOutputs() {
        const auto shapes =
            checkArchitecture({{"columnei", 500, {50, false}}, {"columnei", 10, {0, false}}}, 784, 10);
        QCOMPARE(shapes[0].outputs, Index(550));
        QCOMPARE(shapes[1].inhibitoryInputs, Index(50));
        QVERIFY(shapes[1].fault.empty());
    }

    void namesTheFault_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("units");
        QTest::addColumn<double>("inhibitory");
        QTest::addColumn<bool>("percent");
        QTest::addColumn<QString>("word");
        QTest::newRow("no inhibitory unit left") << "dann" << 10 << 1.0 << true << "no inhibitory unit";
        QTest::newRow("wrong number of classes") << "dann" << 12 << 2.0 << false << "10 classes";
        QTest::newRow("dangling inhibitory outputs") << "columnei" << 10 << 2.0 << false << "nothing follows";
    }
    void namesTheFault() {
        QFETCH(QString, kind);
        QFETCH(int, units);
        QFETCH(double, inhibitory);
        QFETCH(bool, percent);
        QFETCH(QString, word);
        const std::vector<LayerConfig> layers = {{kind.toStdString(), units, {inhibitory, percent}}};
        const auto fault = QString::fromStdString(checkArchitecture(layers, 784, 10)[0].fault);
        QVERIFY2(fault.contains(word), qPrintable(fault));
        QVERIFY_EXCEPTION_THROWN(requireSound(layers, 784, 10), Error);
    }

    void refusesWhatDoesNotFitInMemory() {
        const std::vector<LayerConfig> layers = {{"mlp", 1000000, {}}, {"mlp", 1000000, {}}, {"mlp", 10, {}}};
        QVERIFY_EXCEPTION_THROWN(requireSound(layers, 784, 10), Error);
    }

    void refusesAnEmptyNetwork() { QVERIFY_EXCEPTION_THROWN(requireSound({}, 784, 10), Error); }
};

QTEST_APPLESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
