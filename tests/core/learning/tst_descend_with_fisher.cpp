// Gradient, step, Fisher information and its sums in one pass, against each after the other.
#include "core/common/gemm.h"
#include "core/common/rng.h"
#include "core/learning/fisher.h"
#include "core/network/step.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

constexpr Index features = 45;

struct Case {
    explicit Case(const std::string& kind, Index batch)
        : network(layers(kind), FeatureShape(features), 10), x(features, batch),
          y(static_cast<std::size_t>(batch)), labels(y) {
        network.initialise(3, 0.5);
        for (std::size_t l = 0; l < network.size(); ++l)
            rates.emplace_back(network[l].layout().specs.size(), 0.01f * static_cast<float>(l + 1));
    }
    static std::vector<LayerConfig> layers(const std::string& kind) {
        LayerConfig first, hidden, output;
        first.kind = hidden.kind = output.kind = kind == "mixed" ? "dann" : kind;
        if (kind == "mixed")
            hidden.kind = "mlp";
        first.units = 101, hidden.units = 90, output.units = 10;
        first.inhibitory = hidden.inhibitory = {9, false};
        output.inhibitory = {kind == "columnei" ? 0.0 : 1.0, false};
        return {first, hidden, output};
    }
    void drawBatch() {
        for (float& value : x.reshaped())
            value = static_cast<float>(uniform(rng));
        for (auto* these : {&y, &labels})
            for (auto& label : *these)
                label = static_cast<std::int32_t>(uniformBelow(rng, 10));
    }

    Network<float> network;
    Matrix<float> x;
    std::vector<std::int32_t> y, labels;
    std::vector<std::vector<float>> rates;
    FisherConfig config;
    Rng rng{4};
};

double relative(double a, double b) {
    return std::abs(a - b) / std::max(std::abs(b), 1e-30);
}

} // namespace

class TestDescendWithFisher : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { setGemmThreads(1); }

    void agreesWithOneAfterTheOther_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<int>("batch");
        for (const char* kind : {"dann", "mlp", "columnei", "mixed"})
            for (const int batch : {1, 7, 32, 47})
                QTest::addRow("%s, batch %d", kind, batch) << QByteArray(kind) << batch;
    }
    void agreesWithOneAfterTheOther() {
        QFETCH(QByteArray, kind);
        QFETCH(int, batch);
        Case c(kind.toStdString(), batch);
        Network<float> plain = c.network;
        Pass<float> pass(c.network);
        if (!pass.descendsWithFisher(c.network, batch))
            QSKIP("this processor has no AVX2");
        auto gradients = zerosLike(plain), squares = zerosLike(plain);
        DiagonalFisher<float> together(c.network), apart(plain);
        for (int update = 0; update < 5; ++update) {
            c.drawBatch();
            pass.forward(c.network, c.x);
            pass.descendWithFisher(c.network, c.x, c.y, c.labels, c.rates,
                                   together.beginSteps(c.network, c.config));
            pass.forward(plain, c.x);
            pass.gradients(plain, c.x, c.y, gradients);
            pass.meanSquares(plain, c.x, c.labels, squares);
            apart.advance(plain, squares, gradients, c.config);
            for (std::size_t l = 0; l < plain.size(); ++l) {
                takeStep<float>(plain[l].layout(), gradients[l], c.rates[l], plain[l].parameters());
                QVERIFY(c.network[l].parameters() == plain[l].parameters()); // bit by bit
                const auto &is = together.information()[l], &wanted = apart.information()[l];
                QVERIFY((is - wanted).cwiseAbs().maxCoeff() < 1e-5f * wanted.maxCoeff());
                QVERIFY(is.minCoeff() >= 0);
                for (std::size_t p = 0; p < plain[l].layout().specs.size(); ++p) {
                    const auto &got = together.sums()[l][p], &right = apart.sums()[l][p];
                    const QByteArray where =
                        QString("layer %1, %2").arg(l).arg(plain[l].layout()[p].name.c_str()).toUtf8();
                    QVERIFY2(relative(got.gradient, right.gradient) < 1e-4, where);
                    QVERIFY2(relative(got.product, right.product) < 1e-4, where);
                    QVERIFY2(relative(got.corrected, right.corrected) < 1e-4, where);
                    QVERIFY2(relative(got.inverse, right.inverse) < 1e-4, where);
                }
            }
        }
    }

    void givesTheSameBitsOnAnyNumberOfThreads() {
        const auto run = [](int threads, DiagonalFisher<float>*& fisher) {
            static std::vector<std::unique_ptr<DiagonalFisher<float>>> kept;
            setGemmThreads(threads);
            Case c("dann", 32);
            Pass<float> pass(c.network);
            fisher = kept.emplace_back(std::make_unique<DiagonalFisher<float>>(c.network)).get();
            for (int update = 0; update < 3; ++update) {
                c.drawBatch();
                pass.forward(c.network, c.x);
                pass.descendWithFisher(c.network, c.x, c.y, c.labels, c.rates,
                                       fisher->beginSteps(c.network, c.config));
            }
        };
        Case c("dann", 32);
        if (!Pass<float>(c.network).descendsWithFisher(c.network, 32))
            QSKIP("this processor has no AVX2");
        DiagonalFisher<float>*one = nullptr, *more = nullptr;
        run(1, one);
        for (const int threads : {2, 3}) {
            run(threads, more);
            QVERIFY(more->information() == one->information());
            for (std::size_t l = 0; l < one->sums().size(); ++l)
                for (std::size_t p = 0; p < one->sums()[l].size(); ++p)
                    QCOMPARE(more->sums()[l][p].corrected, one->sums()[l][p].corrected);
        }
    }

    void leavesWhatLiesBetweenLayersToTheLongWay() {
        LayerConfig conv, flatten, output;
        conv.kind = "conv", conv.units = 4;
        flatten.kind = "flatten";
        output.units = 10;
        const Network<float> network({conv, flatten, output}, FeatureShape::image(1, 6, 6), 10);
        QVERIFY(!Pass<float>(network).descendsWithFisher(network, 8));
    }
};

QTEST_APPLESS_MAIN(TestDescendWithFisher)
#include "tst_descend_with_fisher.moc"
