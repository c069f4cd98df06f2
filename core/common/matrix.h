// Matrix types, and what the letters in the shapes mean.
//
//   B    examples in a mini-batch            d     inputs of a layer
//   n_e  excitatory (or plain) units         n_i   inhibitory units
//   L    layers with parameters              C     classes
//
// A batch is a matrix with one column per example: x is d x B, z is n_e x B. Everything is column-major.
#pragma once

#include <Eigen/Core>

namespace dalescope {

using Index = Eigen::Index;

template <class Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
template <class Scalar>
using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
/// A matrix somewhere inside a larger column-major buffer; its outer stride is given.
template <class Scalar>
using MatrixView = Eigen::Map<Matrix<Scalar>, 0, Eigen::OuterStride<>>;
template <class Scalar>
using ConstMatrixView = Eigen::Map<const Matrix<Scalar>, 0, Eigen::OuterStride<>>;

/// All of a matrix, as such a view.
template <class Scalar>
MatrixView<Scalar> whole(Matrix<Scalar>& m) {
    return {m.data(), m.rows(), m.cols(), Eigen::OuterStride<>(m.rows())};
}
template <class Scalar>
ConstMatrixView<Scalar> whole(const Matrix<Scalar>& m) {
    return {m.data(), m.rows(), m.cols(), Eigen::OuterStride<>(m.rows())};
}
template <class Scalar>
ConstMatrixView<Scalar> readOnly(const MatrixView<Scalar>& m) {
    return {m.data(), m.rows(), m.cols(), Eigen::OuterStride<>(m.outerStride())};
}
template <class Scalar>
ConstMatrixView<Scalar> readOnly(const Matrix<Scalar>& m) {
    return whole(m);
}

} // namespace dalescope
