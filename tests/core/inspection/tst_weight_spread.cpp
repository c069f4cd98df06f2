// The picture of a layer's values: every moment's shares at their time and value.
#include "core/inspection/weight_spread.h"

#include <QTest>

#include <cmath>

using namespace dalescope;

class TestWeightSpread : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsEachMomentAtItsTime() {
        Network<float> network({{"dann", 4, {2, false}}}, 3, 4);
        const auto set = [&](float value) {
            for (const auto& spec : network[0].layout().specs)
                view(network[0].parameters(), spec).setConstant(value);
        };
        WeightHistory history;
        set(1);
        history.offer(network, 0);
        set(3);
        history.offer(network, 50);
        const auto pictures = weightSpreads(network[0], 0, 100, history, 40, 10);
        QCOMPARE(pictures.size(), std::size_t(6));
        const WeightSpread& wee = pictures[0];
        QCOMPARE(QByteArray(wee.name.c_str()), QByteArray("WEE"));
        QVERIFY(wee.nonNegative && !wee.inhibitory && pictures[2].inhibitory);
        QVERIFY(wee.low < 1 && wee.low > 0.9 && wee.high > 3 && wee.high < 3.1);
        const auto rowOf = [&](double value) {
            return static_cast<Index>((value - wee.low) / (wee.high - wee.low) * 40);
        };
        QCOMPARE(wee.density.cols(), Index(10));
        for (Index time = 0; time < 10; ++time) {
            QCOMPARE(wee.density(rowOf(time < 5 ? 1 : 3), time), 1.0f);
            QVERIFY(std::abs(wee.density.col(time).sum() - 1) < 1e-5f);
        }
        QCOMPARE(wee.now[static_cast<std::size_t>(rowOf(3))], 1.0);
        QCOMPARE(wee.zeros, 0.0);
        set(0);
        const WeightSpread silent = weightSpreads(network[0], 0, 100, history)[0];
        QCOMPARE(silent.zeros, 1.0);
        QVERIFY(silent.low < 0 && silent.low > -0.2);
    }

    void showsTheNetworkAloneWhereNothingWasKept() {
        const Network<float> network({{"mlp", 4, {}}}, 3, 4);
        const auto pictures = weightSpreads(network[0], 0, 5, WeightHistory());
        QCOMPARE(pictures.size(), std::size_t(2));
        QCOMPARE(pictures[0].density.cols(), Index(0));
        QVERIFY(pictures[0].high > pictures[0].low);
    }

    void doesNotMakeRoomForAStraggler() {
        Network<float> network({{"mlp", 100, {}}}, 100, 100);
        auto w = view(network[0].parameters(), network[0].layout()[0]);
        for (Index i = 0; i < w.cols(); ++i)
            w.col(i).setLinSpaced(0.0f, 1.0f);
        w(3, 4) = 1000;
        w(5, 6) = -1000;
        const auto picture = weightSpreads(network[0], 0, 0, WeightHistory())[0];
        QVERIFY(picture.high < 40 && picture.low > -40); // a bin of those that it is made of
    }
};

QTEST_APPLESS_MAIN(TestWeightSpread)
#include "tst_weight_spread.moc"
