// The tile kernels, written once. Included by one source file for each instruction set, after it has defined
// `Lanes` and the tile shapes: this is no header for others. It must call nothing from outside that could be
// inlined, lest the linker take a copy with instructions that the processor at hand does not have.
#pragma once

#include "core/common/tile_products.h"

namespace dalescope::tiles {

namespace {

using Size = std::ptrdiff_t;

#define DALESCOPE_TILE inline __attribute__((always_inline))

constexpr Size smaller(Size x, Size y) {
    return x < y ? x : y;
}

// How many of a tile's rows exist; only its last vector can be cut.
struct Rows {
    Size count;
    typename Lanes::Mask last;
};

template <int Vectors>
DALESCOPE_TILE Vec load(const float* p, int i, const Rows& rows) {
    return i + 1 < Vectors || rows.count == Vectors * Lanes::count
               ? Lanes::load(p + i * Lanes::count)
               : Lanes::load(p + i * Lanes::count, rows.last);
}

template <int Vectors>
DALESCOPE_TILE void store(float* p, int i, const Rows& rows, Vec v) {
    if (i + 1 < Vectors || rows.count == Vectors * Lanes::count)
        Lanes::store(p + i * Lanes::count, v);
    else
        Lanes::store(p + i * Lanes::count, rows.last, v);
}

template <int Vectors, int Columns>
DALESCOPE_TILE void compare(const Product& p, Size row, Size column, const Rows& rows,
                            const Vec (&product)[Vectors][Columns]) {
    const Comparison& to = *p.comparison;
    const Vec guard = Lanes::broadcast(to.guard), one = Lanes::broadcast(1);
    for (int i = 0; i < Vectors; ++i) {
        Vec sums[4];
        for (int s = 0; s < 4; ++s)
            sums[s] = load<Vectors>(to.sums + row + s * to.leadingSums, i, rows);
        for (int j = 0; j < Columns; ++j) {
            const Vec f = load<Vectors>(to.f + row + (column + j) * p.leadingC, i, rows);
            const Vec plain = product[i][j], over = Lanes::divide(one, Lanes::add(f, guard));
            const Vec scaled = Lanes::multiply(plain, over);
            sums[0] = Lanes::multiplyAdd(plain, plain, sums[0]);
            sums[1] = Lanes::multiplyAdd(plain, scaled, sums[1]);
            sums[2] = Lanes::multiplyAdd(scaled, scaled, sums[2]);
            sums[3] = Lanes::multiplyAdd(over, over, sums[3]);
        }
        for (int s = 0; s < 4; ++s)
            store<Vectors>(to.sums + row + s * to.leadingSums, i, rows, sums[s]);
    }
}

// One tile: Vectors * Lanes::count rows of c (the last vector cut) by Columns, over inner indices [first,
// end).
template <int Vectors, int Columns>
DALESCOPE_TILE void tile(const Product& p, Size row, Size column, Size first, Size end, const Rows& rows) {
    float* c = p.c + row + column * p.leadingC;
    const float* a = p.a + row + first * p.leadingA;
    const float* b = p.b + column * p.bColumn + first * p.bInner;
    const bool whole = rows.count == Vectors * Lanes::count;
    for (int j = 0; j < Columns; ++j)
        for (int i = 0; i < Vectors; ++i)
            __builtin_prefetch(c + j * p.leadingC + i * Lanes::count, 1);

    Vec sum[Vectors][Columns];
    for (int i = 0; i < Vectors; ++i)
        for (int j = 0; j < Columns; ++j)
            sum[i][j] = Lanes::zero();
    const auto accumulate = [&](auto loadRows) __attribute__((always_inline)) {
        for (Size k = first; k < end; ++k, a += p.leadingA, b += p.bInner) {
            Vec av[Vectors];
            for (int i = 0; i < Vectors; ++i) {
                av[i] = loadRows(i);
                __builtin_prefetch(a + 8 * p.leadingA + i * Lanes::count);
            }
            for (int j = 0; j < Columns; ++j) {
                const Vec bv = Lanes::broadcast(b[j * p.bColumn]);
                for (int i = 0; i < Vectors; ++i)
                    sum[i][j] = Lanes::multiplyAdd(av[i], bv, sum[i][j]);
            }
        }
    };
    if (whole)
        accumulate([&](int i) __attribute__((always_inline)) { return Lanes::load(a + i * Lanes::count); });
    else
        accumulate([&](int i) __attribute__((always_inline)) {
            return i + 1 < Vectors ? Lanes::load(a + i * Lanes::count)
                                   : Lanes::load(a + i * Lanes::count, rows.last);
        });

    if (p.finish == Finish::Step) {
        if (p.comparison)
            compare<Vectors, Columns>(p, row, column, rows, sum);
        for (int i = 0; i < Vectors; ++i) {
            const Vec step = load<Vectors>(p.step + row, i, rows);
            for (int j = 0; j < Columns; ++j) {
                const Vec old = load<Vectors>(c + j * p.leadingC, i, rows);
                const Vec moved = Lanes::subtract(old, Lanes::multiply(step, sum[i][j]));
                store<Vectors>(c + j * p.leadingC, i, rows, p.clamp ? Lanes::clampAtZero(moved) : moved);
            }
        }
        return;
    }
    const float beta = first == 0 ? p.beta : 1;
    const Vec alpha = Lanes::broadcast(p.alpha), keep = Lanes::broadcast(beta);
    for (int j = 0; j < Columns; ++j)
        for (int i = 0; i < Vectors; ++i) {
            Vec v = Lanes::multiply(alpha, sum[i][j]);
            if (beta != 0)
                v = Lanes::multiplyAdd(keep, load<Vectors>(c + j * p.leadingC, i, rows), v);
            store<Vectors>(c + j * p.leadingC, i, rows, p.clamp ? Lanes::clampAtZero(v) : v);
        }
}

template <int Vectors, int Columns>
void tileCall(const Product& p, Size row, Size column, Size first, Size end, const Rows& rows) {
    tile<Vectors, Columns>(p, row, column, first, end, rows);
}

using TileCall = void (*)(const Product&, Size, Size, Size, Size, const Rows&);

// The tiles of so many vectors by 1 to tileColumns columns.
struct TileRow {
    TileCall calls[tileColumns];
};
#if DALESCOPE_TILE_COLUMNS == 8
template <int V>
constexpr TileRow tileRow{{tileCall<V, 1>, tileCall<V, 2>, tileCall<V, 3>, tileCall<V, 4>, tileCall<V, 5>,
                           tileCall<V, 6>, tileCall<V, 7>, tileCall<V, 8>}};
#else
template <int V>
constexpr TileRow tileRow{
    {tileCall<V, 1>, tileCall<V, 2>, tileCall<V, 3>, tileCall<V, 4>, tileCall<V, 5>, tileCall<V, 6>}};
#endif

const TileRow& tilesOf(Size vectors) {
    if constexpr (tileVectors > 2)
        if (vectors == 3)
            return tileRow<3>;
    return vectors == 2 ? tileRow<2> : tileRow<1>;
}

// Calls visit(tile, row, column, rows) for every tile of a matrix.
template <class Visit>
DALESCOPE_TILE void forEachTile(Size allRows, Size allColumns, const Visit& visit) {
    constexpr Size panel = tileVectors * Lanes::count;
    for (Size row = 0; row < allRows; row += panel) {
        const Size count = smaller(panel, allRows - row);
        const Size vectors = (count + Lanes::count - 1) / Lanes::count;
        const Rows rows{count, Lanes::mask(count - (vectors - 1) * Lanes::count)};
        for (Size column = 0; column < allColumns; column += tileColumns)
            visit(tilesOf(vectors).calls[smaller(tileColumns, allColumns - column) - 1], row, column, rows);
    }
}

void multiply(const Product& p) {
    for (Size first = 0; first < p.inner; first += innerBlock) {
        const Size end = smaller(first + innerBlock, p.inner);
        forEachTile(
            p.rows, p.columns,
            [&](TileCall call, Size row, Size column, const Rows& rows)
                __attribute__((always_inline)) { call(p, row, column, first, end, rows); });
    }
}

void multiplyBoth(const Product& one, const Product& two) {
    forEachTile(
        one.rows, one.columns,
        [&](TileCall call, Size row, Size column, const Rows& rows) __attribute__((always_inline)) {
            call(one, row, column, 0, one.inner, rows);
            call(two, row, column, 0, two.inner, rows);
        });
}

// Rows x Columns sums of products along `inner`, each in one vector that is added up at the end.
template <int Rows_, int Columns>
DALESCOPE_TILE void dots(const TransposedProduct& p, Size row, Size column) {
    const float* a = p.a + row * p.leadingA;
    const float* b = p.b + column * p.leadingB;
    Vec sum[Rows_][Columns];
    for (int i = 0; i < Rows_; ++i)
        for (int j = 0; j < Columns; ++j)
            sum[i][j] = Lanes::zero();
    const auto add = [&](auto get) __attribute__((always_inline)) {
        Vec bv[Columns];
        for (int j = 0; j < Columns; ++j)
            bv[j] = get(b + j * p.leadingB);
        for (int i = 0; i < Rows_; ++i) {
            const Vec av = get(a + i * p.leadingA);
            for (int j = 0; j < Columns; ++j)
                sum[i][j] = Lanes::multiplyAdd(av, bv[j], sum[i][j]);
        }
    };
    Size k = 0;
    for (; k + Lanes::count <= p.inner; k += Lanes::count, a += Lanes::count, b += Lanes::count)
        add([](const float* x) __attribute__((always_inline)) { return Lanes::load(x); });
    if (k < p.inner) {
        const auto mask = Lanes::mask(p.inner - k);
        add([&](const float* x) __attribute__((always_inline)) { return Lanes::load(x, mask); });
    }
    for (int j = 0; j < Columns; ++j)
        for (int i = 0; i < Rows_; ++i) {
            float& c = p.c[row + i + (column + j) * p.leadingC];
            c = p.alpha * Lanes::total(sum[i][j]) + (p.beta != 0 ? p.beta * c : 0);
        }
}

template <int Rows_>
void dotColumns(const TransposedProduct& p, Size row) {
    Size column = 0;
    for (; column + dotTileColumns <= p.columns; column += dotTileColumns)
        dots<Rows_, dotTileColumns>(p, row, column);
    for (; column < p.columns; ++column)
        dots<Rows_, 1>(p, row, column);
}

void multiplyTransposed(const TransposedProduct& p) {
    Size row = 0;
    for (; row + dotTileRows <= p.rows; row += dotTileRows)
        dotColumns<dotTileRows>(p, row);
    for (; row < p.rows; ++row)
        dotColumns<1>(p, row);
}

} // namespace

} // namespace dalescope::tiles
