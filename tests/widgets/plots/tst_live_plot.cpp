#include "tests/widgets/plots/synthetic_run.h"
#include "widgets/plots/cursor_overlay.h"
#include "widgets/plots/plot_panel.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStyleOptionComboBox>
#include <QTest>
#include <QToolButton>

using namespace dalescope;

namespace {

void takeAll(LivePlot& plot) {
    QVERIFY(QTest::qWaitFor([&] {
        plot.poll();
        return !plot.scene().behind();
    }));
    QTest::qWait(210);
    plot.poll();
    plot.canvas().replot(QCustomPlot::rpImmediateRefresh);
}

void show(LivePlot& plot, const PlotSpec& spec, const std::shared_ptr<Journal>& journal) {
    plot.setSpec(spec);
    plot.setJournal(journal);
    plot.resize(600, 300);
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    takeAll(plot);
}

} // namespace

class TestLivePlot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void drawsASpikeAmongAMillionSamples() {
        LivePlot plot;
        show(plot, rawPlot(), flatRun(1000000, 654321));
        QVERIFY(plot.yRange().upper > 5);
        const QImage picture = plot.canvas().toPixmap().toImage();
        const QColor colour = plot.scene().style().theme.series(0);
        const auto x = static_cast<int>(plot.canvas().xAxis->coordToPixel(654321));
        const auto y = static_cast<int>(plot.canvas().yAxis->coordToPixel(4));
        int nearest = 1000;
        for (int i = -2; i <= 2; ++i) {
            const QColor pixel = picture.pixelColor(x + i, y);
            nearest = std::min(nearest, std::abs(pixel.red() - colour.red()) +
                                            std::abs(pixel.green() - colour.green()) +
                                            std::abs(pixel.blue() - colour.blue()));
        }
        QVERIFY2(nearest < 200, qPrintable(QString::number(nearest)));
    }

    void keepsItsLegendInSightAtAnyWidth() {
        LivePlot plot;
        plot.setSpec(balancePlots(5).front());
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        for (const int width : {900, 480, 340, 230}) {
            plot.resize(width, 320);
            QTest::qWait(20);
            plot.canvas().replot(QCustomPlot::rpImmediateRefresh);
            int shown = 0;
            for (int i = 0; i < plot.canvas().legend->itemCount(); ++i)
                if (const auto* item = plot.canvas().legend->item(i)) {
                    QVERIFY2(plot.canvas().rect().contains(item->outerRect()),
                             qPrintable(QString::number(width)));
                    ++shown;
                }
            QCOMPARE(shown, 5);
        }
    }

    void marksNoEndOfARunThatWentOn() {
        const auto drawn = [](const std::shared_ptr<Journal>& journal) {
            LivePlot plot;
            show(plot, rawPlot(), journal);
            return plot.canvas().toPixmap().toImage();
        };
        const auto ended = flatRun(100), goesOn = flatRun(150);
        ended->addMark({99, "All 100 updates are made.", JournalMark::Kind::End});
        goesOn->addMark({99, "All 100 updates are made.", JournalMark::Kind::End});
        QVERIFY(drawn(ended) != drawn(flatRun(100)));
        QCOMPARE(drawn(goesOn), drawn(flatRun(150)));
    }

    void tellsRunsOfOneColourApart() {
        std::vector<QImage> pictures;
        for (int sign = 0; sign <= 4; ++sign) {
            PlotSpec spec = rawPlot();
            spec.curves[0].run = QStringLiteral("A run");
            spec.curves[0].sign = sign;
            for (const int samples : {200, 5000}) { // as a line, and as what it covers of each pixel
                LivePlot plot;
                show(plot, spec, flatRun(samples));
                pictures.push_back(plot.canvas().toPixmap().toImage());
                // Not by their colours.
                const QImage grey = pictures.back().convertToFormat(QImage::Format_Grayscale8);
                for (std::size_t i = 0; i + 1 < pictures.size(); ++i)
                    QVERIFY2(grey != pictures[i].convertToFormat(QImage::Format_Grayscale8),
                             qPrintable(QStringLiteral("signs %1 and %2").arg(i / 2).arg(sign)));
            }
        }
    }

    void showsALoneSample() {
        LivePlot plot;
        const auto journal = std::make_shared<Journal>(std::vector<std::string>{"y"});
        append(*journal, 200, 1);
        show(plot, rawPlot(), journal);
        QVERIFY(plot.xRange().contains(200));
    }

    void namesInItsLegendWhatIsMeasured() {
        LivePlot plot;
        const auto journal = errorRun(100); // no epoch's mean
        show(plot, errorPlot(), journal);
        const auto isNamed = [&](std::size_t curve) {
            return plot.canvas().legend->hasItemWithPlottable(plot.scene().curves()[curve].line);
        };
        QVERIFY(isNamed(0) && !isNamed(1) && isNamed(2));
        journal->beginRow({100, 1, 2});
        journal->put(1, 20);
        journal->commitRow();
        takeAll(plot);
        QVERIFY(isNamed(0) && isNamed(1) && isNamed(2));
    }

    void keepsItsLabelInSightWhereItIsLow() {
        LivePlot plot;
        plot.setSpec(alignmentPlots(1).front());
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        const QCPAxis& axis = *plot.canvas().yAxis;
        for (const int height : {400, 170}) {
            plot.resize(400, height);
            plot.canvas().replot(QCustomPlot::rpImmediateRefresh);
            plot.canvas().replot(QCustomPlot::rpImmediateRefresh);
            const QFontMetrics metrics(axis.labelFont());
            for (const QString& row : axis.label().split(u'\n'))
                QVERIFY2(metrics.horizontalAdvance(row) <= axis.axisRect()->height() + 20, qPrintable(row));
            QCOMPARE(axis.label().contains(u'\n'), height < 200);
        }
    }

    void tellsInATipWhatIsShortened() {
        LivePlot plot;
        const QString mark = QStringLiteral("Layer 1 subtractive inhibition 1 \u2192 0.5"),
                      run = QStringLiteral("A run of a name that is much longer than half of a narrow plot");
        PlotSpec spec = rawPlot();
        spec.yLabel = QStringLiteral("a quantity of a long name with Fisher-corrected gradients");
        spec.curves[0].run = run;
        const auto journal = flatRun(100);
        journal->addMark({60, mark.toStdString()});
        journal->addMark({80, mark.toStdString()});
        show(plot, spec, journal);
        QStringList tips;
        for (const QSize& size : {QSize(1200, 700), QSize(300, 220)}) {
            plot.resize(size);
            for (int i = 0; i < 2; ++i)
                plot.canvas().replot(QCustomPlot::rpImmediateRefresh);
            const QRect axes = plot.canvas().axisRect()->rect();
            const auto& key = *plot.canvas().legend->item(0);
            const double at = plot.canvas().xAxis->coordToPixel(80);
            tips << plot.scene().shortenedAt({5.0, double(axes.center().y())})
                 << plot.scene().shortenedAt(key.outerRect().center())
                 << plot.scene().shortenedAt({at + 8, axes.top() + 5.0})
                 << plot.scene().shortenedAt(axes.center());
        }
        QCOMPARE(tips, QStringList({{}, {}, {}, {}, spec.yLabel, run, mark, {}}));
    }

    void labelsNoMarkWhereNothingIsDrawn() {
        const QString mark = QStringLiteral("Layer 1 subtractive inhibition 1 \u2192 0.5");
        QStringList tips;
        for (const bool measured : {true, false}) {
            LivePlot plot;
            PlotSpec spec = rawPlot();
            if (!measured)
                spec.curves[0].series = "not_measured";
            const auto journal = flatRun(100);
            journal->addMark({40, mark.toStdString()});
            journal->addMark({60, mark.toStdString()});
            show(plot, spec, journal);
            plot.resize(300, 220);
            for (int i = 0; i < 2; ++i) {
                plot.canvas().xAxis->setRange(0, 100);
                plot.canvas().replot(QCustomPlot::rpImmediateRefresh);
            }
            tips << plot.scene().shortenedAt(
                {plot.canvas().xAxis->coordToPixel(60) + 8, plot.canvas().axisRect()->rect().top() + 5.0});
        }
        QCOMPARE(tips, QStringList({mark, {}}));
    }

    void redrawsOnlyWhatIsSeenAndNew() {
        const auto journal = flatRun(100);
        LivePlot plot;
        plot.setSpec(rawPlot());
        plot.setJournal(journal);
        QVERIFY(!plot.poll()); // hidden
        show(plot, rawPlot(), journal);
        QVERIFY(!plot.poll());
        append(*journal, 100, 2);
        QVERIFY(QTest::qWaitFor([&] { return plot.poll(); }));
        QVERIFY(!plot.poll());
        journal->addMark({50, "edit"});
        QVERIFY(QTest::qWaitFor([&] { return plot.poll(); }));
    }

    void followsUntilAPersonZooms() {
        const auto journal = flatRun(100);
        LivePlot plot;
        show(plot, rawPlot(), journal);
        append(*journal, 500, 1);
        QVERIFY(QTest::qWaitFor([&] { return plot.poll(); }));
        QVERIFY(plot.xRange().upper >= 500);
        QSignalSpy changed(&plot, &LivePlot::followsChanged);
        QTest::keyClick(&plot, Qt::Key_Plus);
        QVERIFY(!plot.follows());
        QCOMPARE(changed.size(), 1);
        const QCPRange zoomed = plot.xRange();
        append(*journal, 1000, 1);
        plot.poll();
        QCOMPARE(plot.xRange().upper, zoomed.upper);
        QTest::keyClick(&plot, Qt::Key_F);
        QVERIFY(plot.follows());
        QVERIFY(plot.xRange().upper >= 1000);
    }

    void keysChangeTheView() {
        LivePlot plot;
        show(plot, rawPlot(), flatRun(100, 50));
        QSignalSpy edited(&plot, &LivePlot::viewEdited);
        QTest::keyClick(&plot, Qt::Key_L);
        QVERIFY(plot.view().logY);
        QTest::keyClick(&plot, Qt::Key_L, Qt::ShiftModifier);
        QVERIFY(plot.view().logX && plot.xRange().lower > 0);
        QTest::keyClick(&plot, Qt::Key_1);
        QCOMPARE(plot.view().hidden, QStringList{QStringLiteral("y")});
        QVERIFY(!plot.scene().curves()[0].line->visible());
        QCOMPARE(edited.size(), 3);
        const QCPRange before = plot.xRange();
        QTest::keyClick(&plot, Qt::Key_Right);
        QVERIFY(plot.xRange().lower > before.lower);
        QTest::keyClick(&plot, Qt::Key_C);
        QVERIFY(!plot.crosshair());
    }

    void everyAxisCountsInItsUnit() {
        LivePlot plot;
        show(plot, rawPlot(), flatRun(1001));
        for (const auto& [axis, last] : {std::pair{XAxis::Epochs, 10.0}, std::pair{XAxis::Seconds, 20.0}}) {
            PlotView view = plot.view();
            view.xAxis = axis;
            plot.setView(view);
            QVERIFY(plot.xRange().upper >= last && plot.xRange().upper < last * 1.1);
        }
    }

    void cursorsReadValuesAndDifferences() {
        LivePlot plot;
        show(plot, rawPlot(), flatRun(100, 60));
        plot.setSecondCursor(20);
        plot.setCursor(60.4);
        const auto rows = plot.cursors().rows();
        QCOMPARE(rows.size(), std::size_t(2));
        QCOMPARE(rows[1].value, QStringLiteral("5"));
        QCOMPARE(rows[1].difference, QStringLiteral("+4"));
        QCOMPARE(rows[0].difference, QStringLiteral("+40.4"));
    }

    void describesItselfInWords() {
        LivePlot plot;
        show(plot, errorPlot(), errorRun(1001));
        const QString text = plot.scene().summary();
        QVERIFY2(
            text.contains(QStringLiteral("test: falling, 4.113 at update 1,000, lowest 4.113, highest 94.5")),
            qPrintable(text));
        QVERIFY(!plot.accessibleDescription().isEmpty());
    }

    void survivesValuesThatAreNotFinite() {
        auto journal = std::make_shared<Journal>(std::vector<std::string>{"y"});
        for (int i = 0; i < 50; ++i)
            append(*journal, i, i < 20 ? 1.0 + i : i % 2 ? NAN : INFINITY);
        LivePlot plot;
        show(plot, rawPlot(), journal);
        QVERIFY(plot.yRange().upper < 30);
    }

    void toolsReportEditsThatCanBeUndone() {
        PlotPanel panel;
        panel.setSpecs(balancePlots(2));
        panel.resize(600, 300);
        panel.show();
        std::vector<std::pair<PlotView, PlotView>> edits;
        connect(&panel, &PlotPanel::viewEdited, this,
                [&](const PlotView& before, const PlotView& after) { edits.emplace_back(before, after); });
        const PlotView first = panel.view();
        panel.findChild<QSpinBox*>()->setValue(77);
        for (auto* button : panel.findChildren<QToolButton*>())
            if (button->accessibleName() == QStringLiteral("Log y axis"))
                button->click();
        QCOMPARE(edits.size(), std::size_t(2));
        QCOMPARE(edits[0].first, first);
        QVERIFY(edits[1].second.logY && edits[1].second.smoothing == 77);
        PlotView other = first;
        other.plot = QStringLiteral("z_std");
        panel.setView(other);
        QCOMPARE(panel.plot().spec().id, QStringLiteral("z_std"));
        panel.setView(first);
        QCOMPARE(panel.view(), first);
        QCOMPARE(panel.findChild<QSpinBox*>()->value(), first.smoothing);
        QCOMPARE(edits.size(), std::size_t(2)); // what the program sets is no edit
    }

    void givesTheNameOfTheQuantityItsRoom_data() {
        QTest::addColumn<int>("width");
        for (const int width : {380, 430, 463, 467, 700})
            QTest::newRow(QByteArray::number(width)) << width;
    }
    void givesTheNameOfTheQuantityItsRoom() {
        QFETCH(int, width);
        QWidget window; // which may be narrower than the panel would be by itself
        PlotPanel panel(&window);
        panel.setSpecs(alignmentPlots(2));
        panel.resize(width, 300);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCOMPARE(panel.width(), width);
        const auto* choice = panel.findChild<QComboBox*>(); // the first is the choice of quantity
        QCOMPARE(choice->currentText(), QStringLiteral("Alignment"));
        QStyleOptionComboBox option;
        option.initFrom(choice);
        const QRect room = choice->style()->subControlRect(QStyle::CC_ComboBox, &option,
                                                           QStyle::SC_ComboBoxEditField, choice);
        const int needed = choice->fontMetrics().horizontalAdvance(choice->currentText());
        QVERIFY2(room.width() >= needed, qPrintable(tr("%1 of %2").arg(room.width()).arg(needed)));
    }

    void everyToolHasANameAndAToolTip() {
        PlotPanel panel;
        panel.setSpecs({errorPlot()});
        for (auto* button : panel.findChildren<QToolButton*>()) {
            QVERIFY(!button->accessibleName().isEmpty());
            QVERIFY(!button->toolTip().isEmpty());
            QVERIFY(button->focusPolicy() & Qt::TabFocus);
        }
    }
};

QTEST_MAIN(TestLivePlot)
#include "tst_live_plot.moc"
