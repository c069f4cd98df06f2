#include "tests/widgets/plots/synthetic_run.h"
#include "widgets/plots/plot_export.h"
#include "widgets/plots/plot_text.h"

#include <QFileInfo>
#include <QMimeData>
#include <QPainter>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

using namespace dalescope;

namespace {

PlotSource source(int samples) {
    return {errorPlot(), errorRun(samples), errorPlot().firstView(), {}, {}, {}};
}

QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestPlotExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void picturesHaveTheSizeOfTheirMedium_data() {
        QTest::addColumn<Medium>("medium");
        QTest::newRow("paper") << Medium::Paper;
        QTest::newRow("slide") << Medium::Slide;
        QTest::newRow("poster") << Medium::Poster;
    }
    void picturesHaveTheSizeOfTheirMedium() {
        QFETCH(Medium, medium);
        const QTemporaryDir folder;
        const QSizeF size = sizeOf(medium).millimetres;
        const QString png = folder.filePath(QStringLiteral("a.png"));
        exportPlot(source(500), png, Format::Png, medium);
        const QImage image(png);
        QVERIFY(std::abs(image.width() / (image.dotsPerMeterX() / 1000.0) - size.width()) < 0.2);
        QCOMPARE(image.pixelColor(0, 0), QColor(Qt::white));

        const QString pdf = folder.filePath(QStringLiteral("a.pdf"));
        exportPlot(source(500), pdf, Format::Pdf, medium);
        const QByteArray document = read(pdf);
        QVERIFY(document.startsWith("%PDF"));
        const auto box = QRegularExpression(QStringLiteral("MediaBox \\[0 0 ([0-9.]+) ([0-9.]+)\\]"))
                             .match(QString::fromLatin1(document));
        QVERIFY(std::abs(box.captured(1).toDouble() * 25.4 / 72 - size.width()) < 0.5);

        const QString svg = folder.filePath(QStringLiteral("a.svg"));
        exportPlot(source(500), svg, Format::Svg, medium);
        const QByteArray drawing = read(svg);
        QVERIFY(QSvgRenderer(drawing).isValid());
        for (const char* text : {"error (%)", "update", "training, running mean", "test"})
            QVERIFY2(drawing.contains(text), text);
        QVERIFY(!drawing.contains("<image")); // vectors all through
    }

    void drawingsKeepCurvesWithinTheAxes() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.svg"));
        PlotSource cut = source(500);
        cut.y = QCPRange(70, 75); // curves come from above and leave below
        exportPlot(cut, path, Format::Svg, Medium::Paper);
        QImage image(850, 600, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        QSvgRenderer(read(path)).render(&painter);
        painter.end();
        const auto coloured = [&](int from, int to) {
            int pixels = 0;
            for (int y = from; y < to; ++y)
                for (int x = 0; x < image.width(); ++x)
                    pixels += image.pixelColor(x, y).saturation() > 40;
            return pixels;
        };
        QVERIFY(coloured(0, 500) > 100);
        QCOMPARE(coloured(520, 600), 0); // there stands what the x axis counts, in black
    }

    void csvHoldsEverySample() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.csv"));
        exportPlot(source(20001), path, Format::Csv, Medium::Paper);
        const auto lines = read(path).split('\n');
        QCOMPARE(lines.size(), qsizetype(20001 + 2));
        QCOMPARE(lines[0], QByteArray("update,epoch,seconds,train_error,epoch_train_error,test_error"));
        QCOMPARE(lines[1], QByteArray("0,0,0,93,,94.5"));
        QVERIFY(lines[2].startsWith("1,0.01,0.02,92.55112") && lines[2].endsWith(",,"));
        QVERIFY(lines[20001].startsWith("20000,200,400,3,,3.5"));
    }

    void pgfplotsKeepsSmallTablesWholeAndSaysWhatItThins() {
        const QByteArray small = pgfplotsText(source(1000), Medium::Paper);
        QVERIFY(small.contains("\\documentclass") && small.contains("\\end{document}"));
        QVERIFY(small.contains("ylabel={error (\\%)}"));
        QVERIFY(small.contains("\\& more\\_100\\%"));
        QVERIFY(!small.contains("thinned"));
        QCOMPARE(small.count('{'), small.count('}'));
        const QByteArray large = pgfplotsText(source(50000), Medium::Paper);
        QVERIFY(large.contains("% thinned from 50000 points"));
        QVERIFY(large.count('\n') < 16000);
    }

    void exportsAllPlotsInAllFormats() {
        const QTemporaryDir folder;
        LivePlot a, b;
        a.setSpec(errorPlot());
        b.setSpec(lossPlot());
        for (LivePlot* plot : {&a, &b})
            plot->setJournal(errorRun(300));
        const QString made = folder.filePath(QStringLiteral("not/there/yet"));
        const auto paths =
            exportAll({&a, &b}, {}, made, {allFormats.begin(), allFormats.end()}, Medium::Paper);
        QCOMPARE(paths.size(), qsizetype(10));
        for (const QString& path : paths)
            QVERIFY2(QFileInfo(path).size() > 20, qPrintable(path));
        QVERIFY_EXCEPTION_THROWN(exportAll({&a}, {}, paths.first(), {Format::Csv}, Medium::Paper), Error);
    }

    void clipboardGetsPictureDrawingAndNumbers() {
        const auto data = plotMimeData(source(100), Medium::Slide);
        QVERIFY(data->hasImage());
        QVERIFY(data->data(QStringLiteral("image/svg+xml")).contains("<svg"));
        QVERIFY(data->text().startsWith(QStringLiteral("update,epoch")));
    }

    void aFailureNamesTheFile() {
        try {
            exportPlot(source(10), QStringLiteral("/nowhere/at/all.png"), Format::Png, Medium::Paper);
            QFAIL("no error");
        } catch (const Error& error) {
            QVERIFY(QByteArray(error.what()).startsWith("/nowhere/at/all.png: "));
        }
        QVERIFY_EXCEPTION_THROWN(exportPlot({errorPlot(), nullptr, {}, {}, {}, {}}, QStringLiteral("x.png"),
                                            Format::Png, Medium::Paper),
                                 Error);
    }
};

QTEST_MAIN(TestPlotExport)
#include "tst_plot_export.moc"
