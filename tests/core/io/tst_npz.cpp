// NumPy archives: what is written is read again, and damage is named.
#include "core/io/atomic_file.h"
#include "core/io/npz.h"
#include "tests/core/common/message_of.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <limits>
#include <zip.h>

using namespace dalescope;
namespace fs = std::filesystem;

namespace {

using Shape = std::vector<std::int64_t>;

void writeBytes(const fs::path& file, const std::string& content) {
    std::ofstream(file, std::ios::binary) << content;
}

/// A .npy of version 1 with the given header dictionary.
std::string npy(const std::string& header, const std::string& data) {
    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(header.size() & 0xff);
    bytes += static_cast<char>(header.size() >> 8);
    return bytes + header + data;
}

/// An archive with one member, as another program would write it.
void writeZip(const fs::path& file, const char* name, const std::string& content) {
    fs::remove(file);
    zip_t* archive = zip_open(file.c_str(), ZIP_CREATE, nullptr);
    zip_file_add(archive, name, zip_source_buffer(archive, content.data(), content.size(), 0), 0);
    zip_close(archive);
}

} // namespace

class TestNpz : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    fs::path at(const char* name) const { return fs::path(temporary_.path().toStdString()) / name; }

    template <class T>
    void roundTrip(const std::vector<T>& values, const Shape& shape) {
        Npz npz;
        npz.arrays["layers.0.WEE"] = NpyArray::of(values, shape);
        writeNpz(at("trip.npz"), npz);
        const Npz read = readNpz(at("trip.npz"));
        QCOMPARE(read.arrays.at("layers.0.WEE").shape, shape);
        QCOMPARE(read.arrays.at("layers.0.WEE").as<T>(), values);
    }

private Q_SLOTS:
    void keepsEveryBit() {
        const float tiny = std::numeric_limits<float>::denorm_min();
        roundTrip<float>({1.5F, -0.0F, tiny, std::numeric_limits<float>::max(), 0.1F, 3}, {2, 3});
        roundTrip<double>({1.0 / 3, -1e308, 5e-324}, {3});
        roundTrip<std::int64_t>({std::numeric_limits<std::int64_t>::min(), -1, 0, 1LL << 60}, {2, 1, 2});
        roundTrip<std::uint8_t>({0, 255}, {1, 2});
        roundTrip<double>({42}, {});
        roundTrip<float>({}, {0, 7});
        const auto nan = NpyArray::of(std::vector<double>{std::nan("")}, {1});
        QVERIFY(std::isnan(nan.as<double>()[0]));
    }

    void givesTheSameBytesForTheSameContent() {
        Npz npz;
        npz.arrays["b"] = NpyArray::of(std::vector<double>{1, 2}, {2});
        npz.arrays["a"] = NpyArray::of(std::vector<float>{3}, {1});
        npz.texts["meta.json"] = "{}\n";
        writeNpz(at("1.npz"), npz);
        writeNpz(at("2.npz"), npz);
        QCOMPARE(readFile(at("1.npz")), readFile(at("2.npz")));
        const Npz read = readNpz(at("1.npz"));
        QCOMPARE(read.texts.at("meta.json"), std::string("{}\n"));
        QCOMPARE(read.arrays.size(), std::size_t(2));
    }

    void turnsFortranOrderIntoC() {
        // [[1, 2, 3], [4, 5, 6]] column by column.
        writeZip(at("f.npz"), "x.npy",
                 npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", "\1\4\2\5\3\6"));
        QCOMPARE(readNpz(at("f.npz")).arrays.at("x").as<float>(), (std::vector<float>{1, 2, 3, 4, 5, 6}));
    }

    void readsHeadersThatOthersWrite_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("spaces") << QByteArray(
            "{ 'descr' : '<i4' , 'fortran_order' : False , 'shape' : ( 2 , ) }");
        QTest::newRow("other order") << QByteArray("{'shape': (2,), 'fortran_order': False, 'descr': '<i4'}");
    }
    void readsHeadersThatOthersWrite() {
        QFETCH(QByteArray, header);
        writeZip(at("h.npz"), "x.npy", npy(header.toStdString(), std::string("\5\0\0\0\xff\xff\xff\xff", 8)));
        QCOMPARE(readNpz(at("h.npz")).arrays.at("x").as<double>(), (std::vector<double>{5, -1}));
    }

    void refusesBadArrays_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("fault");
        const auto row = [](const char* name, const std::string& content, const char* fault) {
            QTest::newRow(name) << QByteArray(content.data(), qsizetype(content.size())) << QByteArray(fault);
        };
        const std::string head = "{'descr': '<f4', 'fortran_order': False, 'shape': ";
        row("empty", "", "not a .npy array");
        row("a text", "hello world, I am not an array", "not a .npy array");
        row("header cut off", npy(head + "(1,), }", "").substr(0, 30), "truncated");
        row("version 2, cut off", std::string("\x93NUMPY\x02\x00\x01\x00", 10), "truncated");
        row("data cut off", npy(head + "(2,), }", "abc"), "does not match its header");
        row("data too long", npy(head + "(1,), }", "abcdefgh"), "does not match its header");
        row("negative size", npy(head + "(-1,), }", "abcd"), "does not match its header");
        row("size overflows", npy(head + "(4294967296, 4294967296), }", "abcd"), "does not match its header");
        row("size beyond 64 bits", npy(head + "(99999999999999999999999,), }", "abcd"), "no shape");
        row("no shape", npy("{'descr': '<f4', 'fortran_order': False}", "abcd"), "no shape");
        row("shape is no tuple", npy(head + "7, }", "abcd"), "no shape");
        row("unknown type", npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "abcd"),
            "element type");
        row("big-endian", npy("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "abcd"),
            "element type");
    }
    void refusesBadArrays() {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, fault);
        writeZip(at("bad.npz"), "x.npy", content.toStdString());
        const QByteArray message = messageOf([&] { readNpz(at("bad.npz")); });
        QVERIFY2(message.startsWith((at("bad.npz").string() + " (x)").c_str()) && message.contains(fault),
                 message);
    }

    void refusesDamagedArchives() {
        QVERIFY(messageOf([&] { readNpz(at("none.npz")); }).contains("cannot be opened"));
        writeBytes(at("text.npz"), "hello");
        QVERIFY(messageOf([&] { readNpz(at("text.npz")); }).contains("not a .npz archive"));
        writeBytes(at("empty.npz"), "");
        QVERIFY(messageOf([&] { readNpz(at("empty.npz")); }) != "no error");
        QVERIFY(messageOf([&] { readNpz(fs::path(temporary_.path().toStdString())); }).contains("folder"));

        Npz npz;
        npz.arrays["x"] = NpyArray::of(std::vector<double>(100, 0.1), {100});
        writeNpz(at("good.npz"), npz);
        const std::string good = readFile(at("good.npz"));
        writeBytes(at("cut.npz"), good.substr(0, good.size() / 2));
        QVERIFY(messageOf([&] { readNpz(at("cut.npz")); }).contains("not a .npz archive, or is damaged"));
        std::string flipped = good; // in the array's numbers: its checksum no longer fits
        flipped[400] = static_cast<char>(~flipped[400]);
        writeBytes(at("flipped.npz"), flipped);
        const QByteArray message = messageOf([&] { readNpz(at("flipped.npz")); });
        QVERIFY2(message.contains("\"x.npy\" is damaged"), message);
    }

    void namesAnAbsentArray() {
        const QByteArray message = messageOf([] { Npz().array("layers.3.g", "s.npz"); });
        QVERIFY2(message.contains("s.npz") && message.contains("layers.3.g"), message);
    }
};

QTEST_APPLESS_MAIN(TestNpz)
#include "tst_npz.moc"
