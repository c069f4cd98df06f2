// Dense products. Single-precision ones on processors with AVX2 or AVX-512 run on tile kernels of our own,
// which are made for what training does: matrices that fit the caches, times a batch of some dozens of
// columns. Everything else goes to OpenBLAS.
#pragma once

#include "core/common/matrix.h"

namespace dalescope {

enum class Op { None, Transpose };

/// c = alpha op(a) op(b) + beta c, for float or double; op(a) is rows x inner, op(b) inner x columns. The
/// leading dimensions are distances between columns. c is not read where beta is 0.
template <class Scalar>
struct Operand {
    const Scalar* data;
    Index leading;
    Op op = Op::None;
};
template <class Scalar>
void gemm(Index rows, Index columns, Index inner, Scalar alpha, Operand<Scalar> a, Operand<Scalar> b,
          Scalar beta, Scalar* c, Index leadingC);

/// The same on anything of Eigen's with direct access: c = alpha op(a) op(b) + beta c.
template <class A, class B, class C>
void gemm(const A& a, Op opA, const B& b, Op opB, C&& c, typename A::Scalar alpha = 1,
          typename A::Scalar beta = 0) {
    const Index inner = opA == Op::None ? a.cols() : a.rows();
    gemm<typename A::Scalar>(c.rows(), c.cols(), inner, alpha, {a.data(), a.outerStride(), opA},
                             {b.data(), b.outerStride(), opB}, beta, c.data(), c.outerStride());
}

/// Whether gemmStep() can be used: on this processor, for this Scalar and for so many inner elements.
template <class Scalar>
bool gemmStepAvailable(Index inner);

/// Whether a column of a product op(a) b of so many columns has the same bits as in a product of fewer.
bool gemmKeepsOrder(Index columns);

/// c = c - diag(step) a b^T, then max(c, 0) where `clamp`, in one pass over c; a: rows x inner, b: columns x
/// inner. The same bits as the product by gemm() followed by kernels::step().
template <class Scalar>
void gemmStep(Index rows, Index columns, Index inner, Operand<Scalar> a, Operand<Scalar> b,
              const Scalar* step, bool clamp, Scalar* c, Index leadingC);

/// What gemmStepComparing() does on its way with the running mean f of a second product: f = keep f + add
/// squaredA squaredB^T, at least 0; and then, along each row, the sums of p^2, p q, q^2 and 1 / (f +
/// guard)^2, where p = a b^T is the product that is stepped down and q = p / (f + guard).
template <class Scalar>
struct FisherProduct {
    Operand<Scalar> squaredA, squaredB; ///< rows x inner, columns x inner
    Index inner;
    Scalar add, keep, guard;
    Scalar* f;    ///< rows x columns, in columns as far apart as those of c
    Scalar* sums; ///< rows x 4, dense, set
};

/// gemmStep(), the same bits in c, with what FisherProduct says.
template <class Scalar>
void gemmStepComparing(Index rows, Index columns, Index inner, Operand<Scalar> a, Operand<Scalar> b,
                       const Scalar* step, bool clamp, Scalar* c, Index leadingC,
                       const FisherProduct<Scalar>& fisher);

/// Multiplications and additions of all products made in this process so far.
double gemmOperations();

/// Threads that products use from now on, in the whole process.
void setGemmThreads(int threads);

} // namespace dalescope
