// A search as a scatter of one quantity against another, and as parallel coordinates.
#pragma once

#include "widgets/experiments/search_data.h"
#include "widgets/plots/drawing_export.h"

#include <QList>
#include <QSet>

namespace dalescope {

/// What is drawn; axes by their places.
struct SearchPicture {
    std::vector<SearchAxis> axes;
    std::size_t x = 0, y = 0;
    bool logX = false, logY = false; ///< without effect on an axis with values below 0 or words
    QSet<std::size_t> chosen;        ///< configurations that stand out
};

void drawScatter(QCustomPlot& plot, const PlotStyle& style, const SearchPicture& picture);
/// A line a configuration with a finished run through all axes; the better its test error, the stronger.
void drawParallel(QCustomPlot& plot, const PlotStyle& style, const SearchPicture& picture);

/// Configurations with a test error, by their places: those that stand out first, then the better ones.
QList<int> foremost(const SearchPicture& picture);

QByteArray scatterPgfplots(const SearchPicture& picture);
QByteArray parallelPgfplots(const SearchPicture& picture);

} // namespace dalescope
