// Labelled images in memory.
#pragma once

#include "core/common/feature_shape.h"
#include "core/common/matrix.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace dalescope {

/// What one example is: channels x rows x columns, stored in that order.
struct ImageShape {
    Index channels = 1, rows = 0, columns = 0;

    /// d, the inputs of the first layer.
    Index features() const { return channels * rows * columns; }
    operator FeatureShape() const { return FeatureShape::image(channels, rows, columns); }
    bool operator==(const ImageShape&) const = default;
};

/// Training or test examples. Pixels stay bytes as long as they can (a quarter of the memory of floats) and
/// become values in [0, 1] one batch at a time.
struct Examples {
    std::vector<std::uint8_t> bytes;  ///< count() x features, value / 255; empty where `values` is used
    std::vector<float> values;        ///< count() x features, for data that is not bytes
    std::vector<std::uint8_t> labels; ///< count() of them, each below the data set's classes
    Index features = 0;

    Index count() const { return static_cast<Index>(labels.size()); }
    /// Fills x (d x indices.size(), column per example) and y (indices.size()). Indices are below count().
    template <class Scalar>
    void gather(std::span<const std::uint32_t> indices, Eigen::Ref<Matrix<Scalar>> x,
                std::span<std::int32_t> y) const;
    /// The same for examples first .. first + y.size() - 1.
    template <class Scalar>
    void gatherRange(Index first, Eigen::Ref<Matrix<Scalar>> x, std::span<std::int32_t> y) const;
    /// Mean over all pixels of all examples: E[x] of the ColumnEi initialisation (eq. 25).
    double meanPixel() const;
    /// How many examples each class has; `classes` long.
    std::vector<Index> classCounts(Index classes) const;
};

struct Dataset {
    std::string name;             ///< a known name (see locate.h), or the file's or folder's
    std::filesystem::path folder; ///< where it was found; empty for what the program draws
    ImageShape shape;
    Index classes = 0;
    std::vector<std::string> classNames; ///< as many as classes: "T-shirt", "3"
    Examples train, test;
    std::string note; ///< sentences a person should know: "Only 10,000 of ..."; mostly empty
};

} // namespace dalescope
