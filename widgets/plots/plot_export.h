// A plot as a file or on the clipboard: pictures on white at the size of their medium, numbers complete.
#pragma once

#include "core/common/error.h"
#include "core/settings/config.h"
#include "widgets/plots/live_plot.h"

#include <QImage>

#include <map>

class QMimeData;

namespace dalescope {

enum class Format { Png, Pdf, Svg, Csv, Pgfplots };
inline constexpr std::array allFormats = {Format::Png, Format::Pdf, Format::Svg, Format::Csv,
                                          Format::Pgfplots};

/// With its dot: ".tex" for pgfplots.
QString suffixOf(Format format);
/// As on a menu: "PNG image".
QString nameOf(Format format);

/// A run that a plot shows curves of, directly or in a mean.
struct PlotRun {
    QString name;
    Config config; ///< replays it
    std::shared_ptr<const Journal> journal;
    /// Where `journal` is not the run's own: the names of its series there, by their own names.
    std::map<std::string, std::string> series = {};
};

/// What is exported. No range: everything there is.
struct PlotSource {
    PlotSpec spec;
    std::shared_ptr<const Journal> journal;
    PlotView view;
    std::optional<QCPRange> x, y;
    /// A picture carries them, see figure_origin.h; the plot's own first. Empty: it carries none.
    std::vector<PlotRun> runs = {};
    /// How many runs are drawn, where these are not all of them; else 0.
    std::size_t drawnRuns = 0;
};
/// As the plot is looked at, zoomed in or not.
PlotSource sourceOf(const LivePlot& plot);

/// Writes the file whole or not at all; throws Error naming it. On the GUI thread.
void exportPlot(const PlotSource& source, const QString& path, Format format, Medium medium);
/// Each plot in each format, named after the specs' ids, in a folder that is made where there is none.
/// Returns the paths.
QStringList exportAll(const std::vector<const LivePlot*>& plots, const std::vector<PlotRun>& runs,
                      const QString& folder, const std::vector<Format>& formats, Medium medium);

/// 300 dots an inch.
QImage plotImage(const PlotSource& source, Medium medium);
/// An image, image/svg+xml, and the numbers as text/csv and plain text.
std::unique_ptr<QMimeData> plotMimeData(const PlotSource& source, Medium medium);
void copyToClipboard(const PlotSource& source, Medium medium);

} // namespace dalescope
