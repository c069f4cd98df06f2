// How a plot is drawn: on screen after the theme, in exports after the medium.
#pragma once

#include "widgets/theme/theme.h"

#include <QSizeF>

namespace dalescope {

/// What an exported plot is made for; each has its size, type and line width.
enum class Medium { Paper, Slide, Poster, WidePaper };

/// Millimetres and points of a medium.
struct MediumSize {
    QSizeF millimetres;
    double textPoints;
    double linePoints;
};
MediumSize sizeOf(Medium medium);

/// Lengths in the plot's own pixels.
struct PlotStyle {
    Theme theme;
    QColor background;
    QColor quiet; ///< of bars and dots that step back, on paper too
    int textPx = 12;
    double hairline = 1, curve = 1.6, faintCurve = 1, dot = 6;
    bool vector = false; ///< for paper: nothing cached, no screen tricks

    /// A length given for 12-pixel text, at this style's text height.
    double scaled(double length) const { return length * textPx / 12; }
    QColor faint(int series) const;               ///< of raw samples behind their mean
    QColor faint(int series, double share) const; ///< `share` of the colour, the rest of the background

    static PlotStyle screen(const Theme& theme);
    /// Always dark on white. One pixel is 1/dpi inch.
    static PlotStyle print(Medium medium, double dpi);
};

} // namespace dalescope
