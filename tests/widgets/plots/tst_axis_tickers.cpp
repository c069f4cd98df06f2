// Numbers along axes, where there is little room or they are huge.
#include "widgets/plots/axis_tickers.h"

#include <QTest>

using namespace dalescope;

class TestAxisTickers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesNumbersAsShortAsTheirSteps_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("step");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << 0.0 << 0.5 << "0";
        QTest::newRow("quarters") << 0.25 << 0.25 << "0.25";
        QTest::newRow("thousands") << 12000.0 << 2000.0 << "12,000";
        QTest::newRow("millions") << 1.5e6 << 5e5 << "1.5M";
        QTest::newRow("of a run that diverges") << 1.25e19 << 2.5e18 << "1.25e+19";
    }
    void writesNumbersAsShortAsTheirSteps() {
        QFETCH(const double, value);
        QFETCH(const double, step);
        QTEST(tickText(value, step), "text");
    }

    void countsInWholes() {
        QCustomPlot plot;
        const auto ticker = QSharedPointer<LinearTicker>::create(6);
        ticker->setLeastStep(1);
        plot.xAxis->setTicker(ticker);
        plot.xAxis->setRange(0, 2.02);
        plot.toPixmap(400, 200);
        QCOMPARE(plot.xAxis->tickVectorLabels().join(u' '), QStringLiteral("0 1 2"));
    }

    void leavesRoomBetweenNumbers() {
        QCustomPlot plot;
        plot.setViewport(QRect(0, 0, 240, 120));
        QCPAxis& axis = *plot.xAxis;
        axis.setTicker(QSharedPointer<LinearTicker>::create(6, &axis));
        for (const double end : {1.0, 0.001, 3e7, 1e19}) {
            axis.setRange(-end, end);
            plot.toPixmap(240, 120);
            int wide = 0;
            for (const QString& label : axis.tickVectorLabels())
                wide += QFontMetrics(axis.tickLabelFont()).horizontalAdvance(label);
            QVERIFY2(axis.tickVectorLabels().size() > 1 && wide < axis.axisRect()->width(),
                     qPrintable(QString::number(end) + axis.tickVectorLabels().join(u' ') +
                                QString::number(axis.axisRect()->width())));
        }
    }
};

QTEST_MAIN(TestAxisTickers)
#include "tst_axis_tickers.moc"
