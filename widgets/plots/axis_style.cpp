#include "widgets/plots/axis_style.h"

namespace dalescope {

void furnishAxis(QCPAxis& axis, const PlotStyle& style, const QString& label) {
    const Theme& theme = style.theme;
    const QFont font = Theme::font(style.textPx);
    axis.setBasePen(QPen(theme.axis, style.hairline));
    axis.setTickPen(QPen(theme.axis, style.hairline));
    axis.setTickLength(0, static_cast<int>(style.scaled(4)));
    axis.setSubTicks(false);
    axis.setTickLabelFont(font);
    axis.setTickLabelColor(theme.mutedText);
    axis.setTickLabelPadding(static_cast<int>(style.scaled(4)));
    axis.setLabelFont(font);
    axis.setLabelColor(theme.text);
    axis.setLabelPadding(static_cast<int>(style.scaled(3)));
    axis.setLabel(label);
    axis.grid()->setPen(QPen(theme.grid, style.hairline));
    axis.grid()->setZeroLinePen(QPen(theme.grid, style.hairline));
}

void furnishLegend(QCPLegend& legend, const PlotStyle& style) {
    legend.setFont(Theme::font(style.textPx));
    legend.setTextColor(style.theme.text);
    legend.setBrush(Qt::NoBrush);
    legend.setBorderPen(Qt::NoPen);
    legend.setFillOrder(QCPLegend::foColumnsFirst);
}

void writeNote(QCustomPlot& plot, const PlotStyle& style, const QString& text) {
    auto* note = new QCPItemText(&plot);
    note->position->setType(QCPItemPosition::ptAxisRectRatio);
    note->position->setCoords(0.5, 0.5);
    note->setText(text);
    note->setFont(Theme::font(style.textPx));
    note->setColor(style.theme.mutedText);
}

void replotSoon(QCustomPlot& plot) {
    plot.setPlottingHint(QCP::phImmediateRefresh, false); // it would have the whole window flushed by itself
    plot.replot(QCustomPlot::rpQueuedReplot);
}

} // namespace dalescope
