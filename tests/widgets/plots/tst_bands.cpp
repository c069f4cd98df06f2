// Curves with a band: on screen, in exports, and while the run is told anew.
#include "tests/widgets/plots/synthetic_run.h"
#include "widgets/plots/plot_export.h"
#include "widgets/plots/plot_text.h"

#include <QBuffer>
#include <QTest>

using namespace dalescope;

namespace {

/// "a, b" = 2 with a band from 1 to 3, and "seed" = 2.5, at updates 0 to samples - 1.
std::shared_ptr<Journal> bandRun(int samples) {
    auto journal = std::make_shared<Journal>(std::vector<std::string>{"a, b", "low", "high", "seed"});
    for (int i = 0; i < samples; ++i) {
        journal->beginRow({i, i / 100.0, 0});
        for (const auto& [series, value] : {std::pair{0, 2.0}, {1, 1.0}, {2, 3.0}, {3, 2.5}})
            journal->put(static_cast<std::size_t>(series), value);
        journal->commitRow();
    }
    return journal;
}

PlotSpec bandPlot() {
    PlotSpec plot;
    plot.id = QStringLiteral("bands");
    plot.title = QStringLiteral("Bands");
    plot.yLabel = QStringLiteral("y");
    plot.hasSeconds = false;
    CurveSpec mean;
    mean.series = "a, b";
    mean.label = QStringLiteral("mean");
    mean.low = "low";
    mean.high = "high";
    CurveSpec seed;
    seed.series = "seed";
    seed.label = QStringLiteral("seed");
    seed.quiet = true;
    plot.curves = {seed, mean};
    return plot;
}

QColor pixelAt(LivePlot& plot, double x, double y) {
    auto& canvas = plot.canvas();
    const QImage image = canvas.toPixmap().toImage();
    return image.pixelColor(static_cast<int>(canvas.xAxis->coordToPixel(x)),
                            static_cast<int>(canvas.yAxis->coordToPixel(y)));
}

} // namespace

class TestBands : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsAndFillsTheWholeBand() {
        LivePlot plot;
        plot.resize(500, 300);
        plot.show();
        plot.setSpec(bandPlot());
        plot.setJournal(bandRun(200));
        while (plot.scene().behind())
            plot.poll();
        plot.setFollows(false);
        plot.setFollows(true);
        QVERIFY(plot.yRange().lower < 1 && plot.yRange().upper > 3);
        const QColor inside = pixelAt(plot, 100, 1.5), outside = pixelAt(plot, 100, 0.97);
        QVERIFY2(inside != outside, qPrintable(inside.name()));
    }

    void keepsTheViewWhenTheRunIsToldAnew() {
        LivePlot plot;
        plot.resize(500, 300);
        plot.show();
        plot.setSpec(bandPlot());
        plot.setJournal(bandRun(200));
        PlotView view = plot.view();
        view.logY = true;
        view.hidden = {QStringLiteral("a, b")};
        plot.setView(view);
        plot.canvas().xAxis->setRange(20, 60);
        QVERIFY(!plot.follows());
        plot.replaceJournal(bandRun(300));
        plot.replaceCurves(bandPlot().curves);
        QCOMPARE(plot.view(), view);
        QCOMPARE(plot.xRange(), QCPRange(20, 60));
        QVERIFY(!plot.follows());
        QCOMPARE(plot.scene().curves()[1].data->journal().rows(), std::size_t(300));
    }

    void keepsQuietCurvesOutOfTheLegend() {
        LivePlot plot;
        plot.setSpec(bandPlot());
        plot.setJournal(bandRun(20));
        QVERIFY(!plot.canvas().legend->itemWithPlottable(plot.scene().curves()[0].line));
        QVERIFY(plot.canvas().legend->itemWithPlottable(plot.scene().curves()[1].line));
    }

    void letsChosenCurvesStandOut() {
        LivePlot plot;
        plot.setSpec(bandPlot());
        plot.setJournal(bandRun(20));
        const auto& line = *plot.scene().curves()[1].line;
        const QPen plain = line.pen();
        plot.setEmphasis({QStringLiteral("seed")});
        QVERIFY(line.pen().color() != plain.color());
        plot.setEmphasis({QStringLiteral("a, b")});
        QVERIFY(line.pen().widthF() > plain.widthF());
        plot.setEmphasis({});
        QCOMPARE(line.pen().color(), plain.color());
    }

    void writesBandsIntoTables() {
        const PlotSource source{bandPlot(), bandRun(3), bandPlot().firstView(), {}, {}, {}};
        QBuffer csv;
        csv.open(QIODevice::WriteOnly);
        writeCsv(csv, source);
        QCOMPARE(csv.data(),
                 QByteArray("update,epoch,seed,\"a, b\",low,high\n0,0,2.5,2,1,3\n1,0.01,2.5,2,1,3\n"
                            "2,0.02,2.5,2,1,3\n"));
        const QByteArray latex = pgfplotsText(source, Medium::Paper);
        QVERIFY(latex.contains("fill between[of=low1 and high1]"));
        QCOMPARE(latex.count("\\addlegendentry"), 1);
        QCOMPARE(latex.count('{'), latex.count('}'));
    }
};

QTEST_MAIN(TestBands)
#include "tst_bands.moc"
