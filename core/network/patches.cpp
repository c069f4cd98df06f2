#include "core/network/patches.h"

#include "core/common/share_out.h"

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

/// Calls visit(row, column, column of the patches) for every pixel of the kernel in one channel.
template <class Visit>
void forEachPixel(const ConvGeometry& g, Index channel, Visit visit) {
    Index patchColumn = channel * g.kernel * g.kernel;
    for (Index row = 0; row < g.kernel; ++row)
        for (Index column = 0; column < g.kernel; ++column)
            visit(row, column, patchColumn++);
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
    const Index locations = g.locations(), plane = g.rows * g.columns;
    shareOut(g.channels * count, g.kernel * g.kernel * locations, [&](Index from, Index pairs) {
        for (Index pair = from; pair < from + pairs; ++pair) {
            const Index channel = pair / count, example = pair % count;
            const Scalar* in = x.data() + (first + example) * x.outerStride() + channel * plane;
            forEachPixel(g, channel, [&](Index row, Index k, Index column) {
                Scalar* out = patches.data() + column * patches.outerStride() + example * locations;
                if (g.padding > 0)
                    std::fill_n(out, locations, Scalar(0));
                forEachRun(g, row, k, [&](Index start, Index to, Index length) {
                    if (g.stride == 1)
                        std::copy_n(in + start, length, out + to);
                    else
                        for (Index i = 0; i < length; ++i)
                            out[to + i] = in[start + i * g.stride];
                });
            });
        }
    });
}

template <class Scalar>
void scatterPatches(const ConvGeometry& g, ConstMatrixView<Scalar> patches, Index first, Index count,
                    Matrix<Scalar>& dx) {
    const Index locations = g.locations(), plane = g.rows * g.columns;
    shareOut(g.channels * count, g.kernel * g.kernel * locations, [&](Index from, Index pairs) {
        for (Index pair = from; pair < from + pairs; ++pair) {
            const Index channel = pair / count, example = pair % count;
            Scalar* out = dx.data() + (first + example) * dx.rows() + channel * plane;
            forEachPixel(g, channel, [&](Index row, Index k, Index column) {
                const Scalar* in = patches.data() + column * patches.outerStride() + example * locations;
                forEachRun(g, row, k, [&](Index to, Index start, Index length) {
                    for (Index i = 0; i < length; ++i)
                        out[to + i * g.stride] += in[start + i];
                });
            });
        }
    });
}

template <class Scalar>
void toPlanes(ConstMatrixView<Scalar> columns, Index first, Index count, Matrix<Scalar>& z) {
    const Index units = columns.rows(), locations = z.rows() / units;
    shareOut(count, units * locations, [&](Index from, Index examples) {
        for (Index example = from; example < from + examples; ++example)
            transpose(columns.data() + example * locations * units, units, units, locations,
                      z.data() + (first + example) * z.rows(), locations);
    });
}

template <class Scalar>
void fromPlanes(const Matrix<Scalar>& z, Index first, Index count, MatrixView<Scalar> columns) {
    const Index units = columns.rows(), locations = z.rows() / units;
    shareOut(count, units * locations, [&](Index from, Index examples) {
        for (Index example = from; example < from + examples; ++example)
            transpose(z.data() + (first + example) * z.rows(), locations, locations, units,
                      columns.data() + example * locations * units, units);
    });
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
