// Every gradient and every mean of squared per-example gradients against central differences.
#include "tests/core/network/small_networks.h"

using namespace dalescope;

namespace {

LayerConfig convolution(const char* kind, Index units, double inhibitory, Index kernel, Index stride,
                        Index padding) {
    LayerConfig config = layer(kind, units, inhibitory);
    config.kernel = kernel;
    config.stride = stride;
    config.padding = padding;
    return config;
}

LayerConfig pool(const char* kind, Index size) {
    LayerConfig config = layer(kind);
    config.size = size;
    return config;
}

struct Case {
    const char* name;
    FeatureShape in;
    std::vector<LayerConfig> layers;
};

std::vector<Case> cases() {
    const auto image = FeatureShape::image(2, 6, 5);
    const auto out = layer("dann", 3, 1), plain = layer("mlp", 3);
    return {
        {"dann, 3 inhibitory", 5, {layer("dann", 7, 3), layer("dann", 6, 3), out}},
        {"dann, 1 inhibitory", 5, {layer("dann", 7, 1), layer("dann", 6, 1), out}},
        {"mlp", 5, {layer("mlp", 7), layer("mlp", 6), plain}},
        {"columnei", 5, {layer("columnei", 7, 2), layer("columnei", 6, 2), layer("columnei", 3, 0)}},
        {"layer norm", 5, {layer("layernorm", 7), layer("layernorm", 6), plain}},
        {"batch norm", 5, {layer("batchnorm", 7), layer("batchnorm", 6), layer("batchnorm", 3)}},
        {"conv, 3 x 3, padding", image, {convolution("conv", 3, 0, 3, 1, 1), plain}},
        {"conv, stride 2",
         image,
         {convolution("conv", 3, 0, 3, 2, 1), convolution("conv", 4, 0, 2, 1, 0), plain}},
        {"conv, stride above the kernel", image, {convolution("conv", 3, 0, 1, 2, 0), plain}},
        {"conv, padding above the kernel", image, {convolution("conv", 3, 0, 2, 3, 3), plain}},
        {"conv, max pooling", image, {convolution("conv", 3, 0, 3, 1, 1), pool("max-pool", 2), plain}},
        {"conv, average pooling", image, {convolution("conv", 3, 0, 3, 1, 1), pool("avg-pool", 2), plain}},
        {"pooling before and twice",
         image,
         {pool("avg-pool", 2), convolution("conv", 4, 0, 1, 1, 1), pool("max-pool", 3), pool("avg-pool", 1),
          plain}},
        {"dann conv, 3 x 3, padding",
         image,
         {convolution("dann-conv", 3, 2, 3, 1, 1), pool("max-pool", 2),
          convolution("dann-conv", 4, 1, 2, 1, 1), out}},
        {"dann conv, stride 2, average pooling",
         image,
         {convolution("dann-conv", 4, 1, 2, 2, 1), pool("avg-pool", 2), layer("flatten"), out}},
        {"recurrent", FeatureShape::sequence(4, 5), {layer("recurrent", 6, 2), out}},
        {"recurrent twice, with dropout between",
         FeatureShape::image(1, 3, 5),
         {layer("recurrent", 6, 2), layer("dropout"), layer("recurrent", 5, 1), out}},
        {"recurrent on an image of two channels",
         FeatureShape::image(2, 3, 4),
         {layer("recurrent", 6, 2), plain}},
        {"recurrent after a convolution",
         image,
         {convolution("dann-conv", 2, 1, 3, 1, 1), layer("recurrent", 5, 2), out}},
        {"rnn", FeatureShape::sequence(4, 5), {layer("rnn", 6), layer("rnn", 5), plain}},
        {"one step", FeatureShape::sequence(1, 5), {layer("recurrent", 6, 2), out}},
        {"batch norm above a dann conv",
         image,
         {convolution("dann-conv", 3, 1, 3, 1, 1), layer("batchnorm", 5), plain}},
    };
}

} // namespace

class TestGradients : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreeWithFiniteDifferences_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const auto& c : cases())
            QTest::newRow(c.name) << index++;
    }
    void agreeWithFiniteDifferences() {
        QFETCH(int, index);
        const Case c = cases()[static_cast<std::size_t>(index)];
        Network<double> network = unevenNetwork(c.layers, c.in);
        compareWithDifferences(network, examples(c.in.features()));
    }

    /// A location whose patch is all zero has gamma = 1e-8 alone; what comes back from it is huge, and must
    /// reach nothing.
    void staysFiniteAndExactWherePatchesAreSilent() {
        const auto in = FeatureShape::image(1, 8, 8);
        Network<float> network({convolution("dann-conv", 4, 2, 3, 1, 1), pool("max-pool", 2),
                                convolution("dann-conv", 4, 1, 3, 1, 1), layer("dann", 3, 1)},
                               in, 3);
        network.initialise(1, 0.5);
        Matrix<float> x = Matrix<float>::Zero(in.features(), batch);
        x.topRows(20).setConstant(0.5F);
        x.col(1).setZero(); // an example that is all silence
        Pass<float> pass(network);
        auto gradients = zerosLike(network), squares = zerosLike(network);
        pass.forward(network, x);
        pass.gradients(network, x, labels, gradients);
        pass.meanSquares(network, x, labels, squares);
        for (std::size_t l = 0; l < network.size(); ++l) {
            QVERIFY(gradients[l].allFinite() && squares[l].allFinite());
            QVERIFY2(gradients[l].cwiseAbs().maxCoeff() < 1e3F,
                     qPrintable(QString::number(gradients[l].cwiseAbs().maxCoeff())));
        }
        const auto& z = pass.z(0);
        const auto& spec = network[0].layout().specs.back();
        QCOMPARE(z(z.rows() - 1, 1), network[0].parameters()(spec.offset + spec.rows - 1)); // z = b
    }
};

QTEST_APPLESS_MAIN(TestGradients)
#include "tst_gradients.moc"
