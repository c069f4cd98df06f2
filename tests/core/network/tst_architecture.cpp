#include "core/common/error.h"
#include "core/network/architecture.h"
#include "core/network/network.h"

#include <QTest>

using namespace dalescope;

namespace {

/// kind:units:inhibitory:kernel:stride:padding:size, separated by commas; what is missing is the default.
std::vector<LayerConfig> parsed(const QString& text) {
    std::vector<LayerConfig> layers;
    for (const auto& part : text.split(u',')) {
        const auto numbers = part.split(u':');
        LayerConfig layer;
        layer.kind = numbers[0].toStdString();
        layer.inhibitory = {0, false};
        if (numbers.size() > 2)
            layer.inhibitory = {numbers[2].toDouble(), false};
        Index* const sizes[] = {nullptr,       &layer.units,   nullptr,    &layer.kernel,
                                &layer.stride, &layer.padding, &layer.size};
        for (qsizetype i = 1; i < numbers.size(); ++i)
            if (sizes[i])
                *sizes[i] = numbers[i].toInt();
        layers.push_back(layer);
    }
    return layers;
}

} // namespace

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

    void namesTheFaultOfShapesThatDoNotFit_data() {
        QTest::addColumn<QString>("layers"); // kind:units:inhibitory:kernel:stride:padding:size,...
        QTest::addColumn<int>("at");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, const char* layers, int at, const char* word) {
            QTest::newRow(name) << layers << at << word;
        };
        row("kernel larger than the image", "conv:8:0:9:1:0:2,mlp:10", 0, "make the kernel at most 6");
        row("kernel larger than the padded image", "dann-conv:8:2:9:1:1:2,mlp:10", 0,
            "make the kernel at most 8");
        row("pooling that leaves nothing", "max-pool:1:0:3:1:1:7,mlp:10", 0, "leave nothing");
        row("pooling in the end that leaves nothing", "conv:8:0:3:1:1:2,avg-pool:1:0:3:1:1:4,max-pool,mlp:10",
            2, "leave nothing");
        row("convolution after a dense layer", "mlp:20,conv:8,mlp:10", 1, "before the first dense");
        row("pooling after flattening", "flatten,max-pool,mlp:10", 1, "needs an image");
        row("recurrent after a dense layer", "mlp:20,rnn:8,mlp:10", 1, "before the first dense");
        row("recurrent after the last step", "recurrent:8:2,flatten,rnn:8,mlp:10", 2, "without steps");
        row("no inhibitory filter", "dann-conv:8:0,mlp:10", 0, "no inhibitory unit");
        row("no inhibitory unit in a recurrent layer", "recurrent:8:0,mlp:10", 0, "no inhibitory unit");
        row("no units", "conv:0,mlp:10", 0, "one or more");
        row("negative units", "rnn:-4,mlp:10", 0, "one or more");
        row("kernel of nothing", "conv:8:0:0,mlp:10", 0, "must be 1 or more");
        row("stride of nothing", "conv:8:0:3:0,mlp:10", 0, "must be 1 or more");
        row("negative padding", "conv:8:0:3:1:-1,mlp:10", 0, "must be 1 or more");
        row("window of nothing", "max-pool:1:0:3:1:1:0,mlp:10", 0, "must be 1 or more");
        row("a convolution as output", "conv:10", 0, "add a dense layer of 10 units");
        row("a recurrent output", "rnn:10", 0, "add a dense layer of 10 units");
        row("nothing after the last pooling", "mlp:10,flatten", 1, "add a dense layer of 10 units");
        row("inhibitory outputs into layer norm", "columnei:8:2,dropout,layernorm:10", 2,
            "only a ColumnEi layer");
    }
    void namesTheFaultOfShapesThatDoNotFit() {
        QFETCH(QString, layers);
        QFETCH(int, at);
        QFETCH(QString, word);
        const auto in = FeatureShape::image(3, 6, 6);
        const auto list = parsed(layers);
        const auto shapes = checkArchitecture(list, in, 10);
        for (int i = 0; i < at; ++i)
            QVERIFY2(shapes[static_cast<std::size_t>(i)].fault.empty(),
                     shapes[static_cast<std::size_t>(i)].fault.c_str());
        const auto fault = QString::fromStdString(shapes[static_cast<std::size_t>(at)].fault);
        QVERIFY2(fault.contains(word), qPrintable(fault));
        QVERIFY2(fault.endsWith(u'.') && fault.contains(QStringLiteral("; ")), qPrintable(fault));
        try {
            requireSound(list, in, 10);
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY(QString::fromUtf8(error.what()).startsWith(QStringLiteral("network.layers.%1").arg(at)));
        }
    }

    void countsTheParametersThatTheLayersHave() {
        const auto in = FeatureShape::image(2, 8, 6);
        const auto list = parsed(QStringLiteral("dann-conv:6:2,max-pool,conv:5:0:2:2:1,recurrent:7:3,rnn:4,"
                                                "batchnorm:9,layernorm:8,columnei:7:0,dann:10:2"));
        // A ColumnEi layer in the middle without inhibitory inputs is a fault, but has its parameters all the
        // same.
        const auto shapes = checkArchitecture(list, in, 10);
        const Network<float> network(makeStages<float>(list, shapes));
        std::size_t index = 0;
        for (std::size_t i = 0; i < list.size(); ++i)
            if (list[i].kind == "max-pool")
                QCOMPARE(shapes[i].parameters, Index(0));
            else
                QCOMPARE(shapes[i].parameters, network[index++].layout().size);
        QCOMPARE(index, network.size());
    }

    void refusesWhatDoesNotFitInMemory() {
        const std::vector<LayerConfig> layers = {{"mlp", 1000000, {}}, {"mlp", 1000000, {}}, {"mlp", 10, {}}};
        QVERIFY_EXCEPTION_THROWN(requireSound(layers, 784, 10), Error);
    }

    void refusesAnEmptyNetwork() { QVERIFY_EXCEPTION_THROWN(requireSound({}, 784, 10), Error); }
};

QTEST_APPLESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
