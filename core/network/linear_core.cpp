#include "core/network/linear_core.h"

#include "core/network/initialisation.h"

#include <Eigen/QR>
#include <cmath>

namespace dalescope {

template <class Scalar>
void signedCurrents(const Matrix<Scalar>& w, Operand<Scalar> x, MatrixView<Scalar> excitatory,
                    MatrixView<Scalar> inhibitory) {
    const Matrix<Scalar> positive = w.cwiseMax(Scalar(0)), negative = (-w).cwiseMax(Scalar(0));
    const auto product = [&](const Matrix<Scalar>& part, MatrixView<Scalar>& out) {
        gemm<Scalar>(w.rows(), out.cols(), w.cols(), 1, {part.data(), w.rows()}, x, 0, out.data(),
                     out.outerStride());
    };
    product(positive, excitatory);
    product(negative, inhibitory);
}

template <class Scalar>
LinearCore<Scalar>::LinearCore(const LinearShape& shape, const std::string& name, ParameterLayout& layout)
    : shape_(shape), spec_(layout.add(name, shape.outputs, shape.inputs)) {}

template <class Scalar>
void LinearCore<Scalar>::initialise(Flat& flat, Rng& rng, bool) const {
    auto w = view(flat, spec_);
    if (shape_.initialisation == LinearInitialisation::He) {
        drawNormal<Scalar>(w, std::sqrt(2 / static_cast<double>(shape_.inputs)), rng);
        return;
    }
    Matrix<double> normals(shape_.outputs, shape_.inputs);
    drawNormal<double>(normals, 1, rng);
    const Eigen::HouseholderQR<Matrix<double>> qr(normals);
    const Matrix<double> q = qr.householderQ();
    // With R's diagonal made positive, Q is uniform over all rotations and reflections.
    const Vector<double> sign =
        (qr.matrixQR().diagonal().array() < 0).select(Vector<double>::Constant(q.cols(), -1), 1.0);
    w = (q * sign.asDiagonal()).template cast<Scalar>();
}

template <class Scalar>
void LinearCore<Scalar>::forward(const Flat& flat, Operand<Scalar> x, KeptView, Scratch&, const Scalar* bias,
                                 Out z) const {
    gemm<Scalar>(shape_.outputs, z.cols(), shape_.inputs, 1, weights(flat, Op::None), x, bias ? 0 : 1,
                 z.data(), z.outerStride());
    if (bias)
        z.colwise() += Eigen::Map<const Vector<Scalar>>(bias, shape_.outputs);
}

template <class Scalar>
void LinearCore<Scalar>::inputGradient(const Flat& flat, In delta, Scratch&, Op op, Out dx) const {
    const Operand<Scalar> d{delta.data(), delta.outerStride()};
    if (op == Op::None)
        gemm<Scalar>(shape_.inputs, delta.cols(), shape_.outputs, 1, weights(flat, Op::Transpose), d, 0,
                     dx.data(), dx.outerStride());
    else
        gemm<Scalar>(delta.cols(), shape_.inputs, shape_.outputs, 1, {d.data, d.leading, Op::Transpose},
                     weights(flat, Op::None), 0, dx.data(), dx.outerStride());
}

template <class Scalar>
void LinearCore<Scalar>::gradient(Operand<Scalar> x, In delta, KeptView, Scratch&, bool add,
                                  Flat& out) const {
    x.op = x.op == Op::None ? Op::Transpose : Op::None;
    gemm<Scalar>(shape_.outputs, shape_.inputs, delta.cols(), 1, {delta.data(), delta.outerStride()}, x,
                 add ? 1 : 0, out.data() + spec_.offset, spec_.leading);
}

template <class Scalar>
void LinearCore<Scalar>::currents(const Flat& flat, Operand<Scalar> x, KeptView, Index first, Index count,
                                  Currents<Scalar>& out) const {
    const auto part = [&](Matrix<Scalar>& m) {
        return MatrixView<Scalar>(m.data() + first * m.rows(), m.rows(), count,
                                  Eigen::OuterStride<>(m.rows()));
    };
    signedCurrents<Scalar>(view(flat, spec_), x, part(out.excitatory), part(out.inhibitory));
}

template void signedCurrents(const Matrix<float>&, Operand<float>, MatrixView<float>, MatrixView<float>);
template void signedCurrents(const Matrix<double>&, Operand<double>, MatrixView<double>, MatrixView<double>);
template class LinearCore<float>;
template class LinearCore<double>;

} // namespace dalescope
