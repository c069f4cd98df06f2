// A matrix of an inspector as a figure: colours with their scale, or its values as CSV.
#pragma once

#include "widgets/inspectors/heat_map.h"
#include "widgets/plots/drawing_export.h"

namespace dalescope {

struct HeatFigure {
    QString title;
    HeatPicture picture;
    QString rows,
        columns; ///< what they are, on the axes; empty: the axes are left out, as of images in tiles
    QStringList rowNames = {}; ///< in place of their numbers, likewise of the columns
    QStringList columnNames = {};
    QString colours = {};      ///< what they stand for, beside their scale
    Matrix<float> counts = {}; ///< written into the cells, but for zeros, where there is room
};

/// CSV: a line for each row of the matrix, empty where there is nothing.
Drawing heatDrawing(HeatFigure figure);

} // namespace dalescope
