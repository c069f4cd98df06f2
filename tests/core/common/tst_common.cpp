// The array that two threads share, the generators, and the words of messages.
#include "core/common/append_only.h"
#include "core/common/error.h"
#include "core/common/rng.h"
#include "core/common/text.h"
#include "core/common/text_template.h"

#include <QTest>

#include <cmath>
#include <set>
#include <string>
#include <thread>

using namespace dalescope;

class TestCommon : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsAReaderOnlyWhatIsComplete() {
        struct Entry {
            std::size_t index = 0, square = 0;
        };
        AppendOnly<Entry> array;
        constexpr std::size_t count = 300000; // crosses eight of its blocks
        std::atomic<bool> wrong{false};
        std::jthread reader([&] {
            std::size_t seen = 0;
            while (seen < count) {
                const std::size_t size = array.size();
                if (size < seen)
                    wrong = true;
                for (; seen < size; ++seen)
                    if (array[seen].index != seen || array[seen].square != seen * seen)
                        wrong = true;
            }
        });
        for (std::size_t i = 0; i < count; ++i)
            array.append({i, i * i});
        reader.join();
        QVERIFY(!wrong);
        QCOMPARE(array.size(), count);
    }

    void neverMovesAnElement() {
        AppendOnly<std::string> array;
        array.append("first");
        const std::string* first = &array[0];
        for (int i = 0; i < 5000; ++i)
            array.append(std::to_string(i));
        QCOMPARE(&array[0], first);
        QCOMPARE(array[5000], std::string("4999"));
        QCOMPARE(array[1023], std::string("1022"));
        QCOMPARE(array[1024], std::string("1023"));
    }

    void derivesEveryGeneratorFromSeedStreamAndPosition() {
        std::set<std::uint64_t> firsts;
        for (std::uint64_t seed = 0; seed < 20; ++seed)
            for (const auto stream : {RngStream::Weights, RngStream::BatchOrder, RngStream::Glyphs})
                for (std::uint64_t position = 0; position < 20; ++position) {
                    firsts.insert(makeRng(seed, stream, position)());
                    QCOMPARE(makeRng(seed, stream, position)(), makeRng(seed, stream, position)());
                }
        QCOMPARE(firsts.size(), std::size_t(20 * 3 * 20));
    }

    void drawsTheDistributionsItNames() {
        Rng rng = makeRng(1, RngStream::Weights);
        constexpr int n = 200000;
        double uniformSum = 0, exponentialSum = 0, exponentialSquares = 0, normalSum = 0, normalSquares = 0;
        int counts[7] = {};
        for (int i = 0; i < n; ++i) {
            const double u = uniform(rng);
            QVERIFY(u >= 0 && u < 1);
            uniformSum += u;
            const double e = exponential(rng, 2.5);
            QVERIFY(e >= 0 && std::isfinite(e));
            exponentialSum += e;
            exponentialSquares += e * e;
            const double z = normal(rng);
            normalSum += z;
            normalSquares += z * z;
            ++counts[uniformBelow(rng, 7)];
        }
        // Each within five standard errors; the seed is fixed.
        QVERIFY(std::abs(uniformSum / n - 0.5) < 5 * 0.2887 / std::sqrt(n));
        QVERIFY(std::abs(exponentialSum / n - 2.5) < 5 * 2.5 / std::sqrt(n));
        QVERIFY(std::abs(exponentialSquares / n - 12.5) < 5 * 2.5 * 2.5 * std::sqrt(20.0) / std::sqrt(n));
        QVERIFY(std::abs(normalSum / n) < 5 / std::sqrt(n));
        QVERIFY(std::abs(normalSquares / n - 1) < 5 * std::sqrt(2.0 / n));
        for (const int count : counts)
            QVERIFY(std::abs(count - n / 7.0) < 5 * std::sqrt(n / 7.0));
        QCOMPARE(uniformBelow(rng, 1), std::uint64_t(0));
    }

    void guessesWhatWasMeant() {
        const std::vector<std::string> names = {"mnist", "kmnist", "fashion", "glyphs"};
        QCOMPARE(nearest("mnits", names), std::string("mnist"));
        QCOMPARE(nearest("fasion", names), std::string("fashion"));
        QCOMPARE(nearest("kmnist", names), std::string("kmnist"));
        QCOMPARE(nearest("imagenet-21k", names), std::string());
        QCOMPARE(nearest("", {}), std::string());
    }

    void writesNumbersShort() {
        QCOMPARE(shortNumber(0.1107), std::string("0.1107"));
        QCOMPARE(shortNumber(32), std::string("32"));
        QCOMPARE(shortNumber(2.5e-5), std::string("2.5e-05"));
        QCOMPARE(grouped(0), std::string("0"));
        QCOMPARE(grouped(999), std::string("999"));
        QCOMPARE(grouped(1000), std::string("1,000"));
        QCOMPARE(grouped(-1234567), std::string("-1,234,567"));
    }

    void fillsTemplatesIn_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("filled");
        QTest::newRow("names") << "a = @A_B@ @A_B@\n@torch.no_grad()\nx@y@A_B@"
                               << "a = 1 1\n@torch.no_grad()\nx@y1\n";
        QTest::newRow("chosen") << "#if off on\nx\n#else\ny\n#end\nz"
                                << "x\nz\n";
        QTest::newRow("not chosen") << "#if off\nx\n#else\ny\n#end\nz"
                                    << "y\nz\n";
        QTest::newRow("nested") << "#if off\n#if on\nx\n#else\ny\n#end\n#else\n#if on\nz\n#end\n#end"
                                << "z\n";
        QTest::newRow("a comment") << "# if it is\n"
                                   << "# if it is\n";
    }
    void fillsTemplatesIn() {
        QFETCH(QString, text);
        QFETCH(QString, filled);
        QCOMPARE(QString::fromStdString(fillTemplate(text.toStdString(), {"on"}, {{"A_B", "1"}})), filled);
    }

    void refusesAFaultyTemplate() {
        for (const char* text : {"#if on\nx", "x\n#end", "#else", "@NEVER@"})
            QVERIFY_THROWS_EXCEPTION(std::logic_error, fillTemplate(text, {"on"}, {}));
    }

    void saysWhereWhatAndTheWayOut() {
        QCOMPARE(std::string(Error("a.json", "it is cut off", "get it again").what()),
                 std::string("a.json: it is cut off; get it again."));
        QCOMPARE(std::string(Error("x", "no such thing", "did you mean y?").what()),
                 std::string("x: no such thing; did you mean y?"));
    }
};

QTEST_APPLESS_MAIN(TestCommon)
#include "tst_common.moc"
