// How the axes of a plot that is no live plot look, and what it says where it is empty.
#pragma once

#include "widgets/plots/plot_style.h"
#include "widgets/plots/qcp.h"

namespace dalescope {

/// Pens, fonts and distances after the style, and the label.
void furnishAxis(QCPAxis& axis, const PlotStyle& style, const QString& label);
/// In the middle of a plot that shows nothing: why.
void writeNote(QCustomPlot& plot, const PlotStyle& style, const QString& text);

} // namespace dalescope
