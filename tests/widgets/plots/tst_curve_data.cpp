#include "widgets/plots/axis_tickers.h"
#include "widgets/plots/curve_data.h"
#include "widgets/plots/thinning.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace dalescope;

namespace {

std::shared_ptr<Journal> journalOf(const std::vector<float>& values, int every = 1) {
    auto journal = std::make_shared<Journal>(std::vector<std::string>{"y"});
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto update = static_cast<std::int64_t>(i) * every;
        journal->beginRow({update, static_cast<double>(update) / 100, static_cast<double>(update) / 1000});
        journal->put(0, static_cast<double>(values[i]));
        journal->commitRow();
    }
    return journal;
}

std::vector<float> noise(std::size_t n, unsigned seed) {
    std::mt19937 generator(seed);
    std::normal_distribution<float> normal;
    std::vector<float> values(n);
    for (float& v : values)
        v = normal(generator);
    return values;
}

} // namespace

class TestCurveData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheExtremesOfAnyStretch() {
        const auto values = noise(5000, 7);
        MinMaxPyramid pyramid;
        for (float v : values)
            pyramid.append(v);
        std::mt19937 generator(8);
        for (int n = 0; n < 2000; ++n) {
            std::size_t a = generator() % 5001, b = generator() % 5001;
            if (a > b)
                std::swap(a, b);
            Extremes expected;
            for (std::size_t i = a; i < b; ++i)
                expected.take(values[i]);
            const Extremes found = pyramid.extremes(a, b);
            QCOMPARE(found.any(), a != b);
            QCOMPARE(found.min, expected.min);
            QCOMPARE(found.max, expected.max);
        }
    }

    void valuesThatAreNotFiniteHaveNoExtremes() {
        MinMaxPyramid pyramid;
        for (int i = 0; i < 64; ++i)
            pyramid.append(i % 2 ? NAN : INFINITY);
        QVERIFY(!pyramid.extremes(0, 64).any());
        pyramid.append(3);
        QCOMPARE(pyramid.extremes(0, 65).max, 3.f);
    }

    void meansOverTheLastUpdates_data() {
        QTest::addColumn<int>("every");
        QTest::addColumn<int>("window");
        for (int every : {1, 10})
            for (int window : {2, 25, 500, 100000})
                QTest::addRow("every %d, window %d", every, window) << every << window;
    }
    void meansOverTheLastUpdates() {
        QFETCH(int, every);
        QFETCH(int, window);
        const auto values = noise(3000, 3);
        const auto journal = journalOf(values, every);
        CurveData data(journal, journal->series(0));
        data.advance(1000);
        data.setWindow(window); // in mid-stream: computed anew from the start
        while (data.behind())
            data.advance(700);
        const int samples = (window + every - 1) / every;
        for (int i = 0; i < 3000; i += 37) {
            double sum = 0;
            const int first = std::max(0, i - samples + 1);
            for (int k = first; k <= i; ++k)
                sum += static_cast<double>(values[static_cast<std::size_t>(k)]);
            const double mean = static_cast<double>(data.shown()[static_cast<std::size_t>(i)]);
            QVERIFY2(std::abs(mean - sum / (i - first + 1)) < 1e-5, qPrintable(QString::number(i)));
        }
    }

    void aMeanLeavesOutWhatIsNotFinite() {
        const auto journal = journalOf({1, NAN, 3, INFINITY, 5});
        CurveData data(journal, journal->series(0));
        data.setWindow(100);
        data.advance(100);
        QCOMPARE(data.shown()[4], 3.f);
    }

    void takesABacklogInSlices() {
        const auto journal = journalOf(noise(1000, 1));
        CurveData data(journal, journal->series(0));
        QVERIFY(data.advance(300));
        QCOMPARE(data.size(), std::size_t(300));
        QVERIFY(data.behind());
        QVERIFY(data.advance(10000));
        QVERIFY(!data.behind());
        QVERIFY(!data.advance(10000));
    }

    void searchesOnEveryAxis() {
        const auto journal = journalOf(noise(1000, 1));
        CurveData data(journal, journal->series(0));
        data.advance(1000);
        QCOMPARE(data.firstAt(500, XAxis::Updates), std::size_t(500));
        QCOMPARE(data.firstAfter(500, XAxis::Updates), std::size_t(501));
        QCOMPARE(data.firstAt(4.995, XAxis::Epochs, 100), std::size_t(500));
        QCOMPARE(data.firstAt(-1, XAxis::Seconds), std::size_t(0));
        QCOMPARE(data.firstAt(1e9, XAxis::Seconds), std::size_t(1000));
        QCOMPARE(xOfUpdate(*journal, 250, XAxis::Epochs), 2.5);
        QCOMPARE(xOfUpdate(*journal, 25000, XAxis::Seconds), 0.999);
    }

    void thinningKeepsEachPixelsExtremes_data() {
        QTest::addColumn<bool>("log");
        QTest::newRow("linear") << false;
        QTest::newRow("logarithmic") << true;
    }
    void thinningKeepsEachPixelsExtremes() {
        QFETCH(bool, log);
        const auto values = noise(200000, 5);
        const auto journal = journalOf(values);
        CurveData data(journal, journal->series(0));
        data.advance(values.size());
        const Stretch s{XAxis::Updates, log ? 1.0 : 0.0, 199999, 500, log};
        const auto points = thinned(data, data.raw(), s);
        QVERIFY(points.size() <= 4 * 500 + 2);
        const auto pixelOf = [&](double x) {
            const double t =
                log ? std::log(x / s.from) / std::log(s.to / s.from) : (x - s.from) / (s.to - s.from);
            return std::clamp(static_cast<int>(t * s.pixels), 0, s.pixels - 1);
        };
        std::vector<Extremes> expected(500), drawn(500);
        for (std::size_t i = log ? 1 : 0; i < values.size(); ++i)
            expected[static_cast<std::size_t>(pixelOf(static_cast<double>(i)))].take(values[i]);
        double previous = 0;
        for (const QPointF& p : points) {
            QVERIFY(p.x() >= previous);
            previous = p.x();
            drawn[static_cast<std::size_t>(pixelOf(p.x()))].take(static_cast<float>(p.y()));
        }
        int differing = 0; // rounding may move a sample on an edge to the next pixel
        for (std::size_t i = 0; i < 500; ++i)
            differing += drawn[i].min != expected[i].min || drawn[i].max != expected[i].max;
        QVERIFY2(differing <= 2, qPrintable(QString::number(differing)));
    }

    void ticksSayAllTheDigitsOfTheirStep_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("step");
        QTest::addColumn<QString>("text");
        QTest::newRow("quarter") << 1.075 << 0.025 << QStringLiteral("1.075");
        QTest::newRow("whole") << 12000.0 << 2000.0 << QStringLiteral("12,000");
        QTest::newRow("thousands") << 250000.0 << 50000.0 << QStringLiteral("250k");
        QTest::newRow("millions") << 1.5e6 << 5e5 << QStringLiteral("1.5M");
        QTest::newRow("2.5 thousands") << 12500.0 << 2500.0 << QStringLiteral("12,500");
        QTest::newRow("zero") << 1e-17 << 0.1 << QStringLiteral("0");
    }
    void ticksSayAllTheDigitsOfTheirStep() {
        QFETCH(double, value);
        QFETCH(double, step);
        QTEST(tickText(value, step), "text");
    }

    void fewSamplesAreKeptAsTheyAre() {
        const auto journal = journalOf({1, 2, NAN, 4, 5, 6});
        CurveData data(journal, journal->series(0));
        data.advance(100);
        const auto points = thinned(data, data.raw(), {XAxis::Updates, 1.5, 3.5, 100, false});
        QCOMPARE(points.size(), qsizetype(4)); // 2 and 3, and a neighbour on either side
        QCOMPARE(points.first().x(), 1.0);
        QVERIFY(std::isnan(points[1].y()));
        QCOMPARE(points.last().x(), 4.0);
    }
};

QTEST_APPLESS_MAIN(TestCurveData)
#include "tst_curve_data.moc"
