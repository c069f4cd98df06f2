// The rules that bound a step: norm limit and learning-rate scaling, each by itself.
#include "core/common/rng.h"
#include "core/learning/correction.h"
#include "core/learning/norm_limit.h"
#include "core/learning/rate_scaling.h"
#include "core/network/network.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace dalescope;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A matrix beside a stacked one, as a DANN layer has them: clamped A (2 x 3) above B (1 x 3), free vector c
/// (4).
ParameterLayout smallLayout() {
    ParameterLayout layout;
    ParameterSpec a;
    a.name = "A";
    a.rows = 2;
    a.columns = 3;
    a.leading = 3;
    a.nonNegative = true;
    ParameterSpec b = a;
    b.name = "B";
    b.rows = 1;
    b.offset = 2;
    b.nonNegative = false;
    layout.specs = {a, b};
    layout.size = 9;
    layout.addVector("c", 4);
    return layout;
}

/// The definition, written without regard to speed.
double cosineOfClamp(const ParameterLayout& layout, Vector<double> theta, Vector<double> gradient,
                     const std::vector<double>& factors, double rate) {
    double kept = 0, all = 0;
    for (std::size_t p = 0; p < layout.specs.size(); ++p) {
        if (!layout[p].nonNegative)
            continue;
        const Matrix<double> moved = view(theta, layout[p]) - rate * factors[p] * view(gradient, layout[p]);
        all += moved.squaredNorm();
        kept += moved.cwiseMax(0.0).squaredNorm();
    }
    return std::sqrt(kept / all);
}

Vector<double> draw(Index size, double low, double high, std::uint64_t seed) {
    Rng rng(seed);
    Vector<double> v(size);
    for (double& x : v)
        x = low + (high - low) * uniform(rng);
    return v;
}

} // namespace

class TestStepRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void limitsTheNormOfTheCorrectedGradient_data() {
        QTest::addColumn<double>("limit");
        QTest::newRow("far above the norm") << 100.0;
        QTest::newRow("below the norm") << 1.5;
        QTest::newRow("far below the norm") << 1e-6;
    }
    void limitsTheNormOfTheCorrectedGradient() {
        QFETCH(double, limit);
        const ParameterLayout layout = smallLayout();
        const std::vector<double> factors = {1, 0.5, 0.25};
        const Vector<double> gradient = draw(layout.size, -3, 3, 1);
        Vector<double> corrected = gradient;
        for (std::size_t p = 0; p < layout.specs.size(); ++p)
            view(corrected, layout[p]) *= factors[p];
        const double norm = corrected.norm();
        const double factor = normLimitFactor(layout, gradient, factors, limit);
        QVERIFY2(std::abs(factor * norm - std::min(norm, limit)) < 1e-12 * norm,
                 qPrintable(QString("norm %1 became %2").arg(norm).arg(factor * norm)));
        if (norm <= limit)
            QCOMPARE(factor, 1.0);
    }

    void leavesAGradientThatIsNotFiniteAlone() {
        const ParameterLayout layout = smallLayout();
        const std::vector<double> factors(3, 1.0);
        for (const double bad : {infinity, std::numeric_limits<double>::quiet_NaN()}) {
            Vector<double> gradient = Vector<double>::Ones(layout.size);
            gradient(4) = bad;
            QCOMPARE(normLimitFactor(layout, gradient, factors, 1), 1.0);
        }
    }

    void takesTheFirstRateThatKeepsTheCosine_data() {
        QTest::addColumn<double>("minimum");
        for (const double minimum : {0.0, 0.5, 0.8, 0.95, 0.999, 1.0})
            QTest::addRow("%g", minimum) << minimum;
    }
    void takesTheFirstRateThatKeepsTheCosine() {
        QFETCH(double, minimum);
        const ParameterLayout layout = smallLayout();
        const std::vector<double> factors = {1, 0.5, 0.25};
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            const Vector<double> theta = draw(layout.size, 0.01, 1, seed);
            const Vector<double> gradient = draw(layout.size, -3, 3, seed + 100);
            double expected = 2;
            while (cosineOfClamp(layout, theta, gradient, factors, expected) < minimum)
                expected /= 2;
            const double rate = scaledRate(layout, theta, gradient, factors, 2, minimum);
            QVERIFY2(rate == expected,
                     qPrintable(QString("seed %1: %2, not %3").arg(seed).arg(rate).arg(expected)));
        }
    }

    void keepsTheRateWhereNothingIsClamped() {
        ParameterLayout layout = smallLayout();
        layout.specs[0].nonNegative = false;
        const std::vector<double> factors(3, 1.0);
        const Vector<double> theta = Vector<double>::Zero(layout.size);
        const Vector<double> gradient = draw(layout.size, -1, 1, 3);
        QCOMPARE(scaledRate(layout, theta, gradient, factors, 0.3, 0.999), 0.3);
    }

    void endsItsSearchWhereNoRateWillDo() {
        const ParameterLayout layout = smallLayout();
        const std::vector<double> factors(3, 1.0);
        const Vector<double> zero = Vector<double>::Zero(layout.size);
        const Vector<double> down = Vector<double>::Ones(layout.size);
        QCOMPARE(scaledRate(layout, zero, down, factors, 1, 0.9), std::ldexp(1.0, -mostHalvings));
        const Vector<double> bad = down * std::numeric_limits<double>::quiet_NaN();
        QVERIFY(scaledRate(layout, zero, bad, factors, 1, 0.9) > 0);
    }

    void agreesWithItselfInSinglePrecision() {
        const Network<float> network({{"dann", 40, {7, false}}}, 30, 40);
        const auto& layout = network[0].layout();
        const Vector<double> theta = draw(layout.size, 0, 1, 5), gradient = draw(layout.size, -2, 2, 6);
        const Vector<float> thetaF = theta.cast<float>(), gradientF = gradient.cast<float>();
        std::vector<double> factors;
        correctionFactors(layout, {}, factors);
        const double d = normLimitFactor(layout, gradient, factors, 0.1);
        QVERIFY(std::abs(normLimitFactor(layout, gradientF, factors, 0.1) / d - 1) < 1e-6);
        QCOMPARE(scaledRate(layout, thetaF, gradientF, factors, 1, 0.9),
                 scaledRate(layout, theta, gradient, factors, 1, 0.9));
    }
};

QTEST_APPLESS_MAIN(TestStepRules)
#include "tst_step_rules.moc"
