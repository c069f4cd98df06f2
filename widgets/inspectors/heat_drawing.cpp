#include "widgets/inspectors/heat_drawing.h"

#include "widgets/plots/axis_style.h"
#include "widgets/plots/axis_tickers.h"

#include <algorithm>
#include <memory>

namespace dalescope {

namespace {

/// Of cells where there is nothing: in print `background`, since programs that draw a PDF mix what is
/// transparent with black.
QCPColorGradient gradientOf(HeatScale scale, const Theme& theme, const QColor& background) {
    QCPColorGradient gradient;
    gradient.clearColorStops();
    gradient.setColorInterpolation(QCPColorGradient::ciRGB);
    if (scale == HeatScale::Signed) {
        gradient.setColorStopAt(0, theme.inhibitory);
        gradient.setColorStopAt(0.5, theme.panel);
        gradient.setColorStopAt(1, theme.excitatory);
    } else {
        gradient.setColorStopAt(0, theme.panel);
        gradient.setColorStopAt(1, scale == HeatScale::Inhibitory ? theme.inhibitory : theme.excitatory);
    }
    gradient.setNanHandling(background.isValid() ? QCPColorGradient::nhNanColor
                                                 : QCPColorGradient::nhTransparent);
    gradient.setNanColor(background);
    return gradient;
}

/// Pixels of images are square, and the image in the middle of the sheet.
void keepSquare(QCustomPlot& plot, const PlotStyle& style, double rows, double columns) {
    const QSizeF sheet = plot.viewport().size();
    const double beside = style.scaled(100); // the scale with its numbers and its name
    const double cell = std::min((sheet.width() - beside) / columns, 0.9 * sheet.height() / rows);
    const QSizeF image(cell * columns, cell * rows);
    plot.axisRect()->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
    plot.axisRect()->setMaximumSize(image.toSize().expandedTo({20, 20}));
    plot.plotLayout()->setMargins(
        QMargins(static_cast<int>((sheet.width() - beside - image.width()) / 2),
                 static_cast<int>((sheet.height() - image.height()) / 2 - style.scaled(8)), 0, 0));
}

/// Ticks at the cells of an axis with `cells` of them.
void setTicks(QCPAxis& axis, const QStringList& names, int cells) {
    axis.setRange(-0.5, cells - 0.5);
    if (names.isEmpty() && cells > 1)
        return axis.setTicker(QSharedPointer<LinearTicker>::create(5));
    auto text = QSharedPointer<QCPAxisTickerText>::create();
    for (int i = 0; i < cells; ++i)
        text->addTick(i, names.value(i, QString::number(i)));
    axis.setTicker(text);
    if (axis.orientation() == Qt::Horizontal && std::ranges::any_of(names, [](const QString& name) {
            return name.size() > 3; // beside one another they would run into each other
        }))
        axis.setTickLabelRotation(-40);
}

/// From the middle of the first cell to that of the last one, as a colour map takes it; a single cell's
/// edges.
QCPRange cellRange(int cells) {
    return cells > 1 ? QCPRange(0, cells - 1) : QCPRange(-0.5, 0.5);
}

void writeCounts(QCustomPlot& plot, const PlotStyle& style, const HeatFigure& figure, double largest) {
    const auto& counts = figure.counts;
    if (counts.size() == 0)
        return;
    const auto digits = QString::number(static_cast<double>(counts.maxCoeff()), 'f', 0).size();
    const QSizeF sheet = plot.viewport().size(); // about a third of which is for axes and scale
    const double room = std::min(0.65 * sheet.width() / static_cast<double>(counts.cols()) /
                                     (0.7 * static_cast<double>(digits)),
                                 0.55 * sheet.height() / static_cast<double>(counts.rows()));
    if (room < 0.4 * style.textPx)
        return;
    const QFont font = Theme::font(static_cast<int>(std::min(0.85 * style.textPx, room)));
    for (Index row = 0; row < counts.rows(); ++row)
        for (Index column = 0; column < counts.cols(); ++column) {
            if (counts(row, column) == 0)
                continue;
            auto* text = new QCPItemText(&plot);
            text->position->setCoords(static_cast<double>(column), static_cast<double>(row));
            text->setText(QString::number(static_cast<double>(counts(row, column)), 'f', 0));
            text->setFont(font);
            const bool onDark = static_cast<double>(figure.picture.values(row, column)) > 0.5 * largest;
            text->setColor(onDark ? style.background : style.theme.text);
        }
}

void draw(QCustomPlot& plot, const PlotStyle& style, const HeatFigure& figure) {
    const Matrix<float>& values = figure.picture.values;
    const auto rows = static_cast<int>(values.rows()), columns = static_cast<int>(values.cols());
    plot.setBackground(style.background);
    furnishAxis(*plot.xAxis, style, figure.columns);
    furnishAxis(*plot.yAxis, style, figure.rows);
    setTicks(*plot.xAxis, figure.columnNames, columns);
    setTicks(*plot.yAxis, figure.rowNames, rows);
    for (auto* axis : {plot.xAxis, plot.yAxis}) {
        axis->grid()->setVisible(false);
        axis->setVisible(!figure.rows.isEmpty());
    }
    const auto addMap = [&](const Matrix<float>& shown) {
        auto* map = new QCPColorMap(plot.xAxis, plot.yAxis);
        map->setInterpolate(false);
        map->data()->setSize(columns, rows);
        map->data()->setRange(cellRange(columns), cellRange(rows));
        for (int row = 0; row < rows; ++row)
            for (int column = 0; column < columns; ++column)
                map->data()->setCell(column, row, static_cast<double>(shown(row, column)));
        return map;
    };
    auto* map = addMap(values);
    const double largest = figure.picture.largest > 0 ? static_cast<double>(figure.picture.largest) : 1;
    plot.yAxis->setRangeReversed(true); // the first row on top, as a matrix is written

    auto* scale = new QCPColorScale(&plot);
    scale->setBarWidth(static_cast<int>(style.scaled(10)));
    furnishAxis(*scale->axis(), style, figure.colours);
    scale->axis()->setTicker(QSharedPointer<LinearTicker>::create(4));
    plot.plotLayout()->addElement(0, 1, scale);
    auto* together = new QCPMarginGroup(&plot); // the scale is as high as the picture
    for (QCPLayoutElement* element :
         {static_cast<QCPLayoutElement*>(plot.axisRect()), static_cast<QCPLayoutElement*>(scale)}) {
        element->setMinimumMargins(
            QMargins(0, static_cast<int>(style.scaled(8)), 0, static_cast<int>(style.scaled(8))));
        element->setMarginGroup(QCP::msTop | QCP::msBottom, together);
    }
    map->setColorScale(scale); // takes gradient and range from there
    map->setGradient(gradientOf(figure.picture.scale, style.theme, style.background));
    map->setDataRange({figure.picture.scale == HeatScale::Signed ? -largest : 0, largest});
    if (figure.picture.inhibitory.size() > 0) { // over the same values in the other colour
        auto* above = addMap(figure.picture.inhibitory);
        above->setGradient(gradientOf(HeatScale::Inhibitory, style.theme, {}));
        above->setDataRange({0, largest});
    }
    writeCounts(plot, style, figure, largest);
    if (figure.rows.isEmpty())
        keepSquare(plot, style, rows, columns);
}

QByteArray csv(const Matrix<float>& values) {
    QByteArray text;
    for (Index row = 0; row < values.rows(); ++row) {
        for (Index column = 0; column < values.cols(); ++column) {
            if (column > 0)
                text += ',';
            if (std::isfinite(values(row, column)))
                text += QByteArray::number(static_cast<double>(values(row, column)), 'g', 9);
        }
        text += '\n';
    }
    return text;
}

} // namespace

Drawing heatDrawing(HeatFigure figure) {
    const auto shared = std::make_shared<const HeatFigure>(std::move(figure));
    return {shared->title,
            [shared](QCustomPlot& plot, const PlotStyle& style) { draw(plot, style, *shared); },
            [shared] { return csv(shared->picture.values); }};
}

} // namespace dalescope
