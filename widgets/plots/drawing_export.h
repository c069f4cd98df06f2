// Plots that are no curves of a run, as files: the same formats, sizes and look as plot_export.h gives.
#pragma once

#include "core/common/error.h"
#include "widgets/plots/plot_export.h"

#include <functional>

namespace dalescope {

struct Drawing {
    QString title;
    std::function<void(QCustomPlot&, const PlotStyle&)> draw; ///< furnishes an empty plot
    std::function<QByteArray()> csv;
    /// What stands between \begin{axis}[ and \end{axis}, with the options' closing bracket. Null: there is
    /// no such form of it.
    std::function<QByteArray()> pgfplots = {};
    std::int64_t update = -1; ///< updates made by the network that it shows; -1: it shows none
    double height = 1;        ///< in heights of a medium: more where plots stand one below the other
    bool isWide = false;      ///< takes both columns of a page, or its text would be too small to read
    std::string origin = {};  ///< what a picture of it carries, see figure_origin.h; empty: nothing
};

/// Writes the file whole or not at all; throws Error naming it. On the GUI thread.
void exportDrawing(const Drawing& drawing, const QString& path, Format format, Medium medium);

} // namespace dalescope
