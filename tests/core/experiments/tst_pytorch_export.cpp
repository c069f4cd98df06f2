// Exported scripts, run by PyTorch, beside the program's own run.
#include "core/common/error.h"
#include "core/data/batch_order.h"
#include "core/data/locate.h"
#include "core/experiments/pytorch_export.h"
#include "core/experiments/run_folder.h"
#include "core/io/atomic_file.h"
#include "core/settings/layer_kinds.h"
#include "tests/core/data/data_files.h"
#include "tests/core/network/small_networks.h"
#include "tests/core/training/small_data.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <regex>

using namespace dalescope;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t before = 20, after = 10; // updates, all in the first epoch
constexpr Index batchSize = 16, images = 40 * batchSize;

LayerConfig strided(LayerConfig config) {
    config.kernel = 4;
    config.stride = 2;
    config.padding = 2;
    return config;
}

struct Case {
    const char* name;
    std::vector<LayerConfig> layers;
    double rate = 0.05;
    void (*change)(Config&) = [](Config&) {};
    const char* data = "idx";
};

/// Dropout with nothing dropped: the masks themselves are each program's own.
LayerConfig noDropout() {
    LayerConfig config = layer("dropout");
    config.rate = 0;
    return config;
}

std::vector<LayerConfig> dannLayers() {
    return {layer("dann", 20, 4), layer("dann", 10, 1)};
}

std::vector<Case> cases() {
    return {
        {"dann", {layer("dann", 20, 4), layer("dann", 16, 1), layer("dann", 10, 1)}},
        {"mlp", {layer("mlp", 20), layer("mlp", 10)}},
        {"layer_norm", {layer("layernorm", 20), layer("mlp", 10)}},
        {"batch_norm", {layer("batchnorm", 20), noDropout(), layer("batchnorm", 10)}},
        {"columnei", {layer("columnei", 20, 4), layer("columnei", 12, 2), layer("columnei", 10, 0)}, 0.01},
        {"conv",
         {layer("conv", 6), layer("max-pool"), strided(layer("conv", 8)), layer("mlp", 10)},
         0.05,
         [](Config&) {},
         "cifar10"},
        {"dann_conv",
         {strided(layer("dann-conv", 6, 2)), layer("avg-pool"), layer("dann-conv", 8, 3), layer("flatten"),
          layer("dann", 10, 1)},
         0.05,
         [](Config&) {},
         "cifar10"},
        {"recurrent", {layer("recurrent", 12, 3), layer("recurrent", 12, 2), layer("dann", 10, 1)}},
        {"rnn",
         {layer("rnn", 12), noDropout(), layer("rnn", 8), layer("mlp", 10)},
         0.05,
         [](Config&) {},
         "cifar10"},
        {"drawn", {layer("recurrent", 12, 3), layer("dann", 2, 1)}, 0.05, [](Config&) {}, "delayed-match"},
        {"no_correction", dannLayers(), 0.001, [](Config& c) { c.learning.correction = "none"; }, "set.npz"},
        {"one_factor_off", dannLayers(), 0.01, [](Config& c) { c.learning.correctWEI = false; }, "parts"},
        {"validation", dannLayers(), 0.02, [](Config& c) { c.data.validation = 160; }},
        {"norm_limit", dannLayers(), 0.2, [](Config& c) { c.learning.normLimit = 0.4; }},
        {"rate_scaling", dannLayers(), 0.5, [](Config& c) { c.learning.rateScaling = 0.999; }},
        {"penalty",
         {layer("recurrent", 12, 3), layer("dann", 16, 3), layer("dann", 10, 1)},
         0.005,
         [](Config& c) { c.balance.penalty = 0.3; }},
        {"edited", dannLayers(), 0.02,
         [](Config& c) {
             c.edits = {{10, "training.learning_rate", 0.008}};
         }},
        {"fisher_empirical", dannLayers(), 1,
         [](Config& c) {
             c.learning.correction = "fisher";
             c.fisher.labels = "empirical";
         }},
        {"fisher_exact",
         {layer("batchnorm", 12), layer("dann", 10, 2)},
         1,
         [](Config& c) {
             c.learning.correction = "fisher";
             c.fisher.labels = "exact";
         }},
    };
}

std::shared_ptr<Journal> journalOf(const Config& config) {
    return std::make_shared<Journal>(SeriesIndex(layersWithWeights(config.layers).size()).names());
}

/// `count` images of `size` bytes, noisy patterns of ten classes.
struct Patterns {
    std::string pixels, labels;
    Patterns(Index count, Index size, std::uint64_t seed) {
        Rng rng(seed);
        for (Index i = 0; i < count; ++i) {
            labels += static_cast<char>(i % 10);
            for (Index p = 0; p < size; ++p)
                pixels += static_cast<char>((p % 10 == i % 10 ? 140 : 20) + uniform(rng) * 100);
        }
    }
};

NpyArray bytes(const std::string& content, std::vector<std::int64_t> shape) {
    return NpyArray::of(std::vector<std::uint8_t>(content.begin(), content.end()), std::move(shape));
}

/// The same patterns in every format.
void writeData(const fs::path& folder) {
    const Patterns train(images, 48, 1), test(64, 48, 2), colour(images, 3072, 3), colourTest(64, 3072, 4);
    const auto n = static_cast<std::uint32_t>(images);
    writeBytes(folder / "idx/train-images-idx3-ubyte", idx(8, {n, 8, 6}, train.pixels));
    writeGzip(folder / "idx/train-labels-idx1-ubyte.gz", idx(8, {n}, train.labels));
    writeGzip(folder / "idx/t10k-images.idx3-ubyte.gz", idx(8, {64, 8, 6}, test.pixels));
    writeBytes(folder / "idx/t10k-labels.idx1-ubyte", idx(8, {64}, test.labels));
    const auto records = [](const Patterns& set, std::size_t from, std::size_t to) {
        std::string content;
        for (std::size_t i = from; i < to; ++i)
            content += set.labels[i] + set.pixels.substr(i * 3072, 3072);
        return content;
    };
    writeBytes(folder / "cifar10/data_batch_1.bin", records(colour, 0, 300));
    writeBytes(folder / "cifar10/data_batch_3.bin", records(colour, 300, images));
    writeBytes(folder / "cifar10/test_batch.bin", records(colourTest, 0, 64));
    // The last sixth is the test set; of bytes as channels-last images here, as real numbers in the four
    // parts.
    const Patterns all(images + images / 5, 48, 5);
    Npz npz;
    npz.arrays["arr_0"] = bytes(all.pixels, {images + images / 5, 4, 4, 3});
    npz.arrays["arr_1"] = bytes(all.labels, {images + images / 5, 1});
    writeNpz(folder / "set.npz", npz);
    const auto part = [&](const char* name, const NpyArray& array) {
        Npz one;
        one.arrays["arr_0"] = array;
        writeNpz(folder / "parts" / name, one);
    };
    fs::create_directories(folder / "parts");
    std::vector<float> values;
    for (const char c : train.pixels)
        values.push_back(static_cast<float>(static_cast<unsigned char>(c)) / 200 - 0.1F);
    part("set-train-imgs.npz", NpyArray::of(values, {images, 8, 6}));
    part("set-train-labels.npz", bytes(train.labels, {images}));
    part("set-test-imgs.npz",
         NpyArray::of(std::vector<float>(values.begin(), values.begin() + 64 * 48), {64, 8, 6}));
    part("set-test-labels.npz", bytes(train.labels.substr(0, 64), {64}));
}

/// What the program itself answers.
struct Answer {
    std::vector<double> logits, losses;
};

struct Output {
    int code = -1;
    QByteArray out, err;
};

Output python(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral("/usr/bin/python3"), arguments);
    if (!process.waitForFinished(120000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QString differenceOf(const std::vector<double>& own, const std::vector<double>& other) {
    if (own.size() != other.size())
        return QStringLiteral("%1 and %2 numbers").arg(own.size()).arg(other.size());
    for (std::size_t i = 0; i < own.size(); ++i)
        if (!(std::abs(own[i] - other[i]) <= 1e-4 * std::max(1.0, std::abs(own[i]))))
            return QStringLiteral("number %1 is %2 here and %3 in PyTorch")
                .arg(i)
                .arg(own[i], 0, 'g', 9)
                .arg(other[i], 0, 'g', 9);
    return {};
}

} // namespace

class TestPyTorchExport : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    std::map<std::string, Answer> answers_;
    bool torch_ = false;
    fs::path at(const std::string& name) const { return fs::path(temporary_.path().toStdString()) / name; }

    /// Makes the run of a case, exports it after `before` updates and goes on for `after` more.
    Answer runCase(const Case& c) {
        Config config = smallConfig();
        config.layers = c.layers;
        const fs::path place = at(std::string("data/") + c.data);
        config.data.name = fs::exists(place) ? place.string() : c.data;
        config.training.learningRate = c.rate;
        config.training.batchSize = batchSize;
        config.training.updates = before;
        c.change(config);
        const auto data =
            std::make_shared<const Dataset>(loadDataset(config.data.name, {}, config.data.validation));
        const auto journal = journalOf(config);
        Trainer trainer(config, data, journal);
        RunFolder folder(at(c.name), config);
        trainer.recordStart();
        while (!trainer.end())
            trainer.step();
        folder.finish(trainer, *journal);
        exportPyTorchRun(at(c.name), {});

        Answer answer;
        Matrix<float> x(data->test.features, data->test.count());
        std::vector<std::int32_t> y(data->test.labels.size());
        data->test.gatherRange<float>(0, x, y);
        Pass<float> pass(trainer.network());
        const auto& logits = pass.forward(trainer.network(), x);
        answer.logits.assign(logits.data(), logits.data() + logits.size());
        for (std::int64_t u = 0; u < after; ++u)
            trainer.step();
        const auto& losses = journal->series(SeriesIndex::TrainLoss);
        for (std::size_t i = before; i < losses.size(); ++i)
            answer.losses.push_back(static_cast<double>(losses[i].value));
        const auto epoch = epochOrder(static_cast<std::uint64_t>(config.training.seed), 0,
                                      static_cast<std::uint32_t>(data->train.count()));
        const std::vector<std::int64_t> order(epoch.begin() + before * batchSize,
                                              epoch.begin() + (before + after) * batchSize);
        Npz npz;
        npz.arrays["order"] = NpyArray::of(order, {after * batchSize});
        writeNpz(at(c.name) / "order.npz", npz);
        return answer;
    }

private Q_SLOTS:
    void initTestCase() {
        const QString driver = QStringLiteral(DALESCOPE_SOURCE_DIR "/tests/core/experiments/run_exported.py");
        torch_ = python({driver}).code == 0;
        writeData(at("data"));
        QStringList arguments = {driver};
        for (const auto& c : cases()) {
            answers_[c.name] = runCase(c);
            arguments.append(QString::fromStdString(at(c.name).string()));
        }
        if (!torch_)
            return;
        const Output ran = python(arguments);
        QVERIFY2(ran.code == 0, ran.err);
    }

    void answersAsTheProgramDoes_data() {
        QTest::addColumn<QString>("name");
        for (const auto& c : cases())
            QTest::newRow(c.name) << QString::fromLatin1(c.name);
    }
    void answersAsTheProgramDoes() {
        if (!torch_)
            QSKIP("PyTorch is not installed for /usr/bin/python3 (Debian: apt install python3-torch)");
        QFETCH(QString, name);
        const Answer& own = answers_.at(name.toStdString());
        const fs::path file = at(name.toStdString()) / "answer.npz";
        const Npz other = readNpz(file);
        QString difference = differenceOf(own.logits, other.array("logits", file).as<double>());
        QVERIFY2(difference.isEmpty(), qPrintable(QStringLiteral("logits: ") + difference));
        difference = differenceOf(own.losses, other.array("losses", file).as<double>());
        QVERIFY2(difference.isEmpty(), qPrintable(QStringLiteral("losses: ") + difference));
    }

    void holdsOnlyWhatTheNetworkNeeds() {
        const std::string mlp = readFile(at("mlp") / "continue.py");
        for (const char* foreign :
             {"Inhibited", "unfold", "nonnegative", "correction", "fisher", "cifar", "#if", "#end"})
            QVERIFY2(mlp.find(foreign) == std::string::npos, foreign);
    }

    void namesWhatARunFolderLacks_data() {
        QTest::addColumn<QString>("file"); // of a whole run: removed, or ("layers") made to differ
        QTest::addColumn<QString>("part");
        QTest::newRow("no folder") << "folder"
                                   << "there is no such run folder; give the --out of";
        QTest::newRow("unfinished") << "snapshot.npz"
                                    << "--resume --out";
        QTest::newRow("no settings") << "config.json"
                                     << "config.json";
        QTest::newRow("other layers") << "layers"
                                      << "layers.0.W is 20 x 48, and its place in the network takes 30 x 48";
        QTest::newRow("interventions") << "frozen"
                                       << "learning.freeze_: the run has interventions";
        QTest::newRow("no place for it") << "place"
                                         << "nowhere";
    }
    void namesWhatARunFolderLacks() {
        QFETCH(QString, file);
        QFETCH(QString, part);
        const fs::path whole = at("mlp"), run = at("broken");
        fs::remove_all(run);
        fs::copy(whole, run, fs::copy_options::recursive);
        if (file == QLatin1String("folder"))
            fs::remove_all(run);
        else if (file == QLatin1String("layers"))
            writeFileAtomically(run / "config.json",
                                std::regex_replace(readFile(whole / "config.json"),
                                                   std::regex("\"units\": 20"), "\"units\": 30"));
        else if (file == QLatin1String("frozen"))
            writeFileAtomically(run / "config.json",
                                std::regex_replace(readFile(whole / "config.json"),
                                                   std::regex("\"freeze_b\": false"), "\"freeze_b\": true"));
        else
            fs::remove(run / file.toStdString());
        const fs::path script = file == QLatin1String("place") ? at("nowhere/continue.py") : fs::path();
        const QByteArray message = messageOf([&] { exportPyTorchRun(run, script); });
        QVERIFY2(message.contains(part.toUtf8()), message);
        QCOMPARE(message.count('\n'), 0);
    }

    void asksForDataThatIsNotThere() {
        const fs::path run = at("moved");
        fs::copy(at("mlp"), run, fs::copy_options::recursive);
        writeFileAtomically(run / "config.json", std::regex_replace(readFile(at("mlp") / "config.json"),
                                                                    std::regex("data/idx"), "gone/idx"));
        const auto notes = exportPyTorchRun(run, at("elsewhere.py"));
        QCOMPARE(notes.size(), std::size_t(2));
        QVERIFY2(notes[1].find("was not found; give the script --data") != std::string::npos,
                 notes[1].c_str());
        const std::string script = readFile(at("elsewhere.py"));
        for (const char* part : {"DATA = None", "SNAPSHOT = HERE / \"moved/snapshot.npz\"",
                                 "read_idx_folder(path)", "read_cifar10_folder(path)"})
            QVERIFY2(script.find(part) != std::string::npos, part);
    }

    void runsAloneAndSavesWhatTheProgramReads() {
        if (!torch_)
            QSKIP("PyTorch is not installed for /usr/bin/python3 (Debian: apt install python3-torch)");
        const auto text = [&](const char* name) {
            return QString::fromStdString((at("dann") / name).string());
        };
        const Output ran = python({text("continue.py"), QStringLiteral("--updates"), QStringLiteral("10"),
                                   QStringLiteral("--order"), text("order.npy"), QStringLiteral("--log"),
                                   text("log.csv"), QStringLiteral("--save"), text("after.npz")});
        QVERIFY2(ran.code == 0, ran.err);
        QVERIFY2(ran.out.contains("update 20: test loss") && ran.out.contains("update 30: train loss"),
                 ran.out);
        const std::string log = readFile(at("dann") / "log.csv");
        QCOMPARE(std::ranges::count(log, '\n'), 11);
        const double last = std::stod(log.substr(log.rfind(',') + 1));
        QVERIFY(std::abs(last - answers_.at("dann").losses.back()) < 1e-4);
        Npz saved = readNpz(at("dann") / "after.npz");
        QVERIFY(saved.texts.contains("meta.json"));
        QCOMPARE(saved.arrays.size(), readNpz(at("dann") / "snapshot.npz").arrays.size());
    }
};

QTEST_APPLESS_MAIN(TestPyTorchExport)
#include "tst_pytorch_export.moc"
