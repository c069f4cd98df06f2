#include "core/inspection/activity.h"

#include "core/inspection/weights.h"
#include "core/network/loss.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace dalescope {

namespace {

/// Units x places of one example's features.
Matrix<float> byUnits(const Vector<float>& features, const FeatureShape& shape) {
    if (shape.isFlat())
        return features;
    if (shape.isImage()) // channels x locations, location by location within a channel
        return Eigen::Map<const Matrix<float>>(features.data(), shape.rows * shape.columns, shape.channels)
            .transpose();
    return Eigen::Map<const Matrix<float>>(features.data(), shape.columns, shape.rows);
}

} // namespace

std::vector<float> Activity::probabilities() const {
    const auto& h = layers.back().h;
    return {h.data(), h.data() + h.size()};
}

Index Activity::answer() const {
    return answerOf<float>(probabilities());
}

Activity activityOf(const Network<float>& network, const Vector<float>& x) {
    Activity activity;
    Pass<float> pass(network);
    pass.forward(network, x);
    for (std::size_t i = 0; i < network.size(); ++i) {
        LayerActivity& layer = activity.layers.emplace_back();
        Currents<float> currents;
        pass.currents(network, x, i, currents);
        layer.excitatory = std::move(currents.excitatory);
        layer.subtractive = std::move(currents.inhibitory);
        layer.divisive = std::move(currents.gamma);
        layer.zI = std::move(currents.zI);
        layer.inhibition = inhibitionOf(network[i]);
        layer.inhibitoryUnits = i + 1 < network.size() ? network[i + 1].inhibitoryInputs() : 0;
        const FeatureShape shape = network[i].zShape();
        layer.z = byUnits(pass.z(i).col(0), shape);
        layer.h = i + 1 < network.size() ? Matrix<float>(layer.z.cwiseMax(0.0f)) : pass.probabilities();
        if (shape.isImage()) {
            layer.rows = shape.rows;
            layer.columns = shape.columns;
        }
    }
    return activity;
}

Index UnitsPicture::unitAt(Index row, Index column) const {
    if (row < 0 || column < 0 || row >= picture.rows() || column >= picture.cols())
        return -1;
    Index unit = row;
    if (kind == Kind::Grid)
        unit = row * across + column;
    else if (kind == Kind::Maps &&
             (row % (tileRows + 1) == tileRows || column % (tileColumns + 1) == tileColumns))
        return -1;
    else if (kind == Kind::Maps)
        unit = row / (tileRows + 1) * across + column / (tileColumns + 1);
    return unit < units ? unit : -1;
}

Index UnitsPicture::placeAt(Index row, Index column) const {
    if (unitAt(row, column) < 0)
        return -1;
    switch (kind) {
    case Kind::Grid:
        return 0;
    case Kind::Maps:
        return row % (tileRows + 1) * tileColumns + column % (tileColumns + 1);
    case Kind::Steps:
        return column;
    }
    return -1;
}

UnitsPicture unitsPicture(const Matrix<float>& values, Index rows, Index columns) {
    UnitsPicture result;
    result.units = values.rows();
    if (values.size() == 0)
        return result;
    if (values.cols() == 1) {
        result.across = static_cast<Index>(std::ceil(std::sqrt(static_cast<double>(values.rows()))));
        const Index down = (values.rows() + result.across - 1) / result.across;
        result.picture.setConstant(down, result.across, std::numeric_limits<float>::quiet_NaN());
        for (Index unit = 0; unit < values.rows(); ++unit)
            result.picture(unit / result.across, unit % result.across) = values(unit, 0);
    } else if (rows * columns == values.cols()) {
        std::vector<Index> order(static_cast<std::size_t>(values.rows()));
        std::iota(order.begin(), order.end(), Index(0));
        TiledRows tiles = tileRows(values, order, FeatureShape::image(1, rows, columns));
        result.kind = UnitsPicture::Kind::Maps;
        result.across = tiles.across;
        result.tileRows = tiles.tileRows;
        result.tileColumns = tiles.tileColumns;
        result.picture = std::move(tiles.picture);
    } else {
        result.kind = UnitsPicture::Kind::Steps;
        result.picture = values;
    }
    return result;
}

} // namespace dalescope
