#include "core/common/gemm.h"

#include "core/common/buffer.h"
#include "core/common/tile_products.h"
#include "core/common/worker_team.h"

#include <algorithm>
#include <atomic>
#include <cblas.h>
#include <vector>

namespace dalescope {

namespace {

// Products smaller than this many multiplications are not worth sharing.
constexpr Index worthSharing = 100000;
// A chunk should be a few microseconds of work: short enough to spread evenly, long enough to be worth
// taking.
constexpr Index chunkWork = 250000;
// From so few inner elements on, or for so many columns, a^T is better turned round than multiplied as it
// lies.
constexpr Index shortInner = 64, manyColumns = 96;

const tiles::Kernels* chooseKernels() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && tiles::avx512Kernels())
        return tiles::avx512Kernels();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return tiles::avx2Kernels();
#endif
    return nullptr;
}

const tiles::Kernels* tileKernels() {
    static const tiles::Kernels* const kernels = chooseKernels();
    return kernels;
}

std::atomic<std::uint64_t>& operations() {
    static std::atomic<std::uint64_t> count{0};
    return count;
}

void count(Index rows, Index columns, Index inner) {
    operations().fetch_add(static_cast<std::uint64_t>(2 * rows * columns * inner), std::memory_order_relaxed);
}

Index roundUp(Index n, Index step) {
    return (n + step - 1) / step * step;
}

/// Calls part(first, count) for stretches of [0, size) in steps of whole tiles, each about chunkWork in size.
template <class Part>
void share(Index size, Index tile, Index workPerItem, const Part& part) {
    const Index work = size * workPerItem;
    const Index wanted = std::max<Index>(1, chunkWork / std::max<Index>(1, workPerItem));
    const Index length = work < worthSharing ? size : roundUp(std::min(wanted, size), tile);
    const auto chunks = static_cast<std::uint32_t>((size + length - 1) / length);
    threadTeam().run(chunks, [&](std::uint32_t chunk) {
        const Index first = static_cast<Index>(chunk) * length;
        part(first, std::min(length, size - first));
    });
}

void shareRows(const tiles::Product& p) {
    share(p.rows, tileKernels()->tileRows, p.columns * p.inner, [&](Index first, Index count) {
        tiles::Product part = p;
        part.rows = count;
        part.a += first;
        part.c += first;
        part.step += p.step ? first : 0;
        tileKernels()->multiply(part);
    });
}

void shareColumns(const tiles::Product& p) {
    share(p.columns, tileKernels()->tileColumns, p.rows * p.inner, [&](Index first, Index count) {
        tiles::Product part = p;
        part.columns = count;
        part.b += first * p.bColumn;
        part.c += first * p.leadingC;
        tileKernels()->multiply(part);
    });
}

void shareProduct(const tiles::Product& p) {
    // By the longer side: that gives the more even chunks.
    if (p.rows > p.columns)
        shareRows(p);
    else
        shareColumns(p);
}

void shareTransposed(const tiles::TransposedProduct& p) {
    share(p.rows, tileKernels()->transposedTileRows, p.columns * p.inner, [&](Index first, Index count) {
        tiles::TransposedProduct part = p;
        part.rows = count;
        part.a += first * p.leadingA;
        part.c += first;
        tileKernels()->multiplyTransposed(part);
    });
}

CBLAS_TRANSPOSE toCblas(Op op) {
    return op == Op::None ? CblasNoTrans : CblasTrans;
}
blasint toBlas(Index n) {
    return static_cast<blasint>(n);
}

bool tileGemm(Index rows, Index columns, Index inner, float alpha, Operand<float> a, Operand<float> b,
              float beta, float* c, Index leadingC) {
    if (!tileKernels() || inner == 0)
        return false;
    const Index bInner = b.op == Op::None ? 1 : b.leading, bColumn = b.op == Op::None ? b.leading : 1;
    if (a.op == Op::Transpose && b.op == Op::None && inner > shortInner && columns < manyColumns) {
        shareTransposed(
            {rows, columns, inner, a.data, a.leading, b.data, b.leading, c, leadingC, alpha, beta});
        return true;
    }
    const float* left = a.data;
    Index leadingLeft = a.leading;
    if (a.op == Op::Transpose) {
        thread_local Buffer<float> memory;
        MatrixView<float> turned = memory.view(rows, inner);
        turned = ConstMatrixView<float>(a.data, inner, rows, Eigen::OuterStride<>(a.leading)).transpose();
        left = turned.data();
        leadingLeft = rows;
    }
    shareProduct({rows, columns, inner, left, leadingLeft, b.data, bInner, bColumn, c, leadingC,
                  tiles::Finish::Scale, alpha, beta});
    return true;
}

} // namespace

template <>
void gemm<float>(Index rows, Index columns, Index inner, float alpha, Operand<float> a, Operand<float> b,
                 float beta, float* c, Index leadingC) {
    count(rows, columns, inner);
    if (!tileGemm(rows, columns, inner, alpha, a, b, beta, c, leadingC))
        cblas_sgemm(CblasColMajor, toCblas(a.op), toCblas(b.op), toBlas(rows), toBlas(columns), toBlas(inner),
                    alpha, a.data, toBlas(a.leading), b.data, toBlas(b.leading), beta, c, toBlas(leadingC));
}

template <>
void gemm<double>(Index rows, Index columns, Index inner, double alpha, Operand<double> a, Operand<double> b,
                  double beta, double* c, Index leadingC) {
    count(rows, columns, inner);
    cblas_dgemm(CblasColMajor, toCblas(a.op), toCblas(b.op), toBlas(rows), toBlas(columns), toBlas(inner),
                alpha, a.data, toBlas(a.leading), b.data, toBlas(b.leading), beta, c, toBlas(leadingC));
}

bool gemmKeepsOrder(Index columns) {
    return columns < manyColumns;
}

template <>
bool gemmStepAvailable<float>(Index inner) {
    // A longer sum is added up block by block in gemm(), which a step made in the same pass cannot imitate.
    return tileKernels() && inner <= tiles::innerBlock;
}
template <>
bool gemmStepAvailable<double>(Index) {
    return false;
}

template <>
void gemmStep<float>(Index rows, Index columns, Index inner, Operand<float> a, Operand<float> b,
                     const float* step, bool clamp, float* c, Index leadingC) {
    count(rows, columns, inner);
    shareProduct({rows, columns, inner, a.data, a.leading, b.data, b.leading, 1, c, leadingC,
                  tiles::Finish::Step, 1, 0, step, clamp});
}
template <>
void gemmStep<double>(Index, Index, Index, Operand<double>, Operand<double>, const double*, bool, double*,
                      Index) {}

template <>
void gemmStepComparing<float>(Index rows, Index columns, Index inner, Operand<float> a, Operand<float> b,
                              const float* step, bool clamp, float* c, Index leadingC,
                              const FisherProduct<float>& fisher) {
    count(rows, columns, inner + fisher.inner);
    std::fill_n(fisher.sums, 4 * rows, 0.0f);
    // By rows, so that each has its sums from one chunk, in one order.
    share(rows, tileKernels()->tileRows, columns * (inner + fisher.inner), [&](Index first, Index many) {
        const tiles::Comparison comparison{fisher.f + first, fisher.guard, fisher.sums + first, rows};
        tileKernels()->multiplyBoth(
            {many, columns, fisher.inner, fisher.squaredA.data + first, fisher.squaredA.leading,
             fisher.squaredB.data, fisher.squaredB.leading, 1, fisher.f + first, leadingC,
             tiles::Finish::Scale, fisher.add, fisher.keep, nullptr, true},
            {many, columns, inner, a.data + first, a.leading, b.data, b.leading, 1, c + first, leadingC,
             tiles::Finish::Step, 1, 0, step + first, clamp, &comparison});
    });
}
template <>
void gemmStepComparing<double>(Index, Index, Index, Operand<double>, Operand<double>, const double*, bool,
                               double*, Index, const FisherProduct<double>&) {}

double gemmOperations() {
    return static_cast<double>(operations().load(std::memory_order_relaxed));
}

void setGemmThreads(int threads) {
    openblas_set_num_threads(threads);
    threadTeam().resize(threads);
}

} // namespace dalescope
