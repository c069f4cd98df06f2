// Where data sets are looked for, and what is said when they are not there.
#include "core/data/locate.h"
#include "core/io/npz.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace dalescope;
namespace fs = std::filesystem;

class TestLocate : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    fs::path at(const char* name) const { return fs::path(temporary_.path().toStdString()) / name; }

private Q_SLOTS:
    void init() {
        qputenv("HOME", at("home").c_str());
        qunsetenv("XDG_DATA_HOME");
        qunsetenv("DALESCOPE_DATA");
    }

    void findsASetWherePeopleKeepIt_data() {
        QTest::addColumn<QByteArray>("folder");
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("variable");
        QTest::newRow("--data, by name") << QByteArray("a/kmnist") << QByteArray("a") << QByteArray();
        QTest::newRow("--data itself")
            << QByteArray("b/anything") << QByteArray("b/anything") << QByteArray();
        QTest::newRow("torchvision's") << QByteArray("c/KMNIST/raw") << QByteArray("c") << QByteArray();
        QTest::newRow("$DALESCOPE_DATA")
            << QByteArray("d/kmnist") << QByteArray() << QByteArray("DALESCOPE_DATA");
        QTest::newRow("~/.cache") << QByteArray("home/.cache/kmnist") << QByteArray() << QByteArray();
        QTest::newRow("the user's") << QByteArray("home/.local/share/dalescope/kmnist") << QByteArray()
                                    << QByteArray();
    }
    void findsASetWherePeopleKeepIt() {
        QFETCH(QByteArray, folder);
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, variable);
        writeIdxSet(at(folder));
        if (!variable.isEmpty())
            qputenv(variable, at("d").c_str());
        const fs::path data = first.isEmpty() ? fs::path() : at(first);
        const Dataset set = loadDataset("kmnist", data);
        QCOMPARE(set.folder, at(folder));
        QCOMPARE(set.name, std::string("kmnist"));
        QCOMPARE(set.classes, Index(10));
        QCOMPARE(set.classNames[1], std::string("ki"));
        const auto known = knownDatasets(data);
        const auto found = std::ranges::find(known, "kmnist", &KnownDataset::name);
        QVERIFY(found->available);
        QCOMPARE(found->folder, at(folder));
        fs::remove_all(at(folder));
    }

    void looksInAFolderOnce() {
        qputenv("XDG_DATA_HOME", at("home/.local/share").c_str());
        const auto folders = dataFolders({});
        QCOMPARE(std::ranges::count(folders, at("home/.local/share/dalescope")), 1);
    }

    void knowsTheShapeOfWhatItHasNotFound() {
        QCOMPARE(knownShape("cifar10")->features.text(), FeatureShape::image(3, 32, 32).text());
        QCOMPARE(knownShape("k49")->classes, Index(49));
        QVERIFY(!knownShape("glyphs") && !knownShape("/some/folder"));
    }

    void findsTheArchiveThatKerasKeeps() {
        NpyArray x{NpyType::UInt8, {4, 2, 2}, std::vector<std::uint8_t>(16, 9)},
            y{NpyType::UInt8, {4}, {0, 1, 2, 9}};
        fs::create_directories(at("home/.keras/datasets"));
        writeNpz(at("home/.keras/datasets/mnist.npz"),
                 {{{"x_train", x}, {"y_train", y}, {"x_test", x}, {"y_test", y}}, {}});
        QCOMPARE(loadDataset("mnist").train.count(), Index(4));
        fs::remove_all(at("home/.keras"));
    }

    void listsEverythingItKnows() {
        std::string names;
        for (const auto& known : knownDatasets({})) {
            names += known.name + " ";
            QVERIFY(known.available || !known.hint.empty());
        }
        QCOMPARE(names, std::string("mnist kmnist k49 fashion cifar10 glyphs delayed-match "));
    }

    void neverTakesAnotherFamilysFolder() {
        writeIdxSet(at("mine/mnist"));
        QVERIFY(messageOf([&] { loadDataset("kmnist", at("mine/mnist")); }).contains("it was not found in"));
        QCOMPARE(loadDataset("mnist", at("mine/mnist")).train.count(), Index(12));
        QVERIFY(messageOf([&] { loadDataset("cifar10", at("mine/mnist")); }).contains("it was not found in"));
    }

    void saysWhereItLookedAndHowToGetIt() {
        const QByteArray message = messageOf([&] { loadDataset("kmnist", at("empty")); });
        QVERIFY2(message.startsWith("kmnist: it was not found in ") &&
                     message.contains(at("empty").c_str()) && message.contains(".cache") &&
                     message.contains("named kmnist"),
                 message);
        QVERIFY(messageOf([] { loadDataset("fasion"); }).contains("did you mean \"fashion\"?"));
        QVERIFY(messageOf([] { loadDataset("delayed_match"); }).contains("did you mean \"delayed-match\"?"));
        QVERIFY(messageOf([] { loadDataset("/no/such/place"); }).contains("neither a known data set nor"));
    }

    void opensAFolderOrAFileInIt() {
        writeIdxSet(at("own set"));
        const Dataset data = openDataset(at("own set"));
        QCOMPARE(data.name, std::string("own set"));
        QCOMPARE(data.classes, Index(3));
        QCOMPARE(openDataset(at("own set/train-labels-idx1-ubyte")).train.count(), Index(12));
    }

    void saysWhatIsWrongWithAPath() {
        fs::create_directories(at("nothing"));
        QVERIFY(messageOf([&] { openDataset(at("nothing")); }).contains("holds no data set"));
        QVERIFY(messageOf([&] { openDataset(at("gone")); }).contains("no such file or folder"));
        writeBytes(at("nothing/notes.txt"), "hello");
        QVERIFY(messageOf([&] { openDataset(at("nothing/notes.txt")); }).contains("not an IDX file"));
        writeBytes(at("nothing/x.npz"), "hello");
        QVERIFY(messageOf([&] { openDataset(at("nothing/x.npz")); }).contains("not a .npz archive"));
        writeIdxSet(at("half"));
        fs::remove(at("half/t10k-labels-idx1-ubyte.gz"));
        QVERIFY(messageOf([&] { openDataset(at("half")); }).contains("holds no data set"));
    }

    void refusesLabelsAKnownSetCannotHave() {
        writeIdxSet(at("eleven/kmnist"), 11);
        const QByteArray message = messageOf([&] { loadDataset("kmnist", at("eleven")); });
        QVERIFY2(message.contains("label 10 is out of range for Kuzushiji-MNIST"), message);
    }

    void refusesTestImagesOfAnotherSize() {
        writeIdxSet(at("sizes"));
        writeGzip(at("sizes/t10k-images-idx3-ubyte.gz"), idx(8, {6, 2, 3}, counting(36, 251)));
        QVERIFY(messageOf([&] { openDataset(at("sizes")); }).contains("differ in size"));
    }
};

QTEST_APPLESS_MAIN(TestLocate)
#include "tst_locate.moc"
