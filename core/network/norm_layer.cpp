#include "core/network/norm_layer.h"

#include "core/common/gemm.h"
#include "core/network/initialisation.h"
#include "core/network/linear_core.h"

#include <cmath>

namespace dalescope {

namespace {

constexpr double epsilon = 1e-5;
constexpr double momentum = 0.1;
enum : std::size_t { W, Gain, Bias };
enum : std::size_t { RunningMean, RunningVar };

} // namespace

template <class Scalar>
NormLayer<Scalar>::NormLayer(Norm norm, Index inputs, Index outputs)
    : norm_(norm), inputs_(inputs), outputs_(outputs) {
    this->layout_.add("W", outputs, inputs);
    this->layout_.addVector("g", outputs);
    this->layout_.addVector("b", outputs);
    this->parameters_.setZero(this->layout_.size);
    if (norm == Norm::Batch) {
        this->stateLayout_.addVector("running_mean", outputs);
        this->stateLayout_.addVector("running_var", outputs);
        this->state_.setZero(this->stateLayout_.size);
        view(this->state_, this->stateLayout_[RunningVar]).setOnes();
    }
}

template <class Scalar>
void NormLayer<Scalar>::initialise(Rng& rng, const InitialisationContext&) {
    drawNormal<Scalar>(view(this->parameters_, this->layout_[W]), std::sqrt(2 / static_cast<double>(inputs_)),
                       rng); // He et al. (2015)
    view(this->parameters_, this->layout_[Gain]).setOnes();
    view(this->parameters_, this->layout_[Bias]).setZero();
    if (norm_ == Norm::Batch) {
        view(this->state_, this->stateLayout_[RunningMean]).setZero();
        view(this->state_, this->stateLayout_[RunningVar]).setOnes();
    }
}

template <class Scalar>
void NormLayer<Scalar>::updateState(const LayerWork<Scalar>& work) {
    const Work& w = static_cast<const Work&>(work);
    const auto batch = static_cast<double>(w.n.cols());
    if (norm_ == Norm::Layer || !w.batchStatistics || batch < 2) // one example has no variance to learn from
        return;
    auto mean = view(this->state_, this->stateLayout_[RunningMean]);
    auto variance = view(this->state_, this->stateLayout_[RunningVar]);
    mean += static_cast<Scalar>(momentum) * (w.mean - mean);
    variance +=
        static_cast<Scalar>(momentum) * (static_cast<Scalar>(batch / (batch - 1)) * w.variance - variance);
}

template <class Scalar>
void NormLayer<Scalar>::forward(const ConstMatrixRef<Scalar>& x, const PassMode& mode,
                                LayerWork<Scalar>& work) const {
    Work& w = own(work);
    w.n.resize(outputs_, x.cols());
    gemm(view(this->parameters_, this->layout_[W]), Op::None, x, Op::None, w.n);
    w.batchStatistics = mode.batchStatistics;
    if (norm_ == Norm::Layer) {
        w.mean = w.n.colwise().mean().transpose();
        w.n.rowwise() -= w.mean.transpose();
        w.variance = w.n.array().square().colwise().mean().transpose();
    } else {
        if (mode.batchStatistics)
            w.mean = w.n.rowwise().mean();
        else
            w.mean = view(this->state_, this->stateLayout_[RunningMean]);
        w.n.colwise() -= w.mean;
        if (mode.batchStatistics)
            w.variance = w.n.array().square().rowwise().mean();
        else
            w.variance = view(this->state_, this->stateLayout_[RunningVar]);
    }
    w.inverse = (w.variance.array() + static_cast<Scalar>(epsilon)).rsqrt();
    if (norm_ == Norm::Layer)
        w.n = w.n * w.inverse.asDiagonal();
    else
        w.n = w.inverse.asDiagonal() * w.n;
    w.z = view(this->parameters_, this->layout_[Gain]).col(0).asDiagonal() * w.n;
    w.z.colwise() += view(this->parameters_, this->layout_[Bias]).col(0);
    this->actOnUnits(whole(w.z));
}

/// da = inverse (dn - mean(dn) - n mean(dn n)) with dn = g delta, means over what was normalised together;
/// with running statistics, which do not depend on a, da = inverse dn.
template <class Scalar>
void NormLayer<Scalar>::differentiate(const Matrix<Scalar>& delta, Work& w) const {
    w.da = view(this->parameters_, this->layout_[Gain]).col(0).asDiagonal() * delta;
    if (norm_ == Norm::Layer) {
        w.first = w.da.colwise().mean().transpose();
        w.second = w.da.cwiseProduct(w.n).colwise().mean().transpose();
        w.da.rowwise() -= w.first.transpose();
        w.da -= w.n * w.second.asDiagonal();
        w.da = w.da * w.inverse.asDiagonal();
        return;
    }
    if (w.batchStatistics) {
        w.first = w.da.rowwise().mean();
        w.second = w.da.cwiseProduct(w.n).rowwise().mean();
        w.da.colwise() -= w.first;
        w.da -= w.second.asDiagonal() * w.n;
    }
    w.da = w.inverse.asDiagonal() * w.da;
}

template <class Scalar>
void NormLayer<Scalar>::backward(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                                 LayerWork<Scalar>& work, const Wanted<Scalar>& wanted) const {
    Work& w = own(work);
    differentiate(delta, w);
    if (wanted.dx) {
        wanted.dx->resize(inputs_, x.cols());
        gemm(view(this->parameters_, this->layout_[W]), Op::Transpose, w.da, Op::None, *wanted.dx);
    }
    if (wanted.gradient) {
        gemm(w.da, Op::None, x, Op::Transpose, view(*wanted.gradient, this->layout_[W]));
        view(*wanted.gradient, this->layout_[Gain]) = delta.cwiseProduct(w.n).rowwise().sum();
        view(*wanted.gradient, this->layout_[Bias]) = delta.rowwise().sum();
    }
    if (wanted.squares) { // each example's gradient of W is an outer product
        w.squaredDa = w.da.array().square();
        w.squaredX = x.array().square();
        gemm(w.squaredDa, Op::None, w.squaredX, Op::Transpose, view(*wanted.squares, this->layout_[W]));
        view(*wanted.squares, this->layout_[Gain]) = delta.cwiseProduct(w.n).array().square().rowwise().sum();
        view(*wanted.squares, this->layout_[Bias]) = delta.array().square().rowwise().sum();
    }
}

template <class Scalar>
void NormLayer<Scalar>::currents(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>&,
                                 Currents<Scalar>& out) const {
    out.resize(outputs_, x.cols(), false);
    signedCurrents<Scalar>(view(this->parameters_, this->layout_[W]), {x.data(), x.outerStride()},
                           whole(out.excitatory), whole(out.inhibitory));
}

template class NormLayer<float>;
template class NormLayer<double>;

} // namespace dalescope
