#include "core/network/patches.h"

#include <algorithm>

namespace dalescope {

namespace {

/// Calls visit(start in the plane, start among the locations, count, step in the plane) for each run of
/// locations in a row whose patch has pixel (kernelRow, kernelColumn) within the image.
template <class Visit>
void forEachRun(const ConvGeometry& g, Index kernelRow, Index kernelColumn, Visit visit) {
    // Locations q with 0 <= q stride + kernelColumn - padding < columns.
    const Index before = g.padding - kernelColumn;
    const Index from = before > 0 ? (before + g.stride - 1) / g.stride : 0;
    const Index last = g.columns - 1 + before;
    const Index to = last < 0 ? 0 : std::min(g.outColumns(), last / g.stride + 1);
    if (to <= from)
        return;
    for (Index row = 0; row < g.outRows(); ++row) {
        const Index source = row * g.stride + kernelRow - g.padding;
        if (source >= 0 && source < g.rows)
            visit(source * g.columns + from * g.stride - before, row * g.outColumns() + from, to - from);
    }
}

/// Calls visit(channel, kernel row, kernel column, column of the patches).
template <class Visit>
void forEachPixel(const ConvGeometry& g, Visit visit) {
    Index column = 0;
    for (Index channel = 0; channel < g.channels; ++channel)
        for (Index row = 0; row < g.kernel; ++row)
            for (Index k = 0; k < g.kernel; ++k)
                visit(channel, row, k, column++);
}

constexpr Index tile = 16; // transposing in tiles keeps both sides in the cache

/// to (columns x rows, dense) = transpose of from (rows x columns, columns `leading` apart).
template <class Scalar>
void transpose(const Scalar* from, Index leading, Index rows, Index columns, Scalar* to, Index leadingTo) {
    for (Index c0 = 0; c0 < columns; c0 += tile)
        for (Index r0 = 0; r0 < rows; r0 += tile) {
            const Index c1 = std::min(columns, c0 + tile), r1 = std::min(rows, r0 + tile);
            for (Index r = r0; r < r1; ++r)
                for (Index c = c0; c < c1; ++c)
                    to[r * leadingTo + c] = from[c * leading + r];
        }
}

} // namespace

template <class Scalar>
void gatherPatches(const ConvGeometry& g, const ConstMatrixRef<Scalar>& x, Index first, Index count,
                   MatrixView<Scalar> patches) {
    if (g.padding > 0)
        patches.setZero();
    const Index locations = g.locations();
    forEachPixel(g, [&](Index channel, Index row, Index k, Index column) {
        for (Index example = 0; example < count; ++example) {
            const Scalar* plane =
                x.data() + (first + example) * x.outerStride() + channel * g.rows * g.columns;
            Scalar* out = patches.data() + column * patches.outerStride() + example * locations;
            forEachRun(g, row, k, [&](Index from, Index to, Index length) {
                if (g.stride == 1)
                    std::copy_n(plane + from, length, out + to);
                else
                    for (Index i = 0; i < length; ++i)
                        out[to + i] = plane[from + i * g.stride];
            });
        }
    });
}

template <class Scalar>
void scatterPatches(const ConvGeometry& g, ConstMatrixView<Scalar> patches, Index first, Index count,
                    Matrix<Scalar>& dx) {
    const Index locations = g.locations();
    forEachPixel(g, [&](Index channel, Index row, Index k, Index column) {
        for (Index example = 0; example < count; ++example) {
            Scalar* plane = dx.data() + (first + example) * dx.rows() + channel * g.rows * g.columns;
            const Scalar* in = patches.data() + column * patches.outerStride() + example * locations;
            forEachRun(g, row, k, [&](Index to, Index from, Index length) {
                for (Index i = 0; i < length; ++i)
                    plane[to + i * g.stride] += in[from + i];
            });
        }
    });
}

template <class Scalar>
void toPlanes(ConstMatrixView<Scalar> columns, Index first, Index count, Matrix<Scalar>& z) {
    const Index units = columns.rows(), locations = z.rows() / units;
    for (Index example = 0; example < count; ++example)
        transpose(columns.data() + example * locations * units, units, units, locations,
                  z.data() + (first + example) * z.rows(), locations);
}

template <class Scalar>
void fromPlanes(const Matrix<Scalar>& z, Index first, Index count, MatrixView<Scalar> columns) {
    const Index units = columns.rows(), locations = z.rows() / units;
    for (Index example = 0; example < count; ++example)
        transpose(z.data() + (first + example) * z.rows(), locations, locations, units,
                  columns.data() + example * locations * units, units);
}

#define DALESCOPE_INSTANTIATE(Scalar)                                                                        \
    template void gatherPatches(const ConvGeometry&, const ConstMatrixRef<Scalar>&, Index, Index,            \
                                MatrixView<Scalar>);                                                         \
    template void scatterPatches(const ConvGeometry&, ConstMatrixView<Scalar>, Index, Index,                 \
                                 Matrix<Scalar>&);                                                           \
    template void toPlanes(ConstMatrixView<Scalar>, Index, Index, Matrix<Scalar>&);                          \
    template void fromPlanes(const Matrix<Scalar>&, Index, Index, MatrixView<Scalar>);
DALESCOPE_INSTANTIATE(float)
DALESCOPE_INSTANTIATE(double)

} // namespace dalescope
