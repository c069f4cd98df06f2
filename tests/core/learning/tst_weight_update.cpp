// The rules together, in their order, against the formulas written out.
#include "core/common/rng.h"
#include "core/learning/update.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

struct Case {
    Network<double> network{{{"dann", 9, {3, false}}, {"dann", 4, {1, false}}}, 6, 4};
    PerLayer<double> gradients;
    DiagonalFisher<double> fisher;

    Case() : gradients(zerosLike(network)), fisher(network) {
        network.initialise(1, 0.5);
        Rng rng(2);
        auto squares = zerosLike(network);
        for (std::size_t l = 0; l < network.size(); ++l)
            for (Index i = 0; i < gradients[l].size(); ++i) {
                gradients[l](i) = normal(rng);
                squares[l](i) = uniform(rng);
            }
        fisher.advance(network, squares, gradients, {.momentum = 1, .lambda = 1});
    }
};

struct LayerResult {
    Vector<double> theta;
    double rate;
};

/// Algorithms 3 to 6 and 2 one after another on whole vectors, for one layer.
LayerResult expected(const Case& c, std::size_t l, double rate, const LearningConfig& learning) {
    const auto& layout = c.network[l].layout();
    Vector<double> delta = c.gradients[l];
    for (const auto& spec : layout.specs) {
        if (learning.correction == "heuristic")
            view(delta, spec) *= spec.correction;
    }
    if (learning.correction == "fisher") {
        const Vector<double> inverse = (c.fisher.information()[l].array() + 1e-8).inverse();
        delta = delta.cwiseProduct(inverse) / view(inverse, layout[0]).norm();
    }
    if (learning.normLimit > 0 && delta.norm() > learning.normLimit)
        delta *= learning.normLimit / delta.norm();
    const auto moved = [&](double eta) { return Vector<double>(c.network[l].parameters() - eta * delta); };
    const auto cosine = [&](const Vector<double>& theta) {
        double kept = 0, all = 0;
        for (const auto& spec : layout.specs)
            if (spec.nonNegative) {
                kept += view(theta, spec).cwiseMax(0.0).squaredNorm();
                all += view(theta, spec).squaredNorm();
            }
        return std::sqrt(kept / all);
    };
    while (learning.rateScaling > 0 && cosine(moved(rate)) < learning.rateScaling)
        rate /= 2;
    Vector<double> theta = moved(rate);
    for (const auto& spec : layout.specs)
        if (spec.nonNegative)
            view(theta, spec) = view(theta, spec).cwiseMax(0.0).eval();
    return {theta, rate};
}

} // namespace

class TestWeightUpdate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void appliesTheRulesInTheirOrder_data() {
        QTest::addColumn<QByteArray>("correction");
        QTest::addColumn<double>("limit");
        QTest::addColumn<double>("cosine");
        for (const char* correction : {"none", "heuristic", "fisher"})
            for (const double limit : {0.0, 0.5, 1e3})
                for (const double cosine : {0.0, 0.6, 0.9, 0.99999})
                    QTest::addRow("%s, limit %g, cosine %g", correction, limit, cosine)
                        << QByteArray(correction) << limit << cosine;
    }
    void appliesTheRulesInTheirOrder() {
        QFETCH(QByteArray, correction);
        QFETCH(double, limit);
        QFETCH(double, cosine);
        LearningConfig learning;
        learning.correction = correction.toStdString();
        learning.normLimit = limit;
        learning.rateScaling = cosine;
        constexpr double rate = 0.8;
        Case c;
        const LayerResult results[] = {expected(c, 0, rate, learning), expected(c, 1, rate, learning)};
        WeightUpdate<double> update;
        update(c.network, c.gradients, &c.fisher, rate, learning);
        for (std::size_t l = 0; l < 2; ++l) {
            QVERIFY((c.network[l].parameters() - results[l].theta).cwiseAbs().maxCoeff() < 1e-12);
            QCOMPARE(update.rates()[l], results[l].rate);
        }
    }
};

QTEST_APPLESS_MAIN(TestWeightUpdate)
#include "tst_weight_update.moc"
