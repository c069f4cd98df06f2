// How the axes of a plot that is no live plot look.
#pragma once

#include "widgets/plots/plot_style.h"
#include "widgets/plots/qcp.h"

namespace dalescope {

/// Pens, fonts and distances after the style, and the label.
void furnishAxis(QCPAxis& axis, const PlotStyle& style, const QString& label);

} // namespace dalescope
