#include "core/network/kernels.h"

#include "core/common/simd.h"

namespace dalescope::kernels {

namespace {

// The loops, once for both precisions. The matrices that one loop reads and writes never overlap, but the
// compiler cannot see that and would rather not vectorise.
#ifdef __clang__
#pragma clang diagnostic ignored "-Wpass-failed" // where it would rather not, the loop is still right
#define DALESCOPE_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define DALESCOPE_INDEPENDENT _Pragma("GCC ivdep")
#endif

template <bool add, class Scalar>
DALESCOPE_INLINE void dannForwardColumns(const DannForward<Scalar>& k) {
    for (Index column = 0; column < k.batch; ++column) {
        const Scalar* __restrict zE = k.zE + column * k.leadingE;
        const Scalar* __restrict s = k.s + column * k.units;
        const Scalar* __restrict q = k.q + column * k.units;
        const Scalar* __restrict g = k.g;
        const Scalar* __restrict b = k.b;
        Scalar* __restrict n = k.n + column * k.leadingKept;
        Scalar* __restrict inverse = k.gammaInverse + column * k.leadingKept;
        Scalar* __restrict z = k.z + column * k.leadingZ;
        DALESCOPE_INDEPENDENT
        for (Index i = 0; i < k.units; ++i) {
            const Scalar over = Scalar(1) / (q[i] + Scalar(gammaEpsilon));
            const Scalar normalised = (zE[i] - s[i]) * over;
            inverse[i] = over;
            n[i] = normalised;
            z[i] = g[i] * normalised + (add ? z[i] : b[i]);
        }
    }
}

template <class Scalar>
DALESCOPE_INLINE void dannForwardLoop(const DannForward<Scalar>& k) {
    if (k.b)
        dannForwardColumns<false>(k);
    else
        dannForwardColumns<true>(k);
}

template <class Scalar>
DALESCOPE_INLINE void dannBackwardLoop(const DannBackward<Scalar>& k) {
    for (Index column = 0; column < k.batch; ++column) {
        const Scalar* __restrict delta = k.delta + column * k.leadingDelta;
        const Scalar* __restrict n = k.n + column * k.leadingKept;
        const Scalar* __restrict inverse = k.gammaInverse + column * k.leadingKept;
        const Scalar* __restrict g = k.g;
        Scalar* __restrict a = k.a + column * k.leadingA;
        Scalar* __restrict minusA = k.minusA + column * k.units;
        Scalar* __restrict c = k.c + column * k.units;
        DALESCOPE_INDEPENDENT
        for (Index i = 0; i < k.units; ++i) {
            const Scalar value = delta[i] * g[i] * inverse[i];
            a[i] = value;
            minusA[i] = -value;
            c[i] = -value * n[i];
        }
    }
}

template <class Scalar>
DALESCOPE_INLINE void addRowSumsLoop(Index rows, Index columns, const Scalar* a, Index leading,
                                     Scalar* __restrict out) {
    for (Index column = 0; column < columns; ++column) {
        const Scalar* __restrict own = a + column * leading;
        DALESCOPE_INDEPENDENT
        for (Index i = 0; i < rows; ++i)
            out[i] += own[i];
    }
}

template <class Scalar>
DALESCOPE_INLINE void addRowProductsLoop(Index rows, Index columns, const Scalar* a, Index leadingA,
                                         const Scalar* b, Index leadingB, Scalar* __restrict out) {
    for (Index column = 0; column < columns; ++column) {
        const Scalar* __restrict left = a + column * leadingA;
        const Scalar* __restrict right = b + column * leadingB;
        DALESCOPE_INDEPENDENT
        for (Index i = 0; i < rows; ++i)
            out[i] += left[i] * right[i];
    }
}

template <class Scalar>
DALESCOPE_INLINE void stepLoop(Scalar* __restrict theta, const Scalar* __restrict gradient, Index count,
                               Scalar rate, bool clamp) {
    if (clamp)
        for (Index i = 0; i < count; ++i) {
            const Scalar moved = theta[i] - rate * gradient[i];
            theta[i] = moved < 0 ? Scalar(0) : moved; // a NaN stays one and is seen by the trainer
        }
    else
        for (Index i = 0; i < count; ++i)
            theta[i] -= rate * gradient[i];
}

template <class Scalar>
DALESCOPE_INLINE void reluLoop(const Scalar* __restrict z, Scalar* __restrict h, Index count) {
    for (Index i = 0; i < count; ++i)
        h[i] = z[i] < 0 ? Scalar(0) : z[i];
}

template <class Scalar>
DALESCOPE_INLINE void reluBackwardLoop(const Scalar* __restrict z, Scalar* __restrict delta, Index count) {
    for (Index i = 0; i < count; ++i)
        delta[i] = z[i] > 0 ? delta[i] : Scalar(0);
}

} // namespace

DALESCOPE_SIMD void dannForward(const DannForward<float>& k) {
    dannForwardLoop(k);
}
DALESCOPE_SIMD void dannForward(const DannForward<double>& k) {
    dannForwardLoop(k);
}
DALESCOPE_SIMD void dannBackward(const DannBackward<float>& k) {
    dannBackwardLoop(k);
}
DALESCOPE_SIMD void dannBackward(const DannBackward<double>& k) {
    dannBackwardLoop(k);
}
DALESCOPE_SIMD void addRowSums(Index rows, Index columns, const float* a, Index leading, float* out) {
    addRowSumsLoop(rows, columns, a, leading, out);
}
DALESCOPE_SIMD void addRowSums(Index rows, Index columns, const double* a, Index leading, double* out) {
    addRowSumsLoop(rows, columns, a, leading, out);
}
DALESCOPE_SIMD void addRowProducts(Index rows, Index columns, const float* a, Index leadingA, const float* b,
                                   Index leadingB, float* out) {
    addRowProductsLoop(rows, columns, a, leadingA, b, leadingB, out);
}
DALESCOPE_SIMD void addRowProducts(Index rows, Index columns, const double* a, Index leadingA,
                                   const double* b, Index leadingB, double* out) {
    addRowProductsLoop(rows, columns, a, leadingA, b, leadingB, out);
}
DALESCOPE_SIMD void relu(const float* z, float* h, Index count) {
    reluLoop(z, h, count);
}
DALESCOPE_SIMD void relu(const double* z, double* h, Index count) {
    reluLoop(z, h, count);
}
DALESCOPE_SIMD void reluBackward(const float* z, float* delta, Index count) {
    reluBackwardLoop(z, delta, count);
}
DALESCOPE_SIMD void reluBackward(const double* z, double* delta, Index count) {
    reluBackwardLoop(z, delta, count);
}
DALESCOPE_SIMD void step(float* theta, const float* gradient, Index count, float rate, bool clamp) {
    stepLoop(theta, gradient, count, rate, clamp);
}
DALESCOPE_SIMD void step(double* theta, const double* gradient, Index count, double rate, bool clamp) {
    stepLoop(theta, gradient, count, rate, clamp);
}

} // namespace dalescope::kernels
