// The three choices of labels for the Fisher information.
#include "core/common/rng.h"
#include "core/learning/fisher.h"
#include "core/learning/fisher_squares.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

constexpr Index features = 5, examples = 6, classes = 3;

struct Case {
    Network<double> network{
        {{"dann", 7, {2, false}}, {"mlp", 6, {0, false}}, {"dann", 3, {1, false}}}, features, classes};
    Matrix<double> x{features, examples};
    std::vector<std::int32_t> y{0, 2, 1, 1, 0, 2};
    Pass<double> pass{network};

    Case() {
        network.initialise(3, 0.5);
        Rng rng(4);
        for (double& value : x.reshaped())
            value = uniform(rng);
        pass.forward(network, x);
    }
    PerLayer<double> squares(const char* labels, std::uint64_t seed = 1) {
        FisherSquares<double> estimate(network);
        return estimate(pass, network, x, y, labels, Rng(seed));
    }
};

double largestDifference(const PerLayer<double>& a, const PerLayer<double>& b) {
    double largest = 0;
    for (std::size_t l = 0; l < a.size(); ++l)
        largest = std::max(largest, (a[l] - b[l]).cwiseAbs().maxCoeff() / b[l].maxCoeff());
    return largest;
}

} // namespace

class TestFisherSquares : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isTheExpectationOverAllClasses() {
        // One example and one class at a time: p_c times the square of an ordinary gradient.
        Case c;
        const Matrix<double> p = c.pass.probabilities();
        auto sum = zerosLike(c.network), one = zerosLike(c.network);
        for (Index n = 0; n < examples; ++n) {
            const Matrix<double> x = c.x.col(n);
            c.pass.forward(c.network, x);
            for (std::int32_t label = 0; label < classes; ++label) {
                c.pass.gradients(c.network, x, std::vector<std::int32_t>{label}, one);
                for (std::size_t l = 0; l < one.size(); ++l)
                    sum[l] += p(label, n) / examples * one[l].cwiseAbs2();
            }
        }
        c.pass.forward(c.network, c.x);
        QVERIFY(largestDifference(c.squares("exact"), sum) < 1e-12);
    }

    void isTheMeanOfManySampledOnes() {
        Case c;
        const auto exact = c.squares("exact");
        auto mean = zerosLike(c.network);
        constexpr int draws = 20000;
        for (int seed = 0; seed < draws; ++seed) {
            const auto sampled = c.squares("sampled", static_cast<std::uint64_t>(seed));
            for (std::size_t l = 0; l < mean.size(); ++l)
                mean[l] += sampled[l] / draws;
        }
        // Five standard errors of 20,000 draws, relative to each layer's largest value: a false alarm in a
        // million.
        QVERIFY2(largestDifference(mean, exact) < 0.04,
                 qPrintable(QString::number(largestDifference(mean, exact))));
    }

    void beginsTheRunningMeanAtTheFirstBatch() {
        Case c;
        const FisherConfig config{.momentum = 0.25, .lambda = 2};
        DiagonalFisher<double> fisher(c.network);
        const auto first = c.squares("sampled", 1), second = c.squares("sampled", 2);
        const auto gradients = zerosLike(c.network);
        fisher.advance(c.network, first, gradients, config);
        for (std::size_t l = 0; l < first.size(); ++l)
            QVERIFY((fisher.information()[l] - 2 * first[l]).cwiseAbs().maxCoeff() <=
                    1e-15 * first[l].maxCoeff());
        fisher.advance(c.network, second, gradients, config);
        for (std::size_t l = 0; l < first.size(); ++l) {
            const Vector<double> mean = 0.75 * 2 * first[l] + 0.25 * 2 * second[l];
            QVERIFY((fisher.information()[l] - mean).cwiseAbs().maxCoeff() <= 1e-15 * mean.maxCoeff());
        }
    }

    void takesTheBatchsOwnLabelsWhenEmpirical() {
        Case c;
        auto own = zerosLike(c.network);
        c.pass.meanSquares(c.network, c.x, c.y, own);
        QVERIFY(largestDifference(c.squares("empirical"), own) == 0);
        QVERIFY(largestDifference(c.squares("sampled"), own) > 0.01);
    }
};

QTEST_APPLESS_MAIN(TestFisherSquares)
#include "tst_fisher_squares.moc"
