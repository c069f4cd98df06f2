// Images as the patches that a kernel sees, and back: a convolution is then one product.
#pragma once

#include "core/network/layer.h"

namespace dalescope {

/// A square kernel moved over channels x rows x columns with zeros around them.
struct ConvGeometry {
    Index channels = 1, rows = 0, columns = 0;
    Index kernel = 3, stride = 1, padding = 1;

    Index outRows() const { return (rows + 2 * padding - kernel) / stride + 1; }
    Index outColumns() const { return (columns + 2 * padding - kernel) / stride + 1; }
    Index locations() const { return outRows() * outColumns(); } ///< L of an example
    Index patch() const { return channels * kernel * kernel; }   ///< d
    Index features() const { return channels * rows * columns; }
};

/// The patches of examples first .. first + count - 1 of x (features x B): count L x d, one row per location,
/// so that each column is a shifted copy of the image. An example's locations are neighbours, row by row.
template <class Scalar>
void gatherPatches(const ConvGeometry& geometry, const ConstMatrixRef<Scalar>& x, Index first, Index count,
                   MatrixView<Scalar> patches);

/// Its transpose: adds each patch to the pixels it was taken from, in dx (features x B).
template <class Scalar>
void scatterPatches(const ConvGeometry& geometry, ConstMatrixView<Scalar> patches, Index first, Index count,
                    Matrix<Scalar>& dx);

/// units x count L (a column per location) -> columns first ... of z, units L x B (a plane per unit).
template <class Scalar>
void toPlanes(ConstMatrixView<Scalar> columns, Index first, Index count, Matrix<Scalar>& z);
/// And back.
template <class Scalar>
void fromPlanes(const Matrix<Scalar>& z, Index first, Index count, MatrixView<Scalar> columns);

} // namespace dalescope
