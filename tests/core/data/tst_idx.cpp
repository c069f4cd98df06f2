// IDX files as they come, and as they should not.
#include "core/data/idx_pair.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace dalescope;
namespace fs = std::filesystem;

class TestIdx : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    fs::path at(const char* name) const { return fs::path(temporary_.path().toStdString()) / name; }

private Q_SLOTS:
    void readsBytesPlainAndGzipped() {
        const std::string bytes = idx(8, {2, 2, 3}, counting(12, 256));
        writeBytes(at("plain"), bytes);
        writeGzip(at("packed"), bytes);
        for (const char* name : {"plain", "packed"}) {
            const Idx read = readIdx(at(name));
            QCOMPARE(read.shape, (std::vector<std::int64_t>{2, 2, 3}));
            QCOMPARE(read.bytes.size(), std::size_t(12));
            QCOMPARE(int(read.bytes[11]), 11);
            QVERIFY(read.values.empty());
        }
    }

    void readsOtherTypesAsNumbers_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("bytes"); // 1 and -2, big-endian
        QTest::newRow("signed byte") << 0x09 << QByteArray("\x01\xfe", 2);
        QTest::newRow("short") << 0x0b << QByteArray("\x00\x01\xff\xfe", 4);
        QTest::newRow("int") << 0x0c << QByteArray("\x00\x00\x00\x01\xff\xff\xff\xfe", 8);
        QTest::newRow("float") << 0x0d << QByteArray("\x3f\x80\x00\x00\xc0\x00\x00\x00", 8);
        QTest::newRow("double") << 0x0e << QByteArray("\x3f\xf0\0\0\0\0\0\0\xc0\x00\0\0\0\0\0\0", 16);
    }
    void readsOtherTypesAsNumbers() {
        QFETCH(int, type);
        QFETCH(QByteArray, bytes);
        writeBytes(at("numbers"), idx(type, {2}, bytes.toStdString()));
        QCOMPARE(readIdx(at("numbers")).values, (std::vector<float>{1, -2}));
    }

    void namesTheFileAndTheFault_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("fault");
        const auto row = [](const char* name, const std::string& content, const char* fault) {
            QTest::newRow(name) << QByteArray(content.data(), qsizetype(content.size())) << QByteArray(fault);
        };
        const std::string good = idx(8, {2, 2, 3}, counting(12, 256));
        row("empty", "", "not an IDX file");
        row("a text", "hello, this is no IDX file", "not an IDX file");
        row("magic with an unknown type", idx(7, {2}, "ab"), "not an IDX file");
        row("no dimension", idx(8, {}, ""), "not an IDX file");
        row("five dimensions", idx(8, {1, 1, 1, 1, 1}, "a"), "not an IDX file");
        row("header cut off", good.substr(0, 9), "truncated");
        row("last byte missing", good.substr(0, good.size() - 1), "truncated: 1 bytes");
        row("one byte too many", good + "x", "longer than its header says");
        row("promises 4 GiB", idx(8, {4096, 1024, 1024}, counting(12, 256)), "more than the file can hold");
        row("promises more than memory", idx(8, {0xffffffff, 0xffffffff, 0xffffffff}, "abc"),
            "more than memory holds");
        row("NaN", idx(0x0d, {2}, std::string("\x3f\x80\x00\x00\x7f\xc0\x00\x00", 8)),
            "element 1 is not a finite number");
        row("infinite", idx(0x0d, {1}, std::string("\x7f\x80\x00\x00", 4)),
            "element 0 is not a finite number");
    }
    void namesTheFileAndTheFault() {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, fault);
        writeBytes(at("bad"), content.toStdString());
        const QByteArray message = messageOf([&] { readIdx(at("bad")); });
        QVERIFY2(message.startsWith(at("bad").string().c_str()) && message.contains(fault), message);
    }

    void refusesDamagedGzip() {
        std::string content;
        writeGzip(at("whole.gz"), idx(8, {100, 10, 10}, counting(10000, 241)));
        {
            std::ifstream in(at("whole.gz"), std::ios::binary);
            content.assign(std::istreambuf_iterator<char>(in), {});
        }
        writeBytes(at("cut.gz"), content.substr(0, content.size() / 2));
        QByteArray message = messageOf([&] { readIdx(at("cut.gz")); });
        QVERIFY2(message.contains("truncated") || message.contains("damaged"), message);
        for (std::size_t i = 30; i < 60; ++i)
            content[i] = static_cast<char>(~content[i]);
        writeBytes(at("torn.gz"), content);
        message = messageOf([&] { readIdx(at("torn.gz")); });
        QVERIFY2(message != "no error", message);
    }

    void refusesWhatIsNoFile() {
        QVERIFY(messageOf([&] { readIdx(at("nowhere")); }).contains("cannot be opened"));
        fs::create_directories(at("folder"));
        QVERIFY(messageOf([&] { readIdx(at("folder")); }).contains("folder"));
    }

    void readsAPairOfFiles() {
        writeIdxSet(at("set"));
        QVERIFY(holdsIdxPairs(at("set")));
        const IdxPair train = readIdxPair(at("set"), "train"), test = readIdxPair(at("set"), "t10k");
        QCOMPARE(train.shape, (ImageShape{1, 3, 2}));
        QCOMPARE(train.examples.count(), Index(12));
        QCOMPARE(test.examples.count(), Index(6));
        QCOMPARE(train.classes, Index(3));
        QCOMPARE(train.examples.classCounts(3), (std::vector<Index>{4, 4, 4}));
        Matrix<float> x(6, 2);
        std::vector<std::int32_t> y(2);
        const std::vector<std::uint32_t> second = {1, 0};
        train.examples.gather<float>(second, x, y);
        QCOMPARE(x(0, 0), 6.0F / 255);
        QCOMPARE(x(5, 1), 5.0F / 255);
        QCOMPARE(y, (std::vector<std::int32_t>{1, 0}));
    }

    void refusesPairsThatDoNotFit_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("fault");
        const auto row = [](const char* name, const char* file, const std::string& content,
                            const char* fault) {
            QTest::newRow(name) << QByteArray(file) << QByteArray(content.data(), qsizetype(content.size()))
                                << QByteArray(fault);
        };
        row("counts differ", "train-labels-idx1-ubyte", idx(8, {11}, counting(11, 3)),
            "11 labels for 12 images");
        row("images in place of labels", "train-labels-idx1-ubyte", idx(8, {12, 3, 2}, counting(72, 3)),
            "no list of labels");
        row("labels in place of images", "train-images-idx3-ubyte", idx(8, {12}, counting(12, 3)),
            "no images");
        row("no image", "train-images-idx3-ubyte", idx(8, {0, 3, 2}, ""), "labels for 0 images");
        row("images without pixels", "train-images-idx3-ubyte", idx(8, {12, 0, 2}, ""), "no image");
        row("negative label", "train-labels-idx1-ubyte",
            idx(9, {12}, std::string(11, '\0') + std::string(1, '\xff')), "out of range");
        row("label with a fraction", "train-labels-idx1-ubyte",
            idx(0x0d, {12}, std::string(44, '\0') + std::string("\x3f\x00\x00\x00", 4)), "out of range");
    }
    void refusesPairsThatDoNotFit() {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, fault);
        writeIdxSet(at("misfit"));
        writeBytes(at("misfit") / file.toStdString(), content.toStdString());
        const QByteArray message = messageOf([&] { readIdxPair(at("misfit"), "train"); });
        QVERIFY2(message.startsWith(at("misfit").string().c_str()) && message.contains(fault), message);
    }
};

QTEST_APPLESS_MAIN(TestIdx)
#include "tst_idx.moc"
