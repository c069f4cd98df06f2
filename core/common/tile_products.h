// Single-precision products by tiles that stay in registers, compiled for several instruction sets.
#pragma once

#include <cstddef>

namespace dalescope::tiles {

/// Columns of a that stay in the first-level cache while all of b's columns pass by: longer sums are added up
/// in blocks of this length.
inline constexpr std::ptrdiff_t innerBlock = 160;

/// What becomes of a tile of products a b in c.
enum class Finish {
    Scale, ///< c = alpha a b + beta c, then max(c, 0); c is not read where beta is 0
    Step   ///< c = c - step a b, row by row, then max(c, 0); inner <= innerBlock. See Comparison, too.
};

/// On the way of a step: sums along each row of p = a b and f, added to four columns of `sums`: p^2, p q, q^2
/// and 1 / (f + guard)^2, where q = p / (f + guard).
struct Comparison {
    const float* f; ///< rows x columns, as far apart as those of c
    float guard;
    float* sums;
    std::ptrdiff_t leadingSums;
};

/// c (rows x columns) from a (rows x inner, unit stride down a column) and b (inner x columns). All pointers
/// are to element (0, 0).
struct Product {
    std::ptrdiff_t rows, columns, inner;
    const float* a;
    std::ptrdiff_t leadingA;
    const float* b;
    std::ptrdiff_t bInner, bColumn; ///< from one element of b to the next along either index
    float* c;
    std::ptrdiff_t leadingC;
    Finish finish = Finish::Scale;
    float alpha = 1, beta = 0;
    const float* step = nullptr;            ///< rows of them; Finish::Step only
    bool clamp = false;                     ///< otherwise no max(c, 0)
    const Comparison* comparison = nullptr; ///< Finish::Step only
};

/// The same for a transposed: a is inner x rows, and so is everything read along `inner`.
struct TransposedProduct {
    std::ptrdiff_t rows, columns, inner;
    const float* a;
    std::ptrdiff_t leadingA;
    const float* b;
    std::ptrdiff_t leadingB;
    float* c;
    std::ptrdiff_t leadingC;
    float alpha = 1, beta = 0;
};

/// The kernels for one instruction set. An element's sum runs over `inner` in an order that does not depend
/// on how rows and columns are divided among threads.
struct Kernels {
    std::ptrdiff_t tileRows, tileColumns;                     ///< shapes to divide by
    std::ptrdiff_t transposedTileRows, transposedTileColumns; ///< the same for transposed products
    void (*multiply)(const Product& p);
    /// Both products, of the same size, tile by tile: what `first` leaves in its c is at hand for `second`.
    void (*multiplyBoth)(const Product& first, const Product& second);
    void (*multiplyTransposed)(const TransposedProduct& p);
};

/// Null where the program was built without them.
const Kernels* avx2Kernels();
const Kernels* avx512Kernels();

} // namespace dalescope::tiles
