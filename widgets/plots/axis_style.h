// How the axes and the legend of a plot look, what it says where it is empty, and when it is drawn anew.
#pragma once

#include "widgets/plots/plot_style.h"
#include "widgets/plots/qcp.h"

namespace dalescope {

/// Draws the plot anew once the event loop goes on: once for all that changes until then, and painted with
/// the rest of its window.
void replotSoon(QCustomPlot& plot);

/// Pens, fonts and distances after the style, and the label.
void furnishAxis(QCPAxis& axis, const PlotStyle& style, const QString& label);
/// Columns beside one another, without ground or frame.
void furnishLegend(QCPLegend& legend, const PlotStyle& style);
/// In the middle of a plot that shows nothing: why.
void writeNote(QCustomPlot& plot, const PlotStyle& style, const QString& text);

} // namespace dalescope
