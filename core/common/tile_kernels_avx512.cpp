// The tile kernels for AVX-512. This file alone is compiled for it.
#include "core/common/tile_products.h"

#if defined(__AVX512F__)

#include <immintrin.h> // vector types and instructions

namespace dalescope::tiles {

namespace {

using Vec = __m512;

struct Lanes {
    static constexpr std::ptrdiff_t count = 16;
    using Mask = __mmask16;
    static Mask mask(std::ptrdiff_t lanes) { return static_cast<Mask>((1u << lanes) - 1); }
    static Vec zero() { return _mm512_setzero_ps(); }
    static Vec broadcast(float x) { return _mm512_set1_ps(x); }
    static Vec load(const float* p) { return _mm512_loadu_ps(p); }
    static Vec load(const float* p, Mask m) { return _mm512_maskz_loadu_ps(m, p); }
    static void store(float* p, Vec v) { _mm512_storeu_ps(p, v); }
    static void store(float* p, Mask m, Vec v) { _mm512_mask_storeu_ps(p, m, v); }
    static Vec add(Vec x, Vec y) { return _mm512_add_ps(x, y); }
    static Vec divide(Vec x, Vec y) { return _mm512_div_ps(x, y); }
    static Vec multiply(Vec x, Vec y) { return _mm512_mul_ps(x, y); }
    static Vec multiplyAdd(Vec x, Vec y, Vec z) { return _mm512_fmadd_ps(x, y, z); }
    static Vec subtract(Vec x, Vec y) { return _mm512_sub_ps(x, y); }
    /// A NaN stays one.
    static Vec clampAtZero(Vec v) {
        return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(v, zero(), _CMP_NLT_UQ), v);
    }
    static float total(Vec v) {
        const __m256 half = _mm256_add_ps(_mm512_castps512_ps256(v),
                                          _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(v), 1)));
        const __m128 four = _mm_add_ps(_mm256_castps256_ps128(half), _mm256_extractf128_ps(half, 1));
        const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
        return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
    }
};

// 24 of the 32 registers hold sums, 3 a column of a.
constexpr int tileVectors = 3, tileColumns = 8, dotTileRows = 6, dotTileColumns = 4;
#define DALESCOPE_TILE_COLUMNS 8

} // namespace

} // namespace dalescope::tiles

#include "core/common/tile_kernels.h"

const dalescope::tiles::Kernels* dalescope::tiles::avx512Kernels() {
    static constexpr Kernels kernels{
        tileVectors * Lanes::count, tileColumns, dotTileRows, dotTileColumns, multiply, multiplyBoth,
        multiplyTransposed};
    return &kernels;
}

#else

const dalescope::tiles::Kernels* dalescope::tiles::avx512Kernels() {
    return nullptr;
}

#endif
