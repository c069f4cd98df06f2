// The picture of a weight matrix: its values as colours, or its rows as images, in a chosen order.
#pragma once

#include "core/inspection/weights.h"
#include "widgets/inspectors/heat_map.h"

#include <QElapsedTimer>

#include <memory>

namespace dalescope {

enum class WeightOrder { Stored, ByNorm, BySimilarity, ByClass };
enum class WeightView { AsMatrix, AsImages };

/// In which order the rows of a matrix are shown.
struct WeightSorting {
    std::size_t layer;
    std::string matrix;
    WeightOrder order;
    QElapsedTimer made;
    std::vector<Index> rows;
    std::vector<int> classes; ///< of the rows, where they are sorted by class
};

struct WeightPicture {
    std::shared_ptr<const Network<float>> network;
    std::int64_t update = 0;
    std::size_t layer = 0;
    WeightMatrix matrix;
    WeightView view = WeightView::AsMatrix;
    std::shared_ptr<const WeightSorting> sorting;
    TiledRows tiles; ///< without its picture
    FeatureShape field;
    HeatPicture picture;

    /// Which row of the matrix is shown at that cell of the picture; -1: none.
    Index unitAt(QPoint cell) const;
};

/// What is to be drawn, all of it copies or constant, so that any thread can draw it.
struct WeightRequest {
    std::shared_ptr<const Network<float>> network;
    std::shared_ptr<const Dataset> data;
    std::int64_t update;
    std::size_t layer;
    WeightMatrix matrix;
    WeightOrder order;
    WeightView view;
    FeatureShape field; ///< of a row as an image
    Theme theme;
    /// Of the last picture: rows change places once a second at most.
    std::shared_ptr<const WeightSorting> sorting;

    WeightPicture draw() const;

private:
    WeightSorting sorted(const Matrix<float>& values) const;
};

/// After so many milliseconds rows may change places.
inline constexpr int sortAgainAfter = 1000;

/// The rows in that order, each after its number.
QByteArray weightsCsv(const Matrix<float>& values, const std::vector<Index>& order);

} // namespace dalescope
