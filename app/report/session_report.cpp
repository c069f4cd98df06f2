#include "app/report/session_report.h"

#include "app/report/keep_headings.h"
#include "app/report/run_tables.h"
#include "app/runs/run_overlay.h"
#include "core/common/error.h"
#include "core/io/atomic_file.h"
#include "core/settings/config_json.h"
#include "core/settings/layer_kinds.h"
#include "core/training/snapshot.h"
#include "widgets/plots/plot_catalogue.h"
#include "widgets/theme/theme.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QScreen>
#include <QTextDocument>
#include <QUrl>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dalescope {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("dalescope::SessionReport", text);
}

// Only what QTextDocument knows too, but for the last lines, which it passes over.
constexpr const char* style =
    "body { font-family: 'Noto Sans', 'DejaVu Sans', sans-serif; color: #1d2127; }\n"
    "h1 { font-size: x-large; } .begins { page-break-before: always; } h2 { font-size: large; } h3 { "
    "font-size: medium; }\n"
    "th { text-align: left; } td, th { padding: 2px 10px 2px 0; }\n"
    "table { margin-bottom: 6px; }\n"
    "pre { white-space: pre-wrap; background-color: #f2f4f7; padding: 8px; }\n"
    ".quiet { color: #5b6470; }\n";
constexpr const char* pageStyle =
    "body { max-width: 60em; margin: 2em auto; padding: 0 1em; }\n"
    "svg { width: 100%; height: auto; }\n"
    ".plot { display: inline-block; width: 28em; max-width: 100%; margin: 0.5em 1em 0.5em 0; }\n"
    ".wide { width: 57em; }\n"
    "summary { color: #5b6470; cursor: pointer; }\n"
    "@media print { section { break-inside: avoid-page; } h2, h3 { break-after: avoid-page; } }\n";

/// Draws in the order of the plots' panels what the run has measured.
std::vector<PlotSpec> plotsOf(const Run& run) {
    std::vector<PlotSpec> plots;
    const auto journal = run.journal();
    const int layers = static_cast<int>(layersWithWeights(run.document().config().layers).size());
    for (PlotSpec& spec : runPlots(layers, true))
        for (const CurveSpec& curve : spec.curves) {
            const Series* series = journal ? journal->find(curve.series) : nullptr;
            if (series && series->size() > 1) {
                plots.push_back(std::move(spec));
                break;
            }
        }
    return plots;
}

/// As it was written, line by line; nothing where it is empty.
QString paragraphOf(const QString& notes) {
    return notes.isEmpty() ? QString()
                           : QStringLiteral("<p>%1</p>\n")
                                 .arg(notes.toHtmlEscaped().replace(u'\n', QLatin1String("<br>")));
}

/// A width of paper in the pixels of a document.
int pixelsOf(double millimetres) {
    return static_cast<int>(millimetres / 25.4 * QGuiApplication::primaryScreen()->logicalDotsPerInchX());
}

/// The picture below its title, of a size to be shown `width` wide.
QImage titled(const SessionReport::Picture& picture, int width) {
    constexpr double line = 18, text = 12;
    const double scale = static_cast<double>(picture.image.width()) / width;
    const int above = static_cast<int>(std::lround(line * scale));
    QImage whole(picture.image.width(), picture.image.height() + above, QImage::Format_RGB32);
    whole.fill(Qt::white);
    QPainter painter(&whole);
    painter.drawImage(QRect({0, above}, picture.image.size()), picture.image); // whatever its resolution
    painter.setFont(Theme::font(static_cast<int>(std::lround(text * scale)), true));
    painter.drawText(QRect(0, 0, whole.width(), above), Qt::AlignLeft | Qt::AlignVCenter, picture.title);
    return whole;
}

} // namespace

ReportMaker::ReportMaker(const Session& session, const QString& title) : report_{title, {}, {}, {}} {
    report_.html = QStringLiteral("<h1>%1</h1>\n<p class=\"quiet\">%2</p>\n")
                       .arg(title.toHtmlEscaped(),
                            tr("Dalescope %1, %2")
                                .arg(QString::fromLatin1(programVersion()),
                                     QLocale().toString(QDateTime::currentDateTime(), QLocale::LongFormat))
                                .toHtmlEscaped());
    report_.html += paragraphOf(session.notes());
    report_.html += QStringLiteral("<h2>%1</h2>\n").arg(tr("Errors")) + errorsTable(session);
    if (session.runs().size() > 1 && session.current().journal()) {
        std::vector<PlotSpec> together{errorPlot()};
        overlayRuns(together, session);
        report_.html += QStringLiteral("<p>%1</p>\n")
                            .arg(addPicture(session.current(), together.front(), Medium::WidePaper));
        QStringList absent;
        const auto others = overlaidRuns(session);
        for (const auto& run : session.runs())
            if (run.get() != &session.current() && hasCurves(*run) &&
                std::ranges::find(others, run.get()) == others.end())
                absent << run->label().name;
        if (!absent.isEmpty())
            report_.html += QStringLiteral("<p class=\"quiet\">%1</p>\n")
                                .arg(tr("Not drawn, as in the window: %1")
                                         .arg(absent.join(QStringLiteral(", ")))
                                         .toHtmlEscaped());
    }
    for (const auto& run : session.runs())
        report_.html += section(*run);
}

ReportMaker::~ReportMaker() = default;

QString ReportMaker::addPicture(const Run& run, const PlotSpec& spec, Medium medium) {
    media_.push_back(medium);
    sources_.push_back({spec,
                        run.journal(),
                        spec.firstView(),
                        {},
                        {},
                        {{run.label().name, run.replayConfig(), run.journal()}}});
    const QSizeF paper = sizeOf(medium).millimetres;
    const int width = pixelsOf(0.96 * paper.width()); // two beside one another, with a space
    return QStringLiteral("<span class=\"plot%5\"><b>%1</b><br>"
                          "<img src=\"picture:%2\" width=\"%3\" height=\"%4\" alt=\"%1\"></span>\n")
        .arg(spec.title.toHtmlEscaped())
        .arg(sources_.size() - 1)
        .arg(width)
        .arg(std::lround(width * paper.height() / paper.width()))
        .arg(medium == Medium::WidePaper ? QStringLiteral(" wide") : QString());
}

QString ReportMaker::section(const Run& run) {
    const auto plots = plotsOf(run);
    QString html = QStringLiteral("<h2%1>%2</h2>\n")
                       .arg(plots.empty() ? QString() : QStringLiteral(" class=\"begins\""), // a page
                            run.label().name.toHtmlEscaped());
    html += paragraphOf(run.label().notes);
    html += QStringLiteral("<h3>%1</h3>\n").arg(tr("Network")) + layersTable(run.document().config());
    html += QStringLiteral("<h3>%1</h3>\n").arg(tr("Settings")) + settingsTable(run.document().config());
    if (!plots.empty())
        html += QStringLiteral("<p>\n");
    for (const PlotSpec& spec : plots)
        html += addPicture(run, spec);
    if (!plots.empty())
        html += QStringLiteral("</p>\n");
    html += marksTable(run);
    return html + replay(run);
}

QString ReportMaker::replay(const Run& run) {
    const QString name = QStringLiteral("run-%1.json").arg(report_.configurations.size() + 1);
    report_.configurations.push_back({name, QByteArray::fromStdString(configToJson(run.replayConfig()))});
    const QByteArray& json = report_.configurations.back().json;
    return QStringLiteral("<h3>%1</h3>\n<p>%2</p>\n<pre>dalescope train --config %3 --out run</pre>\n"
                          "<details><summary>%3</summary>\n<p><a download=\"%3\" "
                          "href=\"data:application/json;base64,%5\">%6</a></p>\n<pre>%4</pre></details>\n")
        .arg(tr("How to do it again"),
             tr("Save %1, which comes with this report, and give it to the command. The same data and "
                "number of threads give the same bits.")
                 .arg(name),
             name, QString::fromUtf8(json).toHtmlEscaped(), QString::fromLatin1(json.toBase64()),
             tr("Save it"));
}

bool ReportMaker::advance() {
    constexpr std::size_t slice = 8192; // samples of each curve
    if (drawn() == pictures())
        return false;
    if (!sheet_) {
        sheet_ = std::make_unique<PlotSheet>(sources_[drawn()], media_[drawn()]);
        behind_ = true;
    } else if (behind_) {
        behind_ = sheet_->advance(slice);
    } else if (svg_.isEmpty()) {
        QBuffer drawing(&svg_);
        drawing.open(QIODevice::WriteOnly);
        sheet_->writeSvg(drawing);
    } else {
        report_.pictures.push_back({std::exchange(svg_, {}), sheet_->image(), sources_[drawn()].spec.title});
        sheet_.reset();
    }
    return true;
}

SessionReport makeReport(const Session& session, const QString& title) {
    ReportMaker maker(session, title);
    while (maker.advance()) {
    }
    return maker.take();
}

void writeHtml(const SessionReport& report, const QString& path) {
    QString page =
        QStringLiteral("<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>%1</title>\n"
                       "<style>\n%2%3</style>\n</head>\n<body>\n%4</body>\n</html>\n")
            .arg(report.title.toHtmlEscaped(), QLatin1String(style), QLatin1String(pageStyle), report.html);
    static const QRegularExpression picture(QStringLiteral("<img src=\"picture:(\\d+)\"[^>]*>"));
    QString whole;
    qsizetype from = 0;
    for (auto matches = picture.globalMatch(page); matches.hasNext();) {
        const auto match = matches.next();
        const QByteArray& svg = report.pictures[match.captured(1).toUInt()].svg;
        whole += QStringView(page).sliced(from, match.capturedStart() - from);
        whole += QString::fromUtf8(svg.sliced(std::max<qsizetype>(0, svg.indexOf("<svg"))));
        from = match.capturedEnd();
    }
    whole += QStringView(page).sliced(from);
    writeFileAtomically(path.toStdString(), whole.toStdString());
}

void writePdf(const SessionReport& report, const QString& path) {
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&bytes);
    pdf.setPageSize(QPageSize(QPageSize::A4));
    pdf.setPageMargins(printMargins, QPageLayout::Millimeter);
    pdf.setTitle(report.title);
    pdf.setCreator(QStringLiteral("Dalescope"));
    QTextDocument document;
    document.setDefaultStyleSheet(QLatin1String(style));
    QFont font(Theme::font(10).family(), 9);
    Theme::leaveLettersApart(font);
    document.setDefaultFont(font);
    // A document would part a title from its picture at the foot of a page: here they are one, and as many
    // side by side as fit a line.
    static const QRegularExpression plot(QStringLiteral(
        "<span class=\"plot[^>]*><b>[^<]*</b><br><img src=\"picture:(\\d+)\" width=\"(\\d+)\"[^>]*></span>"));
    QString html;
    qsizetype from = 0;
    for (auto matches = plot.globalMatch(report.html); matches.hasNext();) {
        const auto match = matches.next();
        const int width = match.captured(2).toInt();
        const QImage picture = titled(report.pictures[match.captured(1).toUInt()], width);
        const QString name = QStringLiteral("picture:") + match.captured(1);
        document.addResource(QTextDocument::ImageResource, QUrl(name), picture);
        html += QStringView(report.html).sliced(from, match.capturedStart() - from);
        html += QStringLiteral("<img src=\"%1\" width=\"%2\" height=\"%3\">")
                    .arg(name)
                    .arg(width)
                    .arg(std::lround(width * static_cast<double>(picture.height()) / picture.width()));
        from = match.capturedEnd();
    }
    html += QStringView(report.html).sliced(from);
    static const QRegularExpression folded(QStringLiteral("<details>.*?</details>"),
                                           QRegularExpression::DotMatchesEverythingOption);
    document.setHtml(html.remove(folded));
    keepHeadings(document, pdf);
    for (const auto& [name, json] : report.configurations)
        pdf.addFileAttachment(name, json, QStringLiteral("application/json"));
    document.print(&pdf);
    bytes.close();
    writeFileAtomically(path.toStdString(), bytes.data().toStdString());
}

} // namespace dalescope
