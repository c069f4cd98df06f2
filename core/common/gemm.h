// Dense products by OpenBLAS, which picks the processor's instructions as it runs.
#pragma once

#include "core/common/matrix.h"

namespace dalescope {

enum class Op { None, Transpose };

/// c = alpha op(a) op(b) + beta c, for float or double; op(a) is rows x inner, op(b) inner x columns. The
/// leading dimensions are distances between columns. No allocation.
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

/// Threads that products use from now on, in the whole process.
void setGemmThreads(int threads);

} // namespace dalescope
