// CIFAR-10's binary files, whole or in part.
#include "core/data/cifar10.h"
#include "core/data/locate.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace dalescope;
namespace fs = std::filesystem;

namespace {

/// `count` images; image i has label i % 10 and its first red pixel is i.
std::string batch(std::size_t count) {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) {
        std::string image = counting(3072, 200);
        image[0] = static_cast<char>(i);
        bytes += static_cast<char>(i % 10) + image;
    }
    return bytes;
}

} // namespace

class TestCifar10 : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    fs::path at(const char* name) const { return fs::path(temporary_.path().toStdString()) / name; }

private Q_SLOTS:
    void readsWhatIsThereAndSaysWhatIsNot() {
        const fs::path folder = at("data/cifar-10-batches-bin");
        writeBytes(folder / "data_batch_1.bin", batch(20));
        QVERIFY(!holdsCifar10(folder));
        writeBytes(folder / "data_batch_3.bin", batch(7));
        writeBytes(folder / "test_batch.bin", batch(11));
        QVERIFY(holdsCifar10(folder));
        const Dataset data = loadDataset("cifar10", at("data"));
        QCOMPARE(data.name, std::string("cifar10"));
        QCOMPARE(data.shape, (ImageShape{3, 32, 32}));
        QCOMPARE(data.train.count(), Index(27));
        QCOMPARE(data.test.count(), Index(11));
        QCOMPARE(data.train.bytes.size(), std::size_t(27 * 3072));
        QCOMPARE(int(data.train.labels[26]), 6);
        QCOMPARE(int(data.train.bytes[26 * 3072]), 6);
        QCOMPARE(data.classNames[3], std::string("cat"));
        const QByteArray note = data.note.c_str();
        QVERIFY2(note.contains("27 of") && note.contains("11 of") && note.contains("data_batch_5.bin") &&
                     !note.contains("data_batch_3.bin"),
                 note);
        QCOMPARE(openDataset(folder / "test_batch.bin").train.count(), Index(27));
        QCOMPARE(loadDataset("cifar10", folder).train.count(), Index(27));
    }

    void refusesBadFiles_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("fault");
        const auto row = [](const char* name, const std::string& content, const char* fault) {
            QTest::newRow(name) << QByteArray(content.data(), qsizetype(content.size())) << QByteArray(fault);
        };
        row("empty", "", "no whole number of images");
        row("truncated", batch(3).substr(0, 9000), "no whole number of images");
        row("one byte too many", batch(3) + "x", "no whole number of images");
        std::string label = batch(3);
        label[3073] = 10;
        row("label 10", label, "image 1 has label 10");
    }
    void refusesBadFiles() {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, fault);
        writeBytes(at("bad/data_batch_1.bin"), batch(3));
        writeBytes(at("bad/data_batch_2.bin"), content.toStdString());
        writeBytes(at("bad/test_batch.bin"), batch(3));
        const QByteArray message = messageOf([&] { readCifar10(at("bad")); });
        QVERIFY2(message.startsWith(at("bad/data_batch_2.bin").string().c_str()) && message.contains(fault),
                 message);
    }
};

QTEST_APPLESS_MAIN(TestCifar10)
#include "tst_cifar10.moc"
