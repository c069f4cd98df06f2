#include "core/common/gemm.h"

#include <cblas.h>

namespace dalescope {

namespace {

CBLAS_TRANSPOSE toCblas(Op op) {
    return op == Op::None ? CblasNoTrans : CblasTrans;
}
blasint toBlas(Index n) {
    return static_cast<blasint>(n);
}

} // namespace

template <>
void gemm<float>(Index rows, Index columns, Index inner, float alpha, Operand<float> a, Operand<float> b,
                 float beta, float* c, Index leadingC) {
    cblas_sgemm(CblasColMajor, toCblas(a.op), toCblas(b.op), toBlas(rows), toBlas(columns), toBlas(inner),
                alpha, a.data, toBlas(a.leading), b.data, toBlas(b.leading), beta, c, toBlas(leadingC));
}

template <>
void gemm<double>(Index rows, Index columns, Index inner, double alpha, Operand<double> a, Operand<double> b,
                  double beta, double* c, Index leadingC) {
    cblas_dgemm(CblasColMajor, toCblas(a.op), toCblas(b.op), toBlas(rows), toBlas(columns), toBlas(inner),
                alpha, a.data, toBlas(a.leading), b.data, toBlas(b.leading), beta, c, toBlas(leadingC));
}

void setGemmThreads(int threads) {
    openblas_set_num_threads(threads);
}

} // namespace dalescope
