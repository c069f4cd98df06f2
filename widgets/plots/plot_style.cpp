#include "widgets/plots/plot_style.h"

#include <cmath>

namespace dalescope {

MediumSize sizeOf(Medium medium) {
    switch (medium) {
    case Medium::Slide:
        return {{240, 135}, 18, 2};
    case Medium::Poster:
        return {{300, 200}, 28, 3};
    case Medium::WidePaper:
        return {{170, 75}, 8, 0.75}; // both columns
    case Medium::Paper:
        break;
    }
    return {{85, 60}, 8, 0.75}; // one column of a journal
}

QColor PlotStyle::faint(int series) const {
    return faint(series, theme.isDark ? 0.17 : 0.15);
}

QColor PlotStyle::faint(int series, double t) const {
    // Mixed rather than translucent: much faster to draw, and SVG and PDF stay simple.
    const QColor c = theme.series(series);
    const auto mix = [t](double a, double b) { return static_cast<float>(t * a + (1 - t) * b); };
    return QColor::fromRgbF(mix(c.redF(), background.redF()), mix(c.greenF(), background.greenF()),
                            mix(c.blueF(), background.blueF()));
}

PlotStyle PlotStyle::screen(const Theme& theme) {
    PlotStyle style;
    style.theme = theme;
    style.background = theme.panel;
    style.quiet = theme.axis;
    style.textPx = theme.metrics.textPx;
    style.hairline = theme.metrics.hairline;
    style.curve = theme.metrics.curve;
    style.faintCurve = theme.metrics.faintCurve;
    style.dot = theme.metrics.dot;
    return style;
}

PlotStyle PlotStyle::print(Medium medium, double dpi) {
    const MediumSize size = sizeOf(medium);
    const double line = size.linePoints * dpi / 72;
    PlotStyle style;
    style.theme = Theme::light();
    style.quiet = style.theme.axis;
    style.theme.text = style.theme.mutedText = style.theme.axis = Qt::black;
    style.background = Qt::white;
    style.textPx = static_cast<int>(std::lround(size.textPoints * dpi / 72));
    style.hairline = line * 0.6;
    style.curve = line;
    style.faintCurve = line * 0.5;
    style.dot = 3.5 * line;
    style.vector = true;
    return style;
}

} // namespace dalescope
