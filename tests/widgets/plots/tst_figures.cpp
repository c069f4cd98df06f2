// Figures that bring their run back: what they carry, and whether a run repeats it.
#include "tests/widgets/plots/synthetic_run.h"
#include "widgets/plots/figure_file.h"
#include "widgets/plots/figure_origin.h"

#include <QTemporaryDir>
#include <QTest>

using namespace dalescope;

namespace {

PlotSource editedSource(int samples) {
    PlotSource source{errorPlot(), errorRun(samples), errorPlot().firstView(), {}, {}, {}};
    source.view.logY = true;
    source.view.xAxis = XAxis::Epochs;
    source.view.hidden = {QStringLiteral("test_error")};
    source.x = QCPRange(0.1 + 0.2, 3);
    Config config = defaultConfig();
    config.training.learningRate = 0.1 + 0.2; // needs all its digits
    config.edits = {{7, "training.learning_rate", 0.05}};
    source.runs = {{QStringLiteral("Run 1"), config, source.journal}};
    return source;
}

QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

/// What reading it throws; empty where it throws nothing.
QByteArray fault(const QString& path) {
    try {
        originFromJson(readOrigin(path), path.toStdString());
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

class TestFigures : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    void pictures() {
        QTest::addColumn<Format>("format");
        for (const Format format : {Format::Png, Format::Svg, Format::Pdf})
            QTest::newRow(qPrintable(suffixOf(format))) << format;
    }

private Q_SLOTS:
    void carryTheirRunAndTheirView_data() { pictures(); }
    void carryTheirRunAndTheirView() {
        QFETCH(Format, format);
        const PlotSource source = editedSource(300);
        const QString path = folder_.filePath(QStringLiteral("a") + suffixOf(format));
        exportPlot(source, path, format, Medium::Paper);
        QVERIFY(isFigureFile(path));
        const auto origin = originFromJson(readOrigin(path), path.toStdString());
        QVERIFY(origin.runs.at(0).config == source.runs.at(0).config);
        QVERIFY(origin.view == source.view);
        QVERIFY(origin.x && origin.x->lower == source.x->lower && origin.x->upper == source.x->upper);
        QVERIFY(!origin.y);
        QCOMPARE(origin.runs[0].update, 299);
        QCOMPARE(origin.runs[0].numbers.size(), std::size_t(2)); // of the curves that have any
        QCOMPARE(origin.runs[0].numbers[1].samples.size(), std::size_t(64));
        QCOMPARE(origin.runs[0].numbers[1].samples.back().first, 299);
        QVERIFY(compareWithFigure(origin.runs[0], *source.journal).agrees());
        QVERIFY(compareWithFigure(origin.runs[0], *errorRun(1000)).agrees()); // the same run, gone on
    }

    void withoutARunCarryNone_data() { pictures(); }
    void withoutARunCarryNone() {
        QFETCH(Format, format);
        PlotSource source = editedSource(30);
        source.runs.clear();
        const QString path = folder_.filePath(QStringLiteral("none") + suffixOf(format));
        exportPlot(source, path, format, Medium::Paper);
        QVERIFY2(fault(path).contains("it carries no run"), fault(path));
    }

    void tellWhereAnotherRunParts() {
        const auto origin = originOf(editedSource(100));
        auto other = std::make_shared<Journal>(std::vector<std::string>{"train_error", "epoch_train_error"});
        for (int i = 0; i < 90; ++i) {
            other->beginRow({i, i / 100.0, 0});
            other->put(0, 90 * std::exp(-i / 200.0) + (i < 50 ? 3 : 3.001));
            other->commitRow();
        }
        const auto found = compareWithFigure(origin.runs[0], *other);
        QVERIFY(!found.agrees());
        QCOMPARE(found.series, std::string("train_error"));
        QVERIFY(found.update >= 50 && found.update < 53);
        QVERIFY(found.run > found.figure);
        QVERIFY(found.same > 20 && found.different > 20);
        QVERIFY(found.missing >= 10 + 5); // ten test errors, and what came after update 89
    }

    void keepValuesThatAreNotFinite() {
        auto journal = std::make_shared<Journal>(std::vector<std::string>{"y"});
        append(*journal, 0, 1);
        append(*journal, 1, std::nan(""));
        PlotSource source{rawPlot(), journal, rawPlot().firstView(), {}, {}, {}};
        source.runs = {{QStringLiteral("Run 1"), defaultConfig(), journal}};
        const auto origin = originFromJson(originToJson(originOf(source)), "a.png");
        QVERIFY(compareWithFigure(origin.runs[0], *journal).agrees());
    }

    void openWhateverIsSaidOfChoices() {
        FigureOrigin origin = originOf(editedSource(5));
        QVERIFY(originFromJson(originToJson(origin), "a.png").choices.is_null()); // as an older figure
        QVERIFY(originToJson(origin).find("choices") == std::string::npos);
        for (const char* text : {R"({"Weights":{"Layer":"1"}})", "7", "[[]]"}) {
            origin.choices = nlohmann::ordered_json::parse(text);
            QVERIFY(originFromJson(originToJson(origin), "a.png").choices == origin.choices);
        }
    }

    void damagedFilesGiveOneSentence_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("nothing") << QByteArray() << QByteArray("it carries no run");
        QTest::newRow("noise") << QByteArray("\x01\xff\x00stream\n\x78\x9c\x01", 12)
                               << QByteArray("it carries no run");
        QTest::newRow("only a signature")
            << QByteArray("\x89PNG\r\n\x1a\n") << QByteArray("it carries no run");
        const auto svg = [](const QByteArray& json) {
            return withOrigin("<svg xmlns=\"http://www.w3.org/2000/svg\"><defs></defs></svg>",
                              json.toStdString());
        };
        const std::string good = originToJson(originOf(editedSource(10)));
        const auto changed = [&](const char* from, const char* to) {
            return svg(QByteArray::fromStdString(good).replace(from, to));
        };
        QTest::newRow("no JSON") << svg("{\"format\": ") << QByteArray("damaged");
        QTest::newRow("another program's") << changed("dalescope-figure", "x") << QByteArray("other than");
        QTest::newRow("newer") << changed("\"version\":1", "\"version\":2")
                               << QByteArray("a newer Dalescope");
        QTest::newRow("wrong type") << changed("\"smoothing\":", "\"smoothing\":[],\"s\":")
                                    << QByteArray("damaged");
        QTest::newRow("unknown setting")
            << changed("learning_rate\":0", "learning_rite\":0") << QByteArray("did you mean");
    }
    void damagedFilesGiveOneSentence() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, expected);
        const QString path = folder_.filePath(QStringLiteral("bad.svg"));
        write(path, bytes);
        const QByteArray sentence = fault(path);
        QVERIFY2(sentence.contains(expected), sentence);
        QVERIFY2(sentence.contains("bad.svg") || sentence.contains("learning_r"), sentence);
        QVERIFY(!sentence.contains('\n'));
    }

    void cutOffFilesAreRefusedOrWhole_data() { pictures(); }
    void cutOffFilesAreRefusedOrWhole() {
        QFETCH(Format, format);
        const QString path = folder_.filePath(QStringLiteral("cut") + suffixOf(format));
        exportPlot(editedSource(50), path, format, Medium::Paper);
        const QByteArray whole = read(path);
        const std::string origin = readOrigin(path);
        for (int tenth = 0; tenth < 10; ++tenth) {
            write(path, whole.left(whole.size() * tenth / 10));
            const QByteArray sentence = fault(path);
            QVERIFY2(sentence.isEmpty() ? readOrigin(path) == origin : sentence.contains("cut."), sentence);
        }
    }
};

QTEST_MAIN(TestFigures)
#include "tst_figures.moc"
