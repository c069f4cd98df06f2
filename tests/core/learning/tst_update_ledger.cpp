// What came of a step: by hand, and against the parameters before and after.
#include "core/common/rng.h"
#include "core/learning/update.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

bool near(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::max({1e-9, std::abs(a), std::abs(b)});
}

struct Case {
    Network<double> network;
    PerLayer<double> gradients;
    DiagonalFisher<double> fisher;

    explicit Case(const std::vector<LayerConfig>& layers)
        : network(layers, 6, 4), gradients(zerosLike(network)), fisher(network) {
        network.initialise(1, 0.5);
        Rng rng(2);
        auto squares = zerosLike(network);
        for (std::size_t l = 0; l < network.size(); ++l)
            for (const auto& spec : network[l].layout().specs)
                for (Index column = 0; column < spec.columns; ++column)
                    for (Index row = 0; row < spec.rows; ++row) {
                        view(gradients[l], spec)(row, column) = normal(rng);
                        view(squares[l], spec)(row, column) = uniform(rng);
                    }
        fisher.advance(network, squares, gradients, {.momentum = 1, .lambda = 1});
    }
};

} // namespace

class TestUpdateLedger : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsWhatTheClampCutsOff() {
        ParameterLayout layout;
        layout.addVector("g", 4).nonNegative = true;
        Vector<double> theta(4), gradient(4);
        theta << 1, 2, 0, 1;
        gradient << -2, 6, 4, 1; // by 0.5: wanted +1, -3, -2, -0.5; made +1, -2, 0, -0.5
        const StepAccount account = accountOfStep(layout[0], theta, gradient, 0.5);
        QVERIFY(near(account.gradient, 57));
        QVERIFY(near(account.wanted, 57 * 0.25));
        QVERIFY(near(account.made, 1 + 4 + 0.25));
        QVERIFY(near(account.cut, 1 + 4));
        QVERIFY(near(account.product, 1 + 6 + 0.25));
        QCOMPARE(account.silent, Index(2));
        QVERIFY(near(account.silentShare(), 0.5));
        QVERIFY(near(account.clampedShare(), std::sqrt(5 / 14.25)));
        QVERIFY(near(account.cosine(), 7.25 / std::sqrt(14.25 * 5.25)));
        const StepAccount twice = [&] {
            StepAccount sum = account;
            return sum += account;
        }();
        QVERIFY(near(twice.cosine(), account.cosine()) && near(twice.silentShare(), 0.5));

        layout.specs[0].nonNegative = false;
        const StepAccount free = accountOfStep(layout[0], theta, gradient, 0.5);
        QCOMPARE(free.clampedShare(), 0.0);
        QCOMPARE(free.cosine(), 1.0);
        QVERIFY(near(free.made, free.wanted));
        QVERIFY(std::isnan(free.silentShare()));
    }

    void saysSoWhereNothingIsLeft() {
        ParameterLayout layout;
        layout.addVector("g", 2).nonNegative = true;
        Vector<double> theta = Vector<double>::Zero(2), gradient = Vector<double>::Ones(2);
        const StepAccount nothing = accountOfStep(layout[0], theta, gradient, 0.1);
        QCOMPARE(nothing.clampedShare(), 1.0);
        QVERIFY(std::isnan(nothing.cosine()));
        QCOMPARE(nothing.silentShare(), 1.0);
        gradient.setZero();
        QCOMPARE(accountOfStep(layout[0], theta, gradient, 0.1).clampedShare(), 0.0);
    }

    void isOfTheStepThatIsMade_data() {
        QTest::addColumn<QByteArray>("correction");
        QTest::addColumn<double>("limit");
        QTest::addColumn<double>("cosine");
        for (const char* correction : {"none", "heuristic", "fisher"})
            for (const double limit : {0.0, 0.5})
                for (const double cosine : {0.0, 0.9})
                    QTest::addRow("%s, M %g, cosine %g", correction, limit, cosine)
                        << QByteArray(correction) << limit << cosine;
    }
    void isOfTheStepThatIsMade() {
        QFETCH(QByteArray, correction);
        QFETCH(double, limit);
        QFETCH(double, cosine);
        for (const Case& c : {Case({{"dann", 9, {3, false}}, {"mlp", 70, {}}, {"dann", 4, {1, false}}}),
                              Case({{"columnei", 40, {9, false}}, {"columnei", 4, {0, false}}})})
            checkStep(c, correction.toStdString(), limit, cosine);
    }

private:
    static void checkStep(const Case& c, const std::string& correction, double limit, double cosine) {
        const LearningConfig learning{.correction = correction, .normLimit = limit, .rateScaling = cosine};
        Network<double> with = c.network, without = c.network;
        PerLayer<double> gradients = c.gradients, again = c.gradients;
        UpdateLedger ledger;
        WeightUpdate<double> update, plain;
        update(with, gradients, &c.fisher, 0.3, learning, &ledger);
        plain(without, again, &c.fisher, 0.3, learning);
        for (std::size_t l = 0; l < with.size(); ++l) {
            QVERIFY(with[l].parameters() == without[l].parameters());
            const auto& layout = with[l].layout();
            for (std::size_t p = 0; p < layout.specs.size(); ++p) {
                const StepAccount& account = ledger[l][p];
                const Matrix<double> before = view(c.network[l].parameters(), layout[p]),
                                     after = view(with[l].parameters(), layout[p]),
                                     plainGradient = view(c.gradients[l], layout[p]);
                QVERIFY(near(account.gradient, plainGradient.squaredNorm()));
                QVERIFY(near(account.made, (after - before).squaredNorm()));
                if (layout[p].nonNegative)
                    QCOMPARE(account.silent, Index((after.array() == 0).count()));
                QCOMPARE(account.clamped, layout[p].nonNegative ? layout[p].count() : Index(0));
                QVERIFY(account.wanted >= account.made * (1 - 1e-9));
                QVERIFY(layout[p].nonNegative || account.cut == 0);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestUpdateLedger)
#include "tst_update_ledger.moc"
