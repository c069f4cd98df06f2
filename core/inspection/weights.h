// A layer's weights as a person looks at them: the matrices, the effective one, and their rows in a telling
// order.
#pragma once

#include "core/data/dataset.h"
#include "core/network/network.h"

#include <string>
#include <vector>

namespace dalescope {

/// A matrix that an inspector can show.
struct WeightMatrix {
    std::string name;         ///< "WEE", "W", "effective"; U before those of a recurrent layer's input
    bool isSigned = false;    ///< may hold both signs; otherwise it is non-negative
    bool inhibitory = false;  ///< non-negative weights whose effect is to inhibit
    bool actsOnInput = false; ///< its columns are the layer's inputs, so a row is a receptive field
};

/// The matrices of layer `layer`: the parameters with more than one column and, for what is inhibited, the
/// effective weights, which are signed: WEE - WEI WIE (subtractive inhibition taken in), or ColumnEi's W with
/// the columns of inhibitory inputs negative.
std::vector<WeightMatrix> weightMatrices(const Layer<float>& layer);

/// The values of one of them, rows x columns. Throws Error where the layer has none of that name.
Matrix<float> weightValues(const Layer<float>& layer, const std::string& name);

enum class RowOrder {
    Stored,
    Norm,      ///< largest first
    Similarity ///< each row before the one most like it (cosine) of those left; starts at the largest
};

/// Row numbers of `values` in that order; each once. The time for Similarity grows with the square of the
/// rows.
std::vector<Index> rowOrder(const Matrix<float>& values, RowOrder order);

/// For each unit that layer `layer` passes on (its last passedOn() features), the class with the largest mean
/// activity over `examples` examples of a test set, from the beginning; -1 for a unit that is never active.
std::vector<int> preferredClasses(const Network<float>& network, std::size_t layer, const Dataset& data,
                                  Index examples);

/// Every row of `values` (in `order`) as an image of `field` (channels one below the other), in a grid whose
/// tiles are one pixel apart, about as wide as high. What belongs to no row is NaN.
struct TiledRows {
    Matrix<float> picture; ///< pixel rows x pixel columns
    Index across = 1;      ///< tiles in a row of the grid
    Index tileRows = 1, tileColumns = 1;

    /// Which tile of the grid, counted line by line, holds that pixel; -1 between tiles and after the last.
    Index tileAt(Index row, Index column) const;
    Index tiles = 0;
};
TiledRows tileRows(const Matrix<float>& values, const std::vector<Index>& order, const FeatureShape& field);

} // namespace dalescope
