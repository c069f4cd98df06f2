#include "widgets/plots/plot_export.h"

#include "widgets/plots/figure_file.h"
#include "widgets/plots/figure_origin.h"
#include "widgets/plots/plot_text.h"

#include <QBuffer>
#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QMimeData>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <cmath>

namespace dalescope {

namespace {

// Every picture is laid out in 1/300 inch: then PNG, PDF and SVG agree to the dot, and lengths keep their
// meaning.
constexpr int dpi = 300;

QString tr(const char* text) {
    return QCoreApplication::translate("PlotExport", text);
}

QSize dotsOf(Medium medium) {
    return (sizeOf(medium).millimetres * (dpi / 25.4)).toSize();
}

[[noreturn]] void fail(const QString& path, const QString& reason) {
    throw Error(path.toStdString(), "cannot be written (" + reason.toStdString() + ")",
                "choose a folder that you may write to and that has room");
}

void finish(QSaveFile& file) {
    if (!file.commit())
        fail(file.fileName(), file.errorString());
}

// A plot that nobody sees, furnished for print and laid out.
class Sheet {
public:
    Sheet(const PlotSource& source, Medium medium) : size_(dotsOf(medium)), scene_(new PlotScene(plot_)) {
        scene_->setStyle(PlotStyle::print(medium, dpi));
        scene_->setSpec(source.spec);
        scene_->setJournal(source.journal);
        scene_->setView(source.view);
        while (scene_->behind())
            scene_->advance(1 << 20);
        plot_.setViewport(QRect(QPoint(), size_));
        if (source.x)
            plot_.xAxis->setRange(*source.x);
        else
            scene_->fitX();
        if (source.y)
            plot_.yAxis->setRange(*source.y);
        else
            scene_->fitY();
        scene_->fitToWidth();
    }

    void paintOn(QPaintDevice& device) {
        QCPPainter painter(&device);
        plot_.toPainter(&painter, size_.width(), size_.height());
    }
    QSize size() const { return size_; }
    const PlotScene& scene() const { return *scene_; }

private:
    QSize size_;
    QCustomPlot plot_;
    PlotScene* scene_;
};

std::string originTextOf(const PlotSource& source) {
    return source.runs.empty() ? std::string() : originToJson(originOf(source));
}

void writeSvg(QIODevice& out, const PlotSource& source, Medium medium) {
    Sheet sheet(source, medium);
    QBuffer drawing;
    QSvgGenerator svg;
    svg.setOutputDevice(&drawing);
    svg.setResolution(dpi);
    svg.setSize(sheet.size());
    svg.setViewBox(QRect(QPoint(), sheet.size()));
    svg.setTitle(source.spec.title);
    svg.setDescription(sheet.scene().summary());
    sheet.paintOn(svg);
    out.write(withOrigin(drawing.data(), originTextOf(source)));
}

void writePdf(QIODevice& out, const PlotSource& source, Medium medium) {
    Sheet sheet(source, medium);
    QPdfWriter pdf(&out);
    pdf.setResolution(dpi);
    pdf.setPageSize(
        QPageSize(sizeOf(medium).millimetres, QPageSize::Millimeter, QString(), QPageSize::ExactMatch));
    pdf.setPageMargins(QMarginsF());
    pdf.setTitle(source.spec.title);
    pdf.setCreator(QStringLiteral("Dalescope"));
    putOrigin(pdf, originTextOf(source));
    sheet.paintOn(pdf);
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
    Sheet sheet(source, medium);
    QImage image(sheet.size(), QImage::Format_RGB32);
    image.fill(Qt::white);
    image.setDotsPerMeterX(static_cast<int>(std::lround(dpi / 0.0254)));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    sheet.paintOn(image);
    putOrigin(image, originTextOf(source));
    return image;
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
        writePdf(file, source, medium);
        break;
    case Format::Svg:
        writeSvg(file, source, medium);
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
    data->setImageData(plotImage(source, medium));
    QBuffer svg;
    svg.open(QIODevice::WriteOnly);
    writeSvg(svg, source, medium);
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
