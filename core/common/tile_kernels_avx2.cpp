// The tile kernels for AVX2 with fused multiply-add. This file alone is compiled for them.
#include "core/common/tile_products.h"

#if defined(__AVX2__) && defined(__FMA__)

#include <immintrin.h> // vector types and instructions

namespace dalescope::tiles {

namespace {

using Vec = __m256;

struct Lanes {
    static constexpr std::ptrdiff_t count = 8;
    using Mask = __m256i;
    static Mask mask(std::ptrdiff_t lanes) {
        return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(lanes)),
                                  _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    }
    static Vec zero() { return _mm256_setzero_ps(); }
    static Vec broadcast(float x) { return _mm256_set1_ps(x); }
    static Vec load(const float* p) { return _mm256_loadu_ps(p); }
    static Vec load(const float* p, Mask m) { return _mm256_maskload_ps(p, m); }
    static void store(float* p, Vec v) { _mm256_storeu_ps(p, v); }
    static void store(float* p, Mask m, Vec v) { _mm256_maskstore_ps(p, m, v); }
    static Vec add(Vec x, Vec y) { return _mm256_add_ps(x, y); }
    static Vec divide(Vec x, Vec y) { return _mm256_div_ps(x, y); }
    static Vec multiply(Vec x, Vec y) { return _mm256_mul_ps(x, y); }
    static Vec multiplyAdd(Vec x, Vec y, Vec z) { return _mm256_fmadd_ps(x, y, z); }
    static Vec subtract(Vec x, Vec y) { return _mm256_sub_ps(x, y); }
    /// A NaN stays one.
    static Vec clampAtZero(Vec v) { return _mm256_and_ps(_mm256_cmp_ps(v, zero(), _CMP_NLT_UQ), v); }
    static float total(Vec v) {
        const __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
        const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
        return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
    }
};

// 12 of the 16 registers hold sums, 2 a column of a.
constexpr int tileVectors = 2, tileColumns = 6, dotTileRows = 4, dotTileColumns = 3;
#define DALESCOPE_TILE_COLUMNS 6

} // namespace

} // namespace dalescope::tiles

#include "core/common/tile_kernels.h"

const dalescope::tiles::Kernels* dalescope::tiles::avx2Kernels() {
    static constexpr Kernels kernels{
        tileVectors * Lanes::count, tileColumns, dotTileRows, dotTileColumns, multiply, multiplyBoth,
        multiplyTransposed};
    return &kernels;
}

#else

const dalescope::tiles::Kernels* dalescope::tiles::avx2Kernels() {
    return nullptr;
}

#endif
