// Heuristic factors, the running mean of the Fisher information and the cosines, against plain loops.
#include "core/learning/alignment.h"
#include "core/learning/correction.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

struct Case {
    Network<double> network{{{"dann", 9, {3, false}}, {"dann", 4, {1, false}}}, 6, 4};
    PerLayer<double> gradients, squares;

    explicit Case(std::uint64_t seed) : gradients(zerosLike(network)), squares(gradients) {
        network.initialise(seed, 0.5);
        Rng rng(seed);
        for (std::size_t l = 0; l < network.size(); ++l)
            for (const auto& spec : network[l].layout().specs)
                for (Index column = 0; column < spec.columns; ++column)
                    for (Index row = 0; row < spec.rows; ++row) {
                        view(gradients[l], spec)(row, column) = normal(rng);
                        view(squares[l], spec)(row, column) = exponential(rng, 1e-3);
                    }
    }
};

bool near(double a, double b) {
    return std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
}

} // namespace

class TestAlignment : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void dividesAsAlgorithm3Says() {
        const Case c(1);
        const auto factor = [&](std::size_t layer, const char* name, const LearningConfig& learning = {}) {
            for (const auto& spec : c.network[layer].layout().specs)
                if (spec.name == name)
                    return heuristicFactor(spec, learning);
            return -1.0;
        };
        // Layer 0: d = 6, n_e = 9. Layer 1: d = 9, n_e = 4.
        QVERIFY(near(factor(0, "WIE"), 1.0 / 3) && near(factor(1, "WIE"), 1.0 / 2));
        QVERIFY(near(factor(0, "WEI"), 1.0 / 6) && near(factor(1, "WEI"), 1.0 / 9));
        QVERIFY(near(factor(0, "alpha"), 1.0 / 18) && near(factor(1, "alpha"), 1.0 / 18));
        for (const char* name : {"WEE", "g", "b"})
            QCOMPARE(factor(0, name), 1.0);
        QCOMPARE(factor(0, "WIE", {.correctWIE = false}), 1.0);
        QCOMPARE(factor(0, "WEI", {.correctWEI = false}), 1.0);
        QCOMPARE(factor(0, "alpha", {.correctAlpha = false}), 1.0);
        QVERIFY(near(factor(0, "WEI", {.correctAlpha = false}), 1.0 / 6));
    }

    void keepsTheRunningMean() {
        const Case a(1), b(2), c(3);
        const FisherConfig config{.momentum = 0.3, .lambda = 0.01};
        DiagonalFisher<double> fisher(a.network);
        for (const auto* batch : {&a, &b, &c})
            fisher.advance(a.network, batch->squares, batch->gradients, config);
        for (std::size_t l = 0; l < a.network.size(); ++l)
            for (const auto& spec : a.network[l].layout().specs)
                for (Index column = 0; column < spec.columns; ++column)
                    for (Index row = 0; row < spec.rows; ++row) {
                        double mean = 0.01 * view(a.squares[l], spec)(row, column); // the first begins it
                        for (const auto* batch : {&b, &c})
                            mean = 0.3 * 0.01 * view(batch->squares[l], spec)(row, column) + 0.7 * mean;
                        QVERIFY(near(view(fisher.information()[l], spec)(row, column), mean));
                    }
    }

    void measuresTheCosinesOfThreeGradients() {
        const Case c(4);
        DiagonalFisher<double> fisher(c.network);
        fisher.advance(c.network, c.squares, c.gradients, {.momentum = 1, .lambda = 1});
        const LearningConfig learning{.correctWEI = false};
        Alignment measured;
        measureAlignment(c.network, fisher, learning, measured);
        PerLayer<double> fisherGradients = c.gradients;
        fisher.correct(fisherGradients);
        double plainTotal = 0, fisherTotal = 0, heuristicTotal = 0, plainProduct = 0, heuristicProduct = 0;
        for (std::size_t l = 0; l < c.network.size(); ++l) {
            double uu = 0, cc = 0, ff = 0, uf = 0, cf = 0;
            for (const auto& spec : c.network[l].layout().specs)
                for (Index column = 0; column < spec.columns; ++column)
                    for (Index row = 0; row < spec.rows; ++row) {
                        const double u = view(c.gradients[l], spec)(row, column);
                        const double h = u * heuristicFactor(spec, learning);
                        const double f = view(fisherGradients[l], spec)(row, column);
                        uu += u * u;
                        cc += h * h;
                        ff += f * f;
                        uf += u * f;
                        cf += h * f;
                    }
            QVERIFY(near(measured.layers[l].uncorrected, uf / std::sqrt(uu * ff)));
            QVERIFY(near(measured.layers[l].corrected, cf / std::sqrt(cc * ff)));
            plainTotal += uu;
            heuristicTotal += cc;
            fisherTotal += ff;
            plainProduct += uf;
            heuristicProduct += cf;
        }
        QVERIFY(near(measured.network.uncorrected, plainProduct / std::sqrt(plainTotal * fisherTotal)));
        QVERIFY(near(measured.network.corrected, heuristicProduct / std::sqrt(heuristicTotal * fisherTotal)));
    }

    void isOneWhereTheInformationIsTheSameEverywhere() {
        Case c(5);
        for (auto& squares : c.squares)
            squares.setOnes();
        DiagonalFisher<double> fisher(c.network);
        fisher.advance(c.network, c.squares, c.gradients, {.momentum = 1, .lambda = 1});
        Alignment measured;
        measureAlignment(c.network, fisher, {}, measured);
        for (const auto& layer : measured.layers)
            QVERIFY(near(layer.uncorrected, 1));
    }

    void isUndefinedForAGradientOfZero() {
        Case c(6);
        c.gradients[0].setZero();
        DiagonalFisher<double> fisher(c.network);
        fisher.advance(c.network, c.squares, c.gradients, {.momentum = 1, .lambda = 1});
        Alignment measured;
        measureAlignment(c.network, fisher, {}, measured);
        QVERIFY(std::isnan(measured.layers[0].corrected) && std::isnan(measured.layers[0].uncorrected));
        QVERIFY(std::isfinite(measured.layers[1].corrected) && std::isfinite(measured.network.corrected));
    }
};

QTEST_APPLESS_MAIN(TestAlignment)
#include "tst_alignment.moc"
