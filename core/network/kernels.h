// Element-by-element parts of the layers, as plain loops that the compiler vectorises for each instruction
// set. All matrices are column-major; a leading dimension is given where a matrix is a part of a larger one.
#pragma once

#include "core/common/matrix.h"

namespace dalescope::kernels {

/// What is added to divisive inhibition so that nothing divides by zero.
inline constexpr double gammaEpsilon = 1e-8;

/// n = (zE - s) / (q + epsilon), gammaInverse = 1 / (q + epsilon), over `units` x `batch` (eq. 1), and then z
/// = g n + b, or z += g n where b is null. Columns of zE are `leadingE` apart, those of z `leadingZ`, those
/// of n and gammaInverse `leadingKept`; s and q are dense.
template <class Scalar>
struct DannForward {
    Index units, batch, leadingE, leadingKept, leadingZ;
    const Scalar *zE, *s, *q, *g, *b;
    Scalar *n, *gammaInverse, *z;
};
void dannForward(const DannForward<float>& k);
void dannForward(const DannForward<double>& k);

/// With delta = dLoss/dz: a = delta g / gamma, minusA = -a, c = -a n. Columns of delta are `leadingDelta`
/// apart, those of n and gammaInverse `leadingKept`, those of a `leadingA`; minusA and c are dense.
template <class Scalar>
struct DannBackward {
    Index units, batch, leadingDelta, leadingKept, leadingA;
    const Scalar *delta, *n, *gammaInverse, *g;
    Scalar *a, *minusA, *c;
};
void dannBackward(const DannBackward<float>& k);
void dannBackward(const DannBackward<double>& k);

/// out(i) += sum over columns of a(i, j), `rows` x `columns` with columns `leading` apart.
void addRowSums(Index rows, Index columns, const float* a, Index leading, float* out);
void addRowSums(Index rows, Index columns, const double* a, Index leading, double* out);

/// out(i) += sum over columns of a(i, j) b(i, j).
void addRowProducts(Index rows, Index columns, const float* a, Index leadingA, const float* b, Index leadingB,
                    float* out);
void addRowProducts(Index rows, Index columns, const double* a, Index leadingA, const double* b,
                    Index leadingB, double* out);

/// h = max(z, 0), `count` elements.
void relu(const float* z, float* h, Index count);
void relu(const double* z, double* h, Index count);

/// delta = 0 where z <= 0.
void reluBackward(const float* z, float* delta, Index count);
void reluBackward(const double* z, double* delta, Index count);

/// theta -= rate * gradient, then max(theta, 0) where `clamp`.
void step(float* theta, const float* gradient, Index count, float rate, bool clamp);
void step(double* theta, const double* gradient, Index count, double rate, bool clamp);

} // namespace dalescope::kernels
