// What one example is between two layers: so many features, an image, or a sequence.
#pragma once

#include "core/common/matrix.h"

#include <string>

namespace dalescope {

/// An example's features are one column of a batch, in C order: channels x rows x columns of an image, steps
/// x units of a sequence.
struct FeatureShape {
    enum class Kind { Flat, Image, Sequence };
    Kind kind = Kind::Flat;
    Index channels = 1; ///< of an image; else 1
    Index rows = 1;     ///< of an image; steps of a sequence; else 1
    Index columns = 0;  ///< of an image; units of a sequence; else all features

    FeatureShape() = default;
    /// Features without order. Implicit, since a plain number of inputs means just that.
    FeatureShape(Index features) : columns(features) {}
    static FeatureShape image(Index channels, Index rows, Index columns) {
        FeatureShape shape(columns);
        shape.kind = Kind::Image;
        shape.channels = channels;
        shape.rows = rows;
        return shape;
    }
    static FeatureShape sequence(Index steps, Index units) {
        FeatureShape shape(units);
        shape.kind = Kind::Sequence;
        shape.rows = steps;
        return shape;
    }

    Index features() const { return channels * rows * columns; }
    bool isFlat() const { return kind == Kind::Flat; }
    bool isImage() const { return kind == Kind::Image; }
    /// "784", "3 x 32 x 32", "28 steps x 100"
    std::string text() const {
        const std::string last = std::to_string(columns);
        if (isFlat())
            return last;
        if (kind == Kind::Sequence)
            return std::to_string(rows) + " steps x " + last;
        return std::to_string(channels) + " x " + std::to_string(rows) + " x " + last;
    }
    bool operator==(const FeatureShape&) const = default;
};

} // namespace dalescope
