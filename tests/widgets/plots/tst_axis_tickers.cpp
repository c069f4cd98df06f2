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

    void leavesRoomBetweenNumbers_data() {
        QTest::addColumn<bool>("log");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        for (const double end : {1.0, 0.001, 3e7, 1e19})
            QTest::addRow("to %g", end) << false << -end << end;
        QTest::newRow("updates") << false << 0.0 << 2020.0;
        QTest::newRow("within a decade") << true << 1000.0 << 4000.0;
        QTest::newRow("two decades") << true << 900.0 << 110000.0;
        QTest::newRow("many decades") << true << 1e-9 << 1e-3;
    }
    void leavesRoomBetweenNumbers() {
        QFETCH(const bool, log);
        QFETCH(const double, low);
        QFETCH(const double, high);
        for (const int width : {240, 170}) {
            QCustomPlot plot;
            plot.setViewport(QRect(0, 0, width, 120));
            QCPAxis& axis = *plot.xAxis;
            axis.setScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
            if (log)
                axis.setTicker(QSharedPointer<LogTicker>::create(&axis));
            else
                axis.setTicker(QSharedPointer<LinearTicker>::create(6, &axis));
            axis.setRange(low, high);
            plot.toPixmap(width, 120);
            const QFontMetrics metrics(axis.tickLabelFont());
            double end = -1e9; // of the number before
            int inSight = 0;
            for (qsizetype i = 0; i < axis.tickVector().size(); ++i) {
                if (!axis.range().contains(axis.tickVector()[i]))
                    continue;
                ++inSight;
                const double at = axis.coordToPixel(axis.tickVector()[i]),
                             half = metrics.horizontalAdvance(axis.tickVectorLabels()[i]) / 2.0;
                QVERIFY2(at - half > end + 2, qPrintable(axis.tickVectorLabels().join(u' ')));
                end = at + half;
            }
            QVERIFY(inSight > 0);
        }
    }
};

QTEST_MAIN(TestAxisTickers)
#include "tst_axis_tickers.moc"
