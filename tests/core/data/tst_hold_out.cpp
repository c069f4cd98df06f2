#include "core/data/hold_out.h"
#include "core/data/locate.h"
#include "tests/core/data/data_files.h"
#include "tests/core/training/small_data.h"

#include <QTemporaryDir>
#include <QTest>

using namespace dalescope;

class TestHoldOut : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sharesTheTrainingExamplesOut() {
        const auto whole = smallData();
        Dataset split = *whole;
        holdOut(split, 56);
        QCOMPARE(split.train.count(), Index(200));
        QCOMPARE(split.test.count(), Index(56));
        // Walking through the whole in order meets each example in one of the two parts.
        std::size_t kept = 0, held = 0;
        const auto features = static_cast<std::ptrdiff_t>(whole->train.features);
        const auto is = [&](const Examples& part, std::size_t index, std::size_t i) {
            return index < part.labels.size() && part.labels[index] == whole->train.labels[i] &&
                   std::equal(part.bytes.begin() + static_cast<std::ptrdiff_t>(index) * features,
                              part.bytes.begin() + static_cast<std::ptrdiff_t>(index + 1) * features,
                              whole->train.bytes.begin() + static_cast<std::ptrdiff_t>(i) * features);
        };
        for (std::size_t i = 0; i < 256; ++i)
            if (is(split.train, kept, i))
                ++kept;
            else if (is(split.test, held, i))
                ++held;
        QCOMPARE(kept, std::size_t(200));
        QCOMPARE(held, std::size_t(56));
        for (const auto count : split.test.classCounts(4))
            QVERIFY2(count >= 5, "a draw over sorted files must meet every class");
    }

    void isTheSameEveryTime() {
        Dataset a = *smallData(), b = *smallData();
        holdOut(a, 20);
        holdOut(b, 20);
        QCOMPARE(a.test.bytes, b.test.bytes);
        QCOMPARE(a.train.labels, b.train.labels);
    }

    void changesNothingForNone() {
        Dataset data = *smallData();
        holdOut(data, 0);
        QCOMPARE(data.train.count(), Index(256));
        QCOMPARE(data.test.count(), Index(64));
    }

    void leavesSomethingToLearnFrom() {
        Dataset data = *smallData();
        const auto message = messageOf([&] { holdOut(data, 256); });
        QVERIFY2(message.contains("data.validation: 256 of the 256 training examples"), message);
    }

    void isDoneAsASetIsLoaded() {
        QTemporaryDir temporary;
        const auto folder = temporary.filePath(QStringLiteral("set")).toStdString();
        writeIdxSet(folder);
        const Dataset data = loadDataset(folder, {}, 5);
        QCOMPARE(data.train.count(), Index(7));
        QCOMPARE(data.test.count(), Index(5));
    }
};

QTEST_GUILESS_MAIN(TestHoldOut)
#include "tst_hold_out.moc"
