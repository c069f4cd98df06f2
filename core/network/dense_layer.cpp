#include "core/network/dense_layer.h"

#include "core/common/gemm.h"
#include "core/network/initialisation.h"
#include "core/network/kernels.h"
#include "core/network/linear_core.h"

#include <cmath>

namespace dalescope {

namespace {

enum : std::size_t { W, Bias };

} // namespace

template <class Scalar>
DenseLayer<Scalar>::DenseLayer(const DenseShape& shape) : shape_(shape) {
    this->layout_.add("W", shape.outputs, shape.inputs).nonNegative = shape.columnSigned;
    this->layout_.addVector("b", shape.outputs);
    this->parameters_.setZero(this->layout_.size);
}

template <class Scalar>
void DenseLayer<Scalar>::initialise(Rng& rng, const InitialisationContext& context) {
    auto w = view(this->parameters_, this->layout_[W]);
    auto b = view(this->parameters_, this->layout_[Bias]);
    b.setZero();
    const auto d = static_cast<double>(shape_.inputs);
    if (!shape_.columnSigned) {
        drawNormal<Scalar>(w, std::sqrt(2 / d), rng); // He et al. (2015)
        return;
    }
    const Index ni = shape_.inhibitoryInputs, ne = shape_.inputs - ni;
    const double mean = columnMean(static_cast<double>(ne), static_cast<double>(ni));
    drawExponential<Scalar>(w.leftCols(ne), mean, rng);
    if (ni > 0)
        drawExponential<Scalar>(w.rightCols(ni), mean * static_cast<double>(ne) / static_cast<double>(ni),
                                rng);
    if (context.firstLayer) // eq. 25
        b.setConstant(static_cast<Scalar>(-d * mean * context.meanPixel));
}

template <class Scalar>
void DenseLayer<Scalar>::forward(const ConstMatrixRef<Scalar>& x, const PassMode&,
                                 LayerWork<Scalar>& work) const {
    const auto w = view(this->parameters_, this->layout_[W]);
    const Index ni = shape_.inhibitoryInputs, ne = shape_.inputs - ni;
    work.z.resize(shape_.outputs, x.cols());
    gemm(w.leftCols(ne), Op::None, x.topRows(ne), Op::None, work.z);
    if (ni > 0)
        gemm(w.rightCols(ni), Op::None, x.bottomRows(ni), Op::None, work.z, inhibitoryFactor(), Scalar(1));
    work.z.colwise() += view(this->parameters_, this->layout_[Bias]).col(0);
    this->actOnUnits(whole(work.z));
}

template <class Scalar>
void DenseLayer<Scalar>::backward(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                                  LayerWork<Scalar>& work, const Wanted<Scalar>& wanted) const {
    if (wanted.dx) {
        wanted.dx->resize(shape_.inputs, delta.cols());
        gemm(view(this->parameters_, this->layout_[W]), Op::Transpose, delta, Op::None, *wanted.dx);
        if (shape_.inhibitoryInputs > 0)
            wanted.dx->bottomRows(shape_.inhibitoryInputs) *= inhibitoryFactor();
    }
    if (wanted.gradient)
        gradient(x, delta, *wanted.gradient);
    if (wanted.squares)
        squares(x, delta, own(work), *wanted.squares);
}

template <class Scalar>
void DenseLayer<Scalar>::gradient(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                                  Vector<Scalar>& out) const {
    auto w = view(out, this->layout_[W]);
    gemm(delta, Op::None, x, Op::Transpose, w);
    if (shape_.inhibitoryInputs > 0)
        w.rightCols(shape_.inhibitoryInputs) *= inhibitoryFactor();
    auto dBias = view(out, this->layout_[Bias]);
    dBias.setZero();
    kernels::addRowSums(delta.rows(), delta.cols(), delta.data(), delta.rows(), dBias.data());
}

template <class Scalar>
void DenseLayer<Scalar>::descend(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                                 LayerWork<Scalar>& work, std::span<const Scalar> rates,
                                 const FisherStep<Scalar>* fisher) {
    Work& own = DenseLayer::own(work);
    const Index n = shape_.outputs, ni = shape_.inhibitoryInputs, ne = shape_.inputs - ni, batch = x.cols();
    const Index leading = this->layout_[W].leading;
    Scalar* w = this->parameters_.data() + this->layout_[W].offset;
    if (fisher) {
        setSquares(x, delta, own);
        fisher->sums[W] = {};
    }
    const auto stepColumns = [&](Index first, Index count, Scalar rate) {
        own.rates.setConstant(n, rate);
        const Operand<Scalar> left{delta.data(), delta.outerStride()};
        const Operand<Scalar> right{x.data() + first, x.outerStride()};
        if (!fisher)
            return gemmStep<Scalar>(n, count, batch, left, right, own.rates.data(), shape_.columnSigned,
                                    w + first * leading, leading);
        own.rowSums.resize(n, 4);
        gemmStepComparing<Scalar>(n, count, batch, left, right, own.rates.data(), shape_.columnSigned,
                                  w + first * leading, leading,
                                  {{own.squaredDelta.data(), n},
                                   {own.squaredX.data() + first, shape_.inputs},
                                   batch,
                                   fisher->add,
                                   fisher->keep,
                                   fisher->guard,
                                   fisher->information->data() + this->layout_[W].offset + first * leading,
                                   own.rowSums.data()});
        fisher->sums[W] += sumOfRows(whole(own.rowSums), 0, n);
    };
    stepColumns(0, ne, rates[W]);
    if (ni > 0)
        stepColumns(ne, ni, -rates[W]); // those columns count negative
    own.dBias.setZero(n);
    kernels::addRowSums(n, batch, delta.data(), n, own.dBias.data());
    const Index bias = this->layout_[Bias].offset;
    if (fisher) {
        own.squaredBias = own.squaredDelta.rowwise().sum();
        fisher->sums[Bias] =
            kernels::advanceAndSum(fisher->information->data() + bias, own.squaredBias.data(),
                                   own.dBias.data(), n, fisher->keep, fisher->add, fisher->guard);
    }
    kernels::step(this->parameters_.data() + bias, own.dBias.data(), n, rates[Bias], false);
}

/// Of the last of delta's deltas.
template <class Scalar>
void DenseLayer<Scalar>::setSquares(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                                    Work& work) {
    work.squaredDelta = delta.rightCols(x.cols()).array().square();
    work.squaredX = x.array().square();
}

template <class Scalar>
void DenseLayer<Scalar>::squares(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, Work& s,
                                 Vector<Scalar>& out) const {
    setSquares(x, delta, s);
    auto w = view(out, this->layout_[W]);
    gemm(s.squaredDelta, Op::None, s.squaredX, Op::Transpose, w);
    if (inhibitoryFactor() != -1)
        w.rightCols(shape_.inhibitoryInputs) *= inhibitoryFactor() * inhibitoryFactor();
    view(out, this->layout_[Bias]) = s.squaredDelta.rowwise().sum();
}

template <class Scalar>
void DenseLayer<Scalar>::currents(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>&,
                                  Currents<Scalar>& out) const {
    Matrix<Scalar> w = view(this->parameters_, this->layout_[W]);
    if (shape_.inhibitoryInputs > 0)
        w.rightCols(shape_.inhibitoryInputs) *= inhibitoryFactor();
    out.resize(shape_.outputs, x.cols(), false);
    signedCurrents<Scalar>(w, {x.data(), x.outerStride()}, whole(out.excitatory), whole(out.inhibitory));
}

template class DenseLayer<float>;
template class DenseLayer<double>;

} // namespace dalescope
