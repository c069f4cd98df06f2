#include "widgets/plots/plot_sheet.h"

#include "widgets/plots/figure_file.h"
#include "widgets/plots/figure_origin.h"

#include <QBuffer>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <cmath>
#include <utility>

namespace dalescope {

namespace {

/// Covers what curves draw beside the axes: an SVG generator clips nothing.
class MarginCover : public QCPLayerable {
public:
    MarginCover(QCustomPlot& plot, const QString& layer) : QCPLayerable(&plot, layer) {}

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }
    void draw(QCPPainter* painter) override {
        const QRect all = mParentPlot->viewport().adjusted(-9, -9, 9, 9),
                    axes = mParentPlot->axisRect()->rect();
        painter->setPen(Qt::NoPen);
        painter->setBrush(Qt::white); // as paper is
        painter->drawRect(QRect(all.topLeft(), QPoint(all.right(), axes.top() - 1)));
        painter->drawRect(QRect(QPoint(all.left(), axes.bottom() + 1), all.bottomRight()));
        painter->drawRect(QRect(all.left(), axes.top(), axes.left() - all.left(), axes.height()));
        painter->drawRect(QRect(axes.right() + 1, axes.top(), all.right() - axes.right(), axes.height()));
    }
};

} // namespace

PlotSheet::PlotSheet(PlotSource source, Medium medium)
    : source_(std::move(source)), millimetres_(sizeOf(medium).millimetres),
      size_((millimetres_ * (dpi / 25.4)).toSize()), scene_(new PlotScene(plot_)) {
    scene_->setStyle(PlotStyle::print(medium, dpi));
    scene_->setSpec(source_.spec);
    scene_->setJournal(source_.journal);
    scene_->setView(source_.view);
}

bool PlotSheet::advance(std::size_t samples) {
    scene_->advance(samples);
    return scene_->behind();
}

void PlotSheet::layOut() {
    if (std::exchange(laidOut_, true))
        return;
    while (advance(1 << 20)) {
    }
    plot_.setViewport(QRect(QPoint(), size_));
    if (source_.x)
        plot_.xAxis->setRange(*source_.x);
    else
        scene_->fitX();
    if (source_.y)
        plot_.yAxis->setRange(*source_.y);
    else
        scene_->fitY();
    scene_->fitToWidth();
}

void PlotSheet::paintOn(QPaintDevice& device) {
    layOut();
    QCPPainter painter(&device);
    painter.setRenderHint(QPainter::LosslessImageRendering); // a PDF would blur heat maps
    plot_.toPainter(&painter, size_.width(), size_.height());
}

std::string PlotSheet::origin() const {
    return source_.runs.empty() ? std::string() : originToJson(originOf(source_));
}

QImage PlotSheet::image() {
    QImage image(size_, QImage::Format_RGB32);
    image.fill(Qt::white);
    image.setDotsPerMeterX(static_cast<int>(std::lround(dpi / 0.0254)));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    paintOn(image);
    putOrigin(image, origin());
    return image;
}

void PlotSheet::writeSvg(QIODevice& out) {
    layOut();
    QBuffer drawing;
    QSvgGenerator svg;
    svg.setOutputDevice(&drawing);
    svg.setResolution(dpi);
    svg.setSize(size_);
    svg.setViewBox(QRect(QPoint(), size_));
    svg.setTitle(source_.spec.title);
    svg.setDescription(scene_->summary());
    const QString above = QStringLiteral("margins"); // the curves, below axes and legend
    plot_.addLayer(above, plot_.layer(QStringLiteral("axes")), QCustomPlot::limBelow);
    {
        const MarginCover cover(plot_, above);
        paintOn(svg);
    }
    out.write(withOrigin(withFontsToFallBackOn(drawing.data()), origin()));
}

void PlotSheet::writePdf(QIODevice& out) {
    QPdfWriter pdf(&out);
    pdf.setResolution(dpi);
    pdf.setPageSize(QPageSize(millimetres_, QPageSize::Millimeter, QString(), QPageSize::ExactMatch));
    pdf.setPageMargins(QMarginsF());
    pdf.setTitle(source_.spec.title);
    pdf.setCreator(QStringLiteral("Dalescope"));
    putOrigin(pdf, origin());
    paintOn(pdf);
}

} // namespace dalescope
