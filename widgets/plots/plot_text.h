// A plot as text: its numbers, and its picture as LaTeX.
#pragma once

#include "widgets/plots/plot_export.h"

namespace dalescope {

/// Every sample of every curve, hidden ones too: update, epoch, seconds (where known), then a
/// column a series and two for its band; an empty cell where a series has no value in that row.
void writeCsv(QIODevice& out, const PlotSource& source);

/// A document that compiles by itself, with the curves as drawn. Curves of more than 5000 points are thinned
/// to the extremes of each stretch, and a comment says so.
QByteArray pgfplotsText(const PlotSource& source, Medium medium);

} // namespace dalescope
