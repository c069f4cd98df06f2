// A file is there whole, new or old, or not at all.
#include "core/common/error.h"
#include "core/io/atomic_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>
#include <sys/resource.h>

using namespace dalescope;
namespace fs = std::filesystem;

class TestAtomicFile : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    fs::path at(const char* name) const { return fs::path(temporary_.path().toStdString()) / name; }

    int filesIn(const fs::path& folder) {
        return static_cast<int>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }

private Q_SLOTS:
    void writesAndReplaces() {
        fs::create_directories(at("a"));
        writeFileAtomically(at("a/file"), "old");
        writeFileAtomically(at("a/file"), std::string("new\0er", 6));
        QCOMPARE(readFile(at("a/file")), std::string("new\0er", 6));
        QCOMPARE(filesIn(at("a")), 1);
    }

    void leavesTheOldFileWhenWritingFails() {
        fs::create_directories(at("b"));
        writeFileAtomically(at("b/file"), "old");
        // As on a full disk: files of this process may grow no larger than 1000 bytes.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{1000, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        QByteArray message = "no error";
        try {
            writeFileAtomically(at("b/file"), std::string(5000, 'x'));
        } catch (const Error& error) {
            message = error.what();
        }
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY2(message.startsWith(at("b/file").c_str()) && message.contains("cannot be written"), message);
        QCOMPARE(readFile(at("b/file")), std::string("old"));
        QCOMPARE(filesIn(at("b")), 1);
    }

    void saysWhyAFileCannotBeWritten() {
        QVERIFY_EXCEPTION_THROWN(writeFileAtomically(at("no/such/folder/file"), "x"), Error);
        fs::create_directories(at("c/taken"));
        std::ofstream(at("c/taken/full")) << "x";
        QVERIFY_EXCEPTION_THROWN(writeFileAtomically(at("c/taken"), "x"), Error);
        QCOMPARE(filesIn(at("c")), 1);
    }

    void readsNoMoreThanItIsAllowed() {
        std::ofstream(at("big")) << std::string(100, 'x');
        QCOMPARE(readFile(at("big"), 100).size(), std::size_t(100));
        QVERIFY_EXCEPTION_THROWN(readFile(at("big"), 99), Error);
        QVERIFY_EXCEPTION_THROWN(readFile(at("absent")), Error);
    }
};

QTEST_APPLESS_MAIN(TestAtomicFile)
#include "tst_atomic_file.moc"
