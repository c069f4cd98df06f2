// Data sets that the program draws itself, and the order in which a run sees any.
#include "core/data/batch_order.h"
#include "core/data/delayed_match.h"
#include "core/data/glyphs.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace dalescope;

namespace {

using Make = std::function<Dataset(std::uint64_t seed, Index train, Index test)>;

Dataset drawn(const QString& name, std::uint64_t seed, Index train, Index test) {
    return name == QLatin1String("glyphs") ? makeGlyphs(seed, train, test)
                                           : makeDelayedMatch(seed, train, test);
}

} // namespace

class TestDrawn : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isTheSameForTheSameSeed_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("glyphs") << "glyphs";
        QTest::newRow("delayed match") << "delayed match";
    }
    void isTheSameForTheSameSeed() {
        QFETCH(QString, name);
        const Dataset a = drawn(name, 3, 500, 100), b = drawn(name, 3, 500, 100),
                      c = drawn(name, 4, 500, 100);
        QVERIFY(a.train.bytes == b.train.bytes && a.test.bytes == b.test.bytes);
        QVERIFY(a.train.labels == b.train.labels && a.test.labels == b.test.labels);
        QVERIFY(a.train.bytes != c.train.bytes);
        const auto features = static_cast<std::size_t>(a.train.features);
        QCOMPARE(a.shape.features(), a.train.features);
        QCOMPARE(a.train.bytes.size(), 500 * features);
        QCOMPARE(a.test.bytes.size(), 100 * features);
        QCOMPARE(a.classNames.size(), static_cast<std::size_t>(a.classes));
        QVERIFY(!std::equal(a.test.bytes.begin(), a.test.bytes.end(), a.train.bytes.begin()));
    }

    void drawsEveryDigitAsOften() {
        const Dataset data = makeGlyphs(1, 5000, 100);
        // 500 of each expected with a standard deviation of 21: five of them either way.
        for (const Index count : data.train.classCounts(10))
            QVERIFY2(count > 393 && count < 607, qPrintable(QString::number(count)));
    }

    void drawsInkAndPaper() {
        const Dataset data = makeGlyphs(1, 200, 10);
        const double mean = data.train.meanPixel();
        QVERIFY2(mean > 0.05 && mean < 0.35, qPrintable(QString::number(mean)));
        for (std::size_t i = 0; i < 200; ++i) {
            const auto* pixels = data.train.bytes.data() + i * 784;
            QVERIFY(*std::max_element(pixels, pixels + 784) > 150);
        }
    }

    void matchesHalfOfTheTime() {
        const Dataset data = makeDelayedMatch(1, 1000, 200);
        QCOMPARE(data.train.classCounts(2), (std::vector<Index>{500, 500}));
        QCOMPARE(data.test.classCounts(2), (std::vector<Index>{100, 100}));
    }

    void showsTwoPatternsAroundADelay() {
        const Dataset data = makeDelayedMatch(1, 400, 10);
        const auto steps = data.shape.rows, inputs = data.shape.columns;
        QCOMPARE(data.shape, (ImageShape{1, 12, 16}));
        const auto levels = [&](std::size_t example, Index step) {
            std::vector<int> on;
            const auto* at =
                data.train.bytes.data() + static_cast<Index>(example) * data.train.features + step * inputs;
            for (Index i = 0; i < inputs; ++i)
                on.push_back(at[i] > 115);
            return on;
        };
        for (std::size_t i = 0; i < 400; ++i) {
            const auto first = levels(i, 0), last = levels(i, steps - 1);
            QCOMPARE(std::accumulate(first.begin(), first.end(), 0), int(inputs) / 2);
            QCOMPARE(first == last, data.train.labels[i] == 1);
            const auto between = levels(i, steps / 2);
            QCOMPARE(std::accumulate(between.begin(), between.end(), 0), 0);
        }
    }

    void ordersEachEpochAsAPermutationOfItsOwn() {
        const auto a = epochOrder(1, 0, 1000), b = epochOrder(1, 1, 1000), c = epochOrder(2, 0, 1000);
        QVERIFY(a == epochOrder(1, 0, 1000));
        QVERIFY(a != b && a != c && b != c);
        for (auto order : {a, b, c}) {
            std::ranges::sort(order);
            for (std::uint32_t i = 0; i < 1000; ++i)
                QCOMPARE(order[i], i);
        }
        QVERIFY(epochOrder(1, 0, 0).empty());
        QCOMPARE(epochOrder(1, 0, 1), std::vector<std::uint32_t>{0});
    }
};

QTEST_APPLESS_MAIN(TestDrawn)
#include "tst_drawn.moc"
