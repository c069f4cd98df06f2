// Data sets in NumPy archives.
#include "core/data/locate.h"
#include "core/data/npz_dataset.h"
#include "core/io/npz.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace dalescope;
namespace fs = std::filesystem;

namespace {

using Shape = std::vector<std::int64_t>;

NpyArray bytes(const Shape& shape, int modulo = 251) {
    NpyArray array{NpyType::UInt8, shape, {}};
    const std::string content = counting(static_cast<std::size_t>(array.count()), modulo);
    array.bytes.assign(content.begin(), content.end());
    return array;
}
NpyArray floats(const std::vector<float>& values, const Shape& shape) {
    return NpyArray::of(values, shape);
}
NpyArray labels(const std::vector<std::int64_t>& values) {
    return NpyArray::of(values, {static_cast<std::int64_t>(values.size())});
}

} // namespace

class TestNpzDataset : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    fs::path at(const char* name) const { return fs::path(temporary_.path().toStdString()) / name; }
    fs::path write(const char* name, const std::map<std::string, NpyArray>& arrays) const {
        fs::create_directories(at(name).parent_path());
        writeNpz(at(name), {arrays, {}});
        return at(name);
    }

private Q_SLOTS:
    void readsTrainingAndTestArrays() {
        const auto file = write("keras.npz", {{"x_train", bytes({8, 4, 5})},
                                              {"y_train", bytes({8}, 3)},
                                              {"x_test", bytes({4, 4, 5})},
                                              {"y_test", bytes({4, 1}, 4)}});
        const Dataset data = openDataset(file);
        QCOMPARE(data.name, std::string("keras"));
        QCOMPARE(data.shape, (ImageShape{1, 4, 5}));
        QCOMPARE(data.classes, Index(4));
        QCOMPARE(data.train.count(), Index(8));
        QCOMPARE(data.test.count(), Index(4));
        QCOMPARE(int(data.train.bytes[159]), 159);
        QVERIFY(data.note.empty());
    }

    void setsTheLastSixthAsideAndSaysSo() {
        const auto file = write("one.npz", {{"x", bytes({18, 4})}, {"y", bytes({18}, 2)}});
        const Dataset data = readNpzDataset(file);
        QCOMPARE(data.shape, (ImageShape{1, 1, 4}));
        QCOMPARE(data.train.count(), Index(15));
        QCOMPARE(data.test.count(), Index(3));
        QCOMPARE(data.train.bytes.size(), std::size_t(60));
        QCOMPARE(int(data.test.bytes[0]), 60);
        QVERIFY(data.note.find("the last 3 of its images") != std::string::npos);
    }

    void takesRealNumbersAsTheyAre() {
        const auto file =
            write("real.npz", {{"arr_0", floats({-1, 0.5F, 300, 2}, {2, 2})}, {"arr_1", labels({0, 1})}});
        const Dataset data = readNpzDataset(file);
        QCOMPARE(data.train.values, (std::vector<float>{-1, 0.5F}));
        QCOMPARE(data.test.values, (std::vector<float>{300, 2}));
        Matrix<double> x(2, 1);
        std::vector<std::int32_t> y(1);
        data.test.gatherRange<double>(0, x, y);
        QCOMPARE(x(0, 0), 300.0);
        QCOMPARE(y[0], 1);
    }

    void takesZerosAndOnesAndWholeNumbersAsPixels() {
        const auto black = write("black.npz", {{"x", bytes({6, 3}, 2)}, {"y", bytes({6}, 2)}});
        QCOMPARE(int(readNpzDataset(black).train.bytes[1]), 255);
        const auto whole =
            write("whole.npz", {{"x", NpyArray::of(std::vector<std::int64_t>{0, 7, 255, 9}, {2, 2})},
                                {"y", labels({0, 1})}});
        QCOMPARE(readNpzDataset(whole).train.bytes, (std::vector<std::uint8_t>{0, 7}));
    }

    void bringsChannelsFirst() {
        // One image of 2 x 2 with three channels, last: pixel p has channels 3p, 3p + 1, 3p + 2.
        const auto file = write("last.npz", {{"x", bytes({2, 2, 2, 3})}, {"y", bytes({2}, 2)}});
        const Dataset data = readNpzDataset(file);
        QCOMPARE(data.shape, (ImageShape{3, 2, 2}));
        QCOMPARE(data.train.bytes, (std::vector<std::uint8_t>{0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11}));
        const auto first = write("first.npz", {{"x", bytes({2, 3, 2, 2})}, {"y", bytes({2}, 2)}});
        QCOMPARE(readNpzDataset(first).shape, (ImageShape{3, 2, 2}));
        QCOMPARE(int(readNpzDataset(first).train.bytes[1]), 1);
    }

    void readsASetInParts() {
        for (const char* half : {"train", "test"}) {
            write(("parts/k49-" + std::string(half) + "-imgs.npz").c_str(), {{"arr_0", bytes({6, 2, 2})}});
            QVERIFY(!findNpzParts(at("parts")));
            write(("parts/k49-" + std::string(half) + "-labels.npz").c_str(), {{"arr_0", bytes({6}, 5)}});
        }
        QVERIFY(findNpzParts(at("parts")).has_value());
        for (const auto& path :
             {at("parts"), at("parts/k49-train-imgs.npz"), at("parts/k49-test-labels.npz")}) {
            const Dataset data = openDataset(path);
            QCOMPARE(data.train.count(), Index(6));
            QCOMPARE(data.classes, Index(5));
        }
        fs::rename(at("parts"), at("k49"));
        const Dataset known = loadDataset("k49", at(""));
        QCOMPARE(known.classes, Index(49));
        QCOMPARE(known.classNames.size(), std::size_t(49));
    }

    void namesTheFileAndTheFault_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QByteArray>("fault");
        const char* faults[] = {"no images",
                                "no labels",
                                "5 labels for 6 images",
                                "is not finite",
                                "out of range",
                                "out of range",
                                "no list of labels",
                                "1 dimensions",
                                "holds no image",
                                "lacks its images or its labels",
                                "differ in size",
                                "one image cannot be both"};
        for (int i = 0; i < int(std::size(faults)); ++i)
            QTest::newRow(faults[i]) << i << QByteArray(faults[i]);
    }
    void namesTheFileAndTheFault() {
        QFETCH(int, which);
        QFETCH(QByteArray, fault);
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const NpyArray x = bytes({6, 2, 2}), y = bytes({6}, 3);
        const std::map<std::string, NpyArray> bad[] = {
            {{"y", y}},
            {{"x", x}},
            {{"x", x}, {"y", bytes({5}, 3)}},
            {{"x", floats({1, nan, 3, 4}, {2, 2})}, {"y", labels({0, 1})}},
            {{"x", floats({1, 2, 3, 4}, {2, 2})}, {"y", labels({0, -1})}},
            {{"x", floats({1, 2, 3, 4}, {2, 2})}, {"y", floats({0, 0.5F}, {2})}},
            {{"x", x}, {"y", bytes({6, 3}, 2)}},
            {{"x", bytes({6})}, {"y", y}},
            {{"x", bytes({0, 2, 2})}, {"y", bytes({0}, 2)}},
            {{"x", x}, {"y", y}, {"x_test", x}},
            {{"x", x}, {"y", y}, {"x_test", bytes({6, 2, 3})}, {"y_test", y}},
            {{"x", bytes({1, 2})}, {"y", bytes({1}, 2)}}};
        const fs::path file = write("bad.npz", bad[which]);
        const QByteArray message = messageOf([&] { readNpzDataset(file); });
        QVERIFY2(message.startsWith(file.string().c_str()) && message.contains(fault), message);
    }
};

QTEST_APPLESS_MAIN(TestNpzDataset)
#include "tst_npz_dataset.moc"
