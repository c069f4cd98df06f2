#include "widgets/plots/plot_export.h"

#include "widgets/plots/plot_sheet.h"
#include "widgets/plots/plot_text.h"

#include <QBuffer>
#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QMimeData>
#include <QSaveFile>

namespace dalescope {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("PlotExport", text);
}

[[noreturn]] void fail(const QString& path, const QString& reason) {
    throw Error(path.toStdString(), "cannot be written (" + reason.toStdString() + ")",
                "choose a folder that you may write to and that has room");
}

void finish(QSaveFile& file) {
    if (!file.commit())
        fail(file.fileName(), file.errorString());
}

} // namespace

QString suffixOf(Format format) {
    switch (format) {
    case Format::Png:
        return QStringLiteral(".png");
    case Format::Pdf:
        return QStringLiteral(".pdf");
    case Format::Svg:
        return QStringLiteral(".svg");
    case Format::Csv:
        return QStringLiteral(".csv");
    case Format::Pgfplots:
        break;
    }
    return QStringLiteral(".tex");
}

QString nameOf(Format format) {
    switch (format) {
    case Format::Png:
        return tr("PNG image");
    case Format::Pdf:
        return tr("PDF document");
    case Format::Svg:
        return tr("SVG drawing");
    case Format::Csv:
        return tr("CSV table");
    case Format::Pgfplots:
        break;
    }
    return tr("pgfplots source");
}

PlotSource sourceOf(const LivePlot& plot) {
    PlotSource source{plot.spec(), plot.journal(), plot.view(), {}, {}, {}};
    if (!plot.follows()) {
        source.x = plot.xRange();
        source.y = plot.yRange();
    }
    return source;
}

QImage plotImage(const PlotSource& source, Medium medium) {
    return PlotSheet(source, medium).image();
}

void exportPlot(const PlotSource& source, const QString& path, Format format, Medium medium) {
    if (!source.journal)
        throw Error(path.toStdString(), "there is nothing to export yet", "start a run first");
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        fail(path, file.errorString());
    switch (format) {
    case Format::Png:
        if (!plotImage(source, medium).save(&file, "PNG"))
            fail(path, file.errorString());
        break;
    case Format::Pdf:
        PlotSheet(source, medium).writePdf(file);
        break;
    case Format::Svg:
        PlotSheet(source, medium).writeSvg(file);
        break;
    case Format::Csv:
        writeCsv(file, source);
        break;
    case Format::Pgfplots:
        file.write(pgfplotsText(source, medium));
        break;
    }
    finish(file);
}

QStringList exportAll(const std::vector<const LivePlot*>& plots, const std::vector<PlotRun>& runs,
                      const QString& folder, const std::vector<Format>& formats, Medium medium) {
    if (!QDir().mkpath(folder))
        throw Error(folder.toStdString(), "the folder cannot be made",
                    "choose a place that you may write to");
    QStringList paths;
    for (const LivePlot* plot : plots) {
        PlotSource source = sourceOf(*plot);
        source.runs = runs;
        for (const Format format : formats) {
            paths << QDir(folder).filePath(plot->spec().id + suffixOf(format));
            exportPlot(source, paths.last(), format, medium);
        }
    }
    return paths;
}

std::unique_ptr<QMimeData> plotMimeData(const PlotSource& source, Medium medium) {
    if (!source.journal)
        throw Error(source.spec.title.toStdString(), "there is nothing to copy yet", "start a run first");
    auto data = std::make_unique<QMimeData>();
    PlotSheet sheet(source, medium);
    data->setImageData(sheet.image());
    QBuffer svg;
    svg.open(QIODevice::WriteOnly);
    sheet.writeSvg(svg);
    data->setData(QStringLiteral("image/svg+xml"), svg.data());
    QBuffer csv;
    csv.open(QIODevice::WriteOnly);
    writeCsv(csv, source);
    data->setData(QStringLiteral("text/csv"), csv.data());
    data->setText(QString::fromUtf8(csv.data()));
    return data;
}

void copyToClipboard(const PlotSource& source, Medium medium) {
    QGuiApplication::clipboard()->setMimeData(plotMimeData(source, medium).release());
}

} // namespace dalescope
