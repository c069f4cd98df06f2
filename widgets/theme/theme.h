// Every colour, font, distance and line width of the program, light and dark, from one table.
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

class QApplication;

namespace dalescope {

/// Distances and line widths in device-independent pixels, at a text height of textPx.
struct Metrics {
    int textPx = 12;       ///< labels in plots and tables
    int smallTextPx = 11;  ///< marks and readouts
    int titlePx = 13;      ///< plot titles
    int gap = 6;           ///< between neighbours
    int margin = 10;       ///< around groups
    double hairline = 1;   ///< grid, axes, marks
    double curve = 1.6;    ///< a curve to be read
    double faintCurve = 1; ///< the raw samples behind a smoothed curve
    double dot = 6;        ///< diameter of a sample drawn as a dot
};

/// A look for the whole program.
struct Theme {
    bool isDark = false;
    QColor window;     ///< behind everything
    QColor panel;      ///< behind plots, tables and text fields
    QColor text;       ///< at least 7:1 on window and panel
    QColor mutedText;  ///< at least 4.5:1 on window and panel
    QColor border;     ///< between panels
    QColor grid;       ///< quiet lines in plots
    QColor axis;       ///< axis lines and ticks
    QColor accent;     ///< selection and focus; at least 4.5:1 on panel
    QColor onAccent;   ///< text on accent
    QColor good;       ///< a run that goes well
    QColor warning;    ///< at least 4.5:1 on window and panel
    QColor error;      ///< at least 4.5:1 on window and panel
    QColor excitatory; ///< positive weights and currents
    QColor inhibitory; ///< negative or inhibitory ones
    Metrics metrics;

    static constexpr int seriesColours = 8;
    /// Colour of curve i >= 0; after seriesColours they repeat, with another dash or sign. At least 3:1 on
    /// panel, and told apart with deuteranopia and protanopia.
    QColor series(int i) const;
    /// Line pattern of curve i >= 0, so that no curve is known by its colour alone.
    static Qt::PenStyle dash(int i);
    /// Digits of equal width (columns of numbers line up), `pixels` high.
    static QFont font(int pixels, bool bold = false);
    /// Without ligatures, as font() has it: in a PDF no search finds the letters of "fi" joined to one.
    static void leaveLettersApart(QFont& font);
    QPalette palette() const;

    static Theme light();
    static Theme dark();
    /// Light or dark as the system's own palette is.
    static Theme forSystem(const QPalette& system);
    /// "light", "dark" or, for any other name, as the system has it. To be called first before applyTheme().
    static Theme named(const QString& look);
    /// The theme whose palette this is: what a widget finds in its own palette.
    static Theme forPalette(const QPalette& palette) { return forSystem(palette); }
};

/// `share` of the way from one opaque colour to the other.
QColor mixed(const QColor& from, const QColor& to, double share);

/// Contrast ratio of WCAG 2: 1 (the same) to 21 (black on white).
double contrast(const QColor& a, const QColor& b);

/// Fusion style with the theme's palette, font and tool tips. Before the first widget is made: later ones
/// take a font over only once events are handled.
void applyTheme(QApplication& application, const Theme& theme);

} // namespace dalescope
