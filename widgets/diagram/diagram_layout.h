// Where everything of a network's diagram stands: a card for the input, one for each layer with its
// excitatory units above and its inhibitory ones below, and one for the answer.
#pragma once

#include "core/inspection/circuit.h"

#include <QPolygonF>
#include <QRectF>

#include <vector>

namespace dalescope {

/// All lengths are pixels at the diagram's own size, made for 12-pixel text.
struct DiagramLayout {
    /// A population: units in a grid, each a cell or, for maps, a tile of cells one cell apart.
    struct Block {
        QRectF area;
        Index units = 0, across = 1;
        Index tileRows = 1, tileColumns = 1;
        double cell = 1;     ///< side
        bool joined = false; ///< channels that are one coloured picture lie upon each other
        bool isMaps() const { return tileRows * tileColumns > 1; }
        Index down() const { return joined ? 1 : (units + across - 1) / across; }
        /// Of a unit at a place; of all its map where place is -1.
        QRectF cellOf(Index unit, Index place) const;
        /// Unit and place there, or -1 and 0.
        std::pair<Index, Index> unitAt(QPointF position) const;
    };
    /// The course of a projection: a curve as short straight pieces, since QPainterPath's own measuring of
    /// curves takes most of a frame.
    struct Track {
        QPolygonF points;
        std::vector<double> lengths; ///< from the start to each point
        double length() const { return lengths.back(); }
        /// share: 0 at the start, 1 at the end, by length.
        QPointF at(double share) const;
        /// Its points as far as that share.
        QPolygonF until(double share) const;
    };
    struct Card {
        int layer = -1; ///< -1: the input
        QRectF area, bars;
    };

    std::vector<Block> blocks; ///< one a population
    std::vector<Card> cards;   ///< the input, then the layers
    std::vector<Track> tracks; ///< one a projection
    QRectF answer;             ///< card of the softmax
    QRectF bounds;

    QRectF cellOf(const UnitAddress& unit) const;
    /// Not valid where there is none.
    UnitAddress unitAt(QPointF position) const;
    /// The projection that passes within `tolerance`, the nearest; -1: none.
    int projectionAt(QPointF position, double tolerance) const;
    /// The next unit in that direction: within its population, and over its edge to the side in the next one
    /// that has units at that height. A unit of the first layer where `from` is not valid.
    UnitAddress neighbour(const UnitAddress& from, int right, int down) const;
    /// The population so many further on, a unit in its middle.
    UnitAddress jump(const UnitAddress& from, int populations) const;
};

DiagramLayout layOut(const Circuit& circuit);

} // namespace dalescope
