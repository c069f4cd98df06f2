// A plot furnished for print, on any device and in parts that do not hold up the window.
#pragma once

#include "widgets/plots/plot_export.h"

namespace dalescope {

/// A plot that nobody sees, laid out in 1/300 inch: then PNG, PDF and SVG agree to the dot, and lengths keep
/// their meaning. On the GUI thread.
class PlotSheet {
public:
    static constexpr int dpi = 300;

    PlotSheet(PlotSource source, Medium medium);

    /// Takes over what the journal holds, at most `samples` of each curve; false once nothing was left. Not
    /// to be called after any of those below, which take over the rest.
    bool advance(std::size_t samples);

    void paintOn(QPaintDevice& device);
    QImage image();
    void writeSvg(QIODevice& out);
    void writePdf(QIODevice& out);

private:
    void layOut();
    std::string origin() const;

    PlotSource source_;
    QSizeF millimetres_;
    QSize size_;
    QCustomPlot plot_;
    PlotScene* scene_;
    bool laidOut_ = false;
};

} // namespace dalescope
