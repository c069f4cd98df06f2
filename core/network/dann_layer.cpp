#include "core/network/dann_layer.h"

#include "core/network/kernels.h"

namespace dalescope {

template <class Scalar>
DannLayer<Scalar>::DannLayer(const DannShape& shape, DannInitialisation initialisation)
    : core_(shape, initialisation, "", this->layout_) {
    this->layout_.addVector("b", shape.excitatory);
    this->parameters_.setZero(this->layout_.size);
}

template <class Scalar>
void DannLayer<Scalar>::initialise(Rng& rng, const InitialisationContext& context) {
    core_.initialise(this->parameters_, rng, context.firstLayer);
    view(this->parameters_, bias()).setZero();
}

template <class Scalar>
void DannLayer<Scalar>::forward(const ConstMatrixRef<Scalar>& x, const PassMode&,
                                LayerWork<Scalar>& work) const {
    Work& w = own(work);
    w.z.resize(core_.units(), x.cols());
    w.kept.resize(core_, x.cols());
    core_.forward(this->parameters_, {x.data(), x.outerStride()}, w.kept.columns(0, x.cols()), w.scratch,
                  this->parameters_.data() + bias().offset, whole(w.z));
    this->actOnUnits(whole(w.z));
}

template <class Scalar>
void DannLayer<Scalar>::backward(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                                 LayerWork<Scalar>& work, const Wanted<Scalar>& wanted) const {
    Work& w = own(work);
    const auto kept = w.kept.columns(0, x.cols());
    core_.backward(this->parameters_, whole(delta), kept, w.scratch);
    if (wanted.dx) {
        wanted.dx->resize(core_.inputs(), delta.cols());
        core_.inputGradient(this->parameters_, whole(delta), w.scratch, Op::None, whole(*wanted.dx));
    }
    if (wanted.gradient) {
        core_.gradient({x.data(), x.outerStride()}, whole(delta), kept, w.scratch, false, *wanted.gradient);
        auto dBias = view(*wanted.gradient, bias());
        dBias.setZero();
        kernels::addRowSums(delta.rows(), delta.cols(), delta.data(), delta.rows(), dBias.data());
    }
    if (wanted.squares) {
        core_.squares(x, whole(delta), kept, w.scratch, *wanted.squares);
        view(*wanted.squares, bias()) = delta.array().square().rowwise().sum();
    }
}

template <class Scalar>
void DannLayer<Scalar>::descend(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                                LayerWork<Scalar>& work, std::span<const Scalar> rates,
                                const FisherStep<Scalar>* fisher) {
    Work& w = own(work);
    core_.descend(x, whole(delta), w.kept.columns(0, x.cols()), w.scratch, rates, this->parameters_, fisher);
    w.dBias.setZero(delta.rows());
    kernels::addRowSums(delta.rows(), x.cols(), delta.data(), delta.rows(), w.dBias.data());
    if (fisher) {
        w.squaredBias = delta.rightCols(x.cols()).array().square().rowwise().sum();
        fisher->sums[this->layout_.specs.size() - 1] =
            kernels::advanceAndSum(fisher->information->data() + bias().offset, w.squaredBias.data(),
                                   w.dBias.data(), w.dBias.size(), fisher->keep, fisher->add, fisher->guard);
    }
    kernels::step(this->parameters_.data() + bias().offset, w.dBias.data(), w.dBias.size(), rates.back(),
                  false);
}

template <class Scalar>
void DannLayer<Scalar>::currents(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>& work,
                                 Currents<Scalar>& out) const {
    out.resize(core_.units(), x.cols(), true);
    core_.currents(this->parameters_, {x.data(), x.outerStride()}, own(work).kept.columns(0, x.cols()), 0,
                   x.cols(), out);
}

template class DannLayer<float>;
template class DannLayer<double>;

} // namespace dalescope
