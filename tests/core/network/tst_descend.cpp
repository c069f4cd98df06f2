// Gradient and step in one pass against both one after the other: the same bits.
#include "core/common/gemm.h"
#include "core/common/rng.h"
#include "core/network/network.h"
#include "core/network/step.h"

#include <QTest>

using namespace dalescope;

class TestDescend : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesTheBitsOfGradientAndStep_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<int>("inhibitory");
        QTest::addColumn<int>("batch");
        for (const int batch : {1, 7, 32, 100, 250}) {
            QTest::addRow("dann, batch %d", batch) << QByteArray("dann") << 9 << batch;
            QTest::addRow("dann, 1 inhibitory, batch %d", batch) << QByteArray("dann") << 1 << batch;
            QTest::addRow("mlp, batch %d", batch) << QByteArray("mlp") << 0 << batch;
            QTest::addRow("columnei, batch %d", batch) << QByteArray("columnei") << 9 << batch;
            QTest::addRow("layernorm, batch %d", batch) << QByteArray("layernorm") << 0 << batch;
        }
    }
    void givesTheBitsOfGradientAndStep() {
        QFETCH(QByteArray, kind);
        QFETCH(int, inhibitory);
        QFETCH(int, batch);
        const std::string name = kind.toStdString();
        const double own = inhibitory, last = name == "dann" ? 1 : 0;
        LayerConfig first, hidden, output;
        first.kind = hidden.kind = output.kind = name;
        first.units = 61, hidden.units = 50, output.units = 10;
        first.inhibitory = hidden.inhibitory = {own, false};
        output.inhibitory = {last, false};
        Network<float> fused({first, hidden, output}, FeatureShape(45), 10);
        fused.initialise(3, 0.5);
        Network<float> plain = fused;
        Rng rng(4);
        Matrix<float> x(45, batch);
        std::vector<std::int32_t> y(static_cast<std::size_t>(batch));
        Pass<float> pass(fused);
        auto gradients = zerosLike(fused);
        std::vector<std::vector<float>> rates(fused.size());
        for (std::size_t l = 0; l < fused.size(); ++l)
            for (std::size_t p = 0; p < fused[l].layout().specs.size(); ++p)
                rates[l].push_back(static_cast<float>(0.05 * (1 + uniform(rng))));
        for (int update = 0; update < 5; ++update) {
            for (float& value : x.reshaped())
                value = static_cast<float>(uniform(rng));
            for (auto& label : y)
                label = static_cast<std::int32_t>(uniformBelow(rng, 10));
            const PassMode mode = PassMode::training(1, update);
            pass.forward(plain, x, mode);
            pass.gradients(plain, x, y, gradients);
            for (std::size_t l = 0; l < plain.size(); ++l)
                takeStep<float>(plain[l].layout(), gradients[l], rates[l], plain[l].parameters());
            pass.forward(fused, x, mode);
            pass.descend(fused, x, y, rates, gradients);
            for (std::size_t l = 0; l < plain.size(); ++l)
                QVERIFY2(plain[l].parameters() == fused[l].parameters(),
                         qPrintable(QString("update %1, layer %2").arg(update).arg(l)));
        }
    }
};

QTEST_APPLESS_MAIN(TestDescend)
#include "tst_descend.moc"
