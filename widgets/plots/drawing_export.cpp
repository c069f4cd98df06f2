#include "widgets/plots/drawing_export.h"

#include "widgets/plots/figure_file.h"

#include <QBuffer>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <cmath>

namespace dalescope {

namespace {

constexpr int dpi = 300; // as in plot_export.cpp

QSizeF millimetres(const Drawing& drawing, Medium medium) {
    const QSizeF size = sizeOf(medium).millimetres;
    return {size.width(), drawing.height * size.height()};
}

/// Paints the drawing, furnished for print, on any device of `dpi` dots an inch.
class Sheet {
public:
    Sheet(const Drawing& drawing, Medium medium)
        : size_((millimetres(drawing, medium) * (dpi / 25.4)).toSize()) {
        plot_.setViewport(QRect(QPoint(), size_));
        drawing.draw(plot_, PlotStyle::print(medium, dpi));
    }
    void paintOn(QPaintDevice& device) {
        QCPPainter painter(&device);
        painter.setRenderHint(QPainter::LosslessImageRendering); // a PDF would blur heat maps
        plot_.toPainter(&painter, size_.width(), size_.height());
    }
    QSize size() const { return size_; }

private:
    QSize size_;
    QCustomPlot plot_;
};

QByteArray document(const Drawing& drawing, Medium medium) {
    const MediumSize size = sizeOf(medium);
    const auto number = [](double x) { return QByteArray::number(x, 'g', 6); };
    return "% " + drawing.title.toUtf8() +
           ", drawn by Dalescope. Compile with pdflatex or lualatex.\n"
           "\\documentclass[border=1pt]{standalone}\n\\usepackage[utf8]{inputenc}\n\\usepackage{pgfplots}\n"
           "\\pgfplotsset{compat=1.16}\n\\begin{document}\n\\fontsize{" +
           number(size.textPoints) + "}{" + number(size.textPoints * 1.2) +
           "}\\selectfont\n\\begin{tikzpicture}\n\\begin{axis}[\n    width=" +
           number(size.millimetres.width()) + "mm, height=" + number(size.millimetres.height()) + "mm,\n" +
           drawing.pgfplots() + "\\end{axis}\n\\end{tikzpicture}\n\\end{document}\n";
}

} // namespace

void exportDrawing(const Drawing& drawing, const QString& path, Format format, Medium medium) {
    if (drawing.isWide && medium == Medium::Paper)
        medium = Medium::WidePaper;
    QSaveFile file(path);
    const auto check = [&](bool good) {
        if (!good)
            throw Error(path.toStdString(), "cannot be written (" + file.errorString().toStdString() + ")",
                        "choose a folder that you may write to and that has room");
    };
    check(file.open(QIODevice::WriteOnly));
    switch (format) {
    case Format::Png: {
        Sheet sheet(drawing, medium);
        QImage image(sheet.size(), QImage::Format_RGB32);
        image.fill(Qt::white);
        image.setDotsPerMeterX(static_cast<int>(std::lround(dpi / 0.0254)));
        image.setDotsPerMeterY(image.dotsPerMeterX());
        sheet.paintOn(image);
        putOrigin(image, drawing.origin);
        check(image.save(&file, "PNG"));
        break;
    }
    case Format::Pdf: {
        QPdfWriter pdf(&file);
        pdf.setResolution(dpi);
        pdf.setPageSize(
            QPageSize(millimetres(drawing, medium), QPageSize::Millimeter, QString(), QPageSize::ExactMatch));
        pdf.setPageMargins(QMarginsF());
        pdf.setTitle(drawing.title);
        putOrigin(pdf, drawing.origin);
        Sheet(drawing, medium).paintOn(pdf);
        break;
    }
    case Format::Svg: {
        Sheet sheet(drawing, medium);
        QBuffer buffer;
        QSvgGenerator svg;
        svg.setOutputDevice(&buffer);
        svg.setResolution(dpi);
        svg.setSize(sheet.size());
        svg.setViewBox(QRect(QPoint(), sheet.size()));
        svg.setTitle(drawing.title);
        sheet.paintOn(svg);
        file.write(withOrigin(withFontsToFallBackOn(buffer.data()), drawing.origin));
        break;
    }
    case Format::Csv:
        file.write(drawing.csv());
        break;
    case Format::Pgfplots:
        file.write(document(drawing, medium));
        break;
    }
    check(file.commit());
}

} // namespace dalescope
