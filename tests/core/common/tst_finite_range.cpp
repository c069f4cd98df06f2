// Extremes, sum and number of the values that are finite, of any length.
#include "core/common/finite_range.h"
#include "core/common/rng.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <vector>

using namespace dalescope;

class TestFiniteRange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isThatOfEachValueInTurn() {
        Rng rng(1);
        const float others[] = {NAN, INFINITY, -INFINITY};
        for (const int count : {1, 15, 16, 17, 1023, 1024, 1025, 5000}) {
            std::vector<float> values;
            FiniteRange wanted;
            for (int i = 0; i < count; ++i) {
                const auto value = static_cast<float>(normal(rng));
                values.push_back(i % 7 == 3 ? others[i % 3] : value);
                if (i % 7 == 3)
                    continue;
                wanted.least = std::min(wanted.least, value);
                wanted.most = std::max(wanted.most, value);
                wanted.sum += static_cast<double>(value);
                ++wanted.count;
            }
            const FiniteRange found = finiteRange(values.data(), count);
            QCOMPARE(found.least, wanted.least);
            QCOMPARE(found.most, wanted.most);
            QCOMPARE(found.count, wanted.count);
            QVERIFY(std::abs(found.sum - wanted.sum) < 1e-4);
        }
    }
    void isEmptyWhereNothingIsFinite() {
        const float values[] = {NAN, INFINITY, -INFINITY};
        const FiniteRange found = finiteRange(values, 3);
        QVERIFY(found.least > found.most);
        QCOMPARE(found.count, 0);
        QCOMPARE(found.sum, 0.0);
    }
    void holdsTheLargestNumbersThereAre() {
        const float values[] = {std::numeric_limits<float>::max(), -std::numeric_limits<float>::max()};
        const FiniteRange found = finiteRange(values, 2);
        QCOMPARE(found.least, values[1]);
        QCOMPARE(found.most, values[0]);
        QCOMPARE(found.count, 2);
    }
};

QTEST_GUILESS_MAIN(TestFiniteRange)
#include "tst_finite_range.moc"
