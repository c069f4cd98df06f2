// What a report says of a session, as a page and as a document.
#include "app/report/keep_headings.h"
#include "app/report/report_job.h"
#include "core/common/error.h"
#include "core/settings/config_json.h"
#include "tests/app/small_session.h"

#include <QBuffer>
#include <QFile>
#include <QGuiApplication>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QScreen>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

using namespace dalescope;

class TestReport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        session_ = std::make_unique<Session>(smallSession(data_));
        Run& run = session_->current();
        run.setLabel({QStringLiteral("tamed <b>"), 1, QStringLiteral("first\nsecond & last"), false, false});
        QTRY_COMPARE_WITH_TIMEOUT(run.status().state, RunStatus::State::Paused, 20000);
        run.runUpdates(60);
        QTRY_VERIFY_WITH_TIMEOUT(run.status().update == 60 && !run.isRunning(), 20000);
        run.document().edit("training.learning_rate", 0.03);
        QTRY_COMPARE_WITH_TIMEOUT(run.journal()->marks(), std::size_t(1), 20000);
        session_->add({smallSession(data_)}, QStringLiteral("New run"));
        report_ = makeReport(*session_, QStringLiteral("Lab <1>"));
    }

    void tellsEverythingOfEachRun_data() {
        QTest::addColumn<QString>("words");
        for (const char* words :
             {"<h1>Lab &lt;1&gt;</h1>", "tamed &lt;b&gt;", "first<br>second &amp; last", "<td>60</td>",
              "Run 2", "<td>0.03</td>", "training.learning_rate", "Learning rate 0.02 \u2192 0.03",
              "dalescope train --config", "&quot;edits&quot;", "Dalescope 0."})
            QTest::newRow(words) << QString::fromUtf8(words);
    }
    void tellsEverythingOfEachRun() {
        QFETCH(QString, words);
        QVERIFY2(report_.html.contains(words), qPrintable(report_.html.left(4000)));
    }

    void saysNoMoreOfASettingThanItMeans() {
        QVERIFY(report_.html.contains(QStringLiteral("<td>no limit</td>")));
        QVERIFY(report_.html.contains(QStringLiteral("<td>never</td>"))); // to stop at a target error
        QVERIFY(!report_.html.contains(QStringLiteral("<td>Folder</td><td></td>")));
        QVERIFY(!report_.html.contains(QStringLiteral("<td></td><td><span class=\"quiet\">")));
    }

    void writesAPageThatNeedsNoOtherFile() {
        const QString path = folder_.filePath(QStringLiteral("a.html"));
        writeHtml(report_, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString page = QString::fromUtf8(file.readAll());
        QVERIFY(report_.pictures.size() >= 4);
        QCOMPARE(page.count(QStringLiteral("<svg")), static_cast<qsizetype>(report_.pictures.size()));
        QVERIFY(!page.contains(QStringLiteral("picture:")) && !page.contains(QStringLiteral("<?xml")));
    }

    void keepsTheShapeOfItsPictures() {
        static const QRegularExpression picture(
            QStringLiteral("picture:(\\d+)\" width=\"(\\d+)\" height=\"(\\d+)\""));
        int pictures = 0;
        for (auto found = picture.globalMatch(report_.html); found.hasNext(); ++pictures) {
            const auto match = found.next();
            const QSizeF drawn = report_.pictures[match.captured(1).toUInt()].image.size();
            const double shape = match.captured(2).toDouble() / match.captured(3).toDouble();
            QVERIFY(std::abs(shape / (drawn.width() / drawn.height()) - 1) < 0.01);
        }
        QCOMPARE(static_cast<std::size_t>(pictures), report_.pictures.size());
    }

    void saysWhichRunsItsPlotLeavesOut() {
        Session session(smallSession(data_));
        QTRY_VERIFY_WITH_TIMEOUT(session.current().journal() != nullptr, 20000);
        Run& second = session.duplicate(session.current());
        QTRY_VERIFY_WITH_TIMEOUT(second.journal() != nullptr, 20000);
        second.runUpdates(1);
        QTRY_COMPARE_WITH_TIMEOUT(second.status().update, std::int64_t(1), 20000);
        session.setCurrent(*session.runs()[0]);
        QVERIFY(!makeReport(session, {}).html.contains(QLatin1String("Not drawn")));
        second.setLabel({QStringLiteral("a <b>"), 1, {}, false, true});
        QVERIFY(second.label().hidden);
        QVERIFY(
            makeReport(session, {}).html.contains(QLatin1String("Not drawn, as in the window: a &lt;b&gt;")));
    }

    void writesADocument() {
        const QString path = folder_.filePath(QStringLiteral("a.pdf"));
        writePdf(report_, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray document = file.readAll();
        QVERIFY(document.startsWith("%PDF-") && document.size() > 20000);
        QVERIFY(document.contains("/EmbeddedFile")); // to replay the runs from
    }

    void holdsTheConfigurationOfEachRun() {
        QCOMPARE(report_.configurations.size(), session_->runs().size());
        const Config replayed = configFromJson(report_.configurations[0].json.toStdString(), "run-1.json");
        QVERIFY(replayed == session_->runs()[0]->replayConfig());
    }

    void drawsTwoPlotsBesideOneAnother() {
        static const QRegularExpression plot(QStringLiteral("class=\"plot\".*? width=\"(\\d+)\""));
        const int width = plot.match(report_.html).captured(1).toInt();
        const double dots = QGuiApplication::primaryScreen()->logicalDotsPerInchX();
        const double page = (210 - 2 * printMargins.left() - 2 * 20) / 25.4 * dots;
        QVERIFY2(width > 0.45 * page && 2 * width < page, qPrintable(QString::number(width)));
    }

    void leavesNoHeadingAloneAtTheFootOfAPage() {
        QBuffer bytes;
        QVERIFY(bytes.open(QIODevice::WriteOnly));
        QPdfWriter pdf(&bytes);
        pdf.setPageMargins(printMargins, QPageLayout::Millimeter);
        int alone = 0;
        for (int lines = 30; lines < 80; ++lines) {
            QTextDocument document;
            document.setHtml(
                QStringLiteral("<p>line</p>").repeated(lines) +
                QStringLiteral("<h2>Run</h2><h3>Plots</h3><table><tr><td>of them</td></tr></table>"));
            const auto isAlone = [&] {
                const auto copy = laidOut(document, pdf);
                const auto page = [&](const QString& words) {
                    return pageOf(*copy, copy->find(words).block());
                };
                return page(QStringLiteral("Run")) != page(QStringLiteral("of them"));
            };
            alone += isAlone();
            keepHeadings(document, pdf);
            QVERIFY2(!isAlone(), qPrintable(QString::number(lines)));
        }
        QVERIFY(alone > 0); // else nothing was tried
    }

    void isDrawnInPartsWhileTheWindowGoesOn() {
        const QString path = folder_.filePath(QStringLiteral("b.html"));
        auto* job = new ReportJob(*session_, QStringLiteral("Lab <1>"), path, this);
        QSignalSpy advanced(job, &ReportJob::advanced), written(job, &ReportJob::written);
        int between = 0;
        QTimer others;
        connect(&others, &QTimer::timeout, this, [&] { ++between; });
        others.start(0);
        session_->remove({session_->runs()[1].get()}); // which is in the report all the same
        QTRY_COMPARE_WITH_TIMEOUT(written.count(), 1, 20000);
        QCOMPARE(advanced.count(), static_cast<qsizetype>(report_.pictures.size()));
        QVERIFY(between > 2 * advanced.count());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString page = QString::fromUtf8(file.readAll());
        QCOMPARE(page.count(QStringLiteral("<svg")), advanced.count());
        QVERIFY(page.contains(QStringLiteral("Run 2")));
    }

    void tellsWhatKeptItFromBeingWritten() {
        auto* job = new ReportJob(*session_, QStringLiteral("Lab"), QStringLiteral("/nowhere/a.pdf"), this);
        QSignalSpy failed(job, &ReportJob::failed);
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 20000);
        QVERIFY(failed[0][0].toString().contains(QLatin1String("/nowhere/a.pdf")));
    }

    void saysWhereItCannotBeWritten() {
        QVERIFY_THROWS_EXCEPTION(Error, writeHtml(report_, QStringLiteral("/nowhere/a.html")));
        QVERIFY_THROWS_EXCEPTION(Error, writePdf(report_, QStringLiteral("/nowhere/a.pdf")));
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir folder_;
    std::unique_ptr<Session> session_;
    SessionReport report_;
};

QTEST_MAIN(TestReport)
#include "tst_report.moc"
