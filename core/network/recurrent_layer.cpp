#include "core/network/recurrent_layer.h"

#include "core/network/kernels.h"

#include <algorithm>

namespace dalescope {

namespace {

/// Moves between channels x steps x columns and steps x (channels x columns), the features of one example.
template <class Scalar, class Move>
void forEachRow(const StepShape& shape, Move move) {
    for (Index channel = 0; channel < shape.channels; ++channel)
        for (Index t = 0; t < shape.steps; ++t)
            move((channel * shape.steps + t) * shape.columns, (t * shape.channels + channel) * shape.columns);
}

} // namespace

template <class Core>
RecurrentLayer<Core>::RecurrentLayer(const StepShape& shape, bool passSequence, const Core& hidden,
                                     const Core& input, const ParameterLayout& layout)
    : shape_(shape), passSequence_(passSequence), hidden_(hidden), input_(input) {
    this->layout_ = layout;
    const auto b = std::ranges::find(layout.specs, "b", &ParameterSpec::name);
    bias_ = static_cast<std::size_t>(b - layout.specs.begin());
    this->parameters_.setZero(layout.size);
}

template <class Core>
void RecurrentLayer<Core>::initialise(Rng& rng, const InitialisationContext& context) {
    hidden_.initialise(this->parameters_, rng, false);
    input_.initialise(this->parameters_, rng, context.firstLayer);
    view(this->parameters_, this->layout_[bias_]).setZero();
}

/// n x B: step t of all examples of an n x B T matrix.
template <class Core>
auto RecurrentLayer<Core>::step(Scalar* data, Index t, Index batch) const -> MatrixView<Scalar> {
    const Index n = hidden_.units();
    return {data + t * n, n, batch, Eigen::OuterStride<>(n * shape_.steps)};
}

/// Inputs of a step x B T.
template <class Core>
auto RecurrentLayer<Core>::inputColumns(const ConstMatrixRef<Scalar>& x, Work& work) const
    -> Operand<Scalar> {
    if (shape_.channels == 1 && x.outerStride() == x.rows())
        return {x.data(), shape_.units()};
    auto columns = work.x.view(shape_.units(), x.cols() * shape_.steps);
    for (Index example = 0; example < x.cols(); ++example)
        forEachRow<Scalar>(shape_, [&](Index from, Index to) {
            std::copy_n(x.data() + example * x.outerStride() + from, shape_.columns,
                        columns.data() + example * inputs() + to);
        });
    return {columns.data(), shape_.units()};
}

template <class Core>
void RecurrentLayer<Core>::forward(const ConstMatrixRef<Scalar>& x, const PassMode&,
                                   LayerWork<Scalar>& work) const {
    Work& w = own(work);
    const Index batch = x.cols(), steps = shape_.steps, n = hidden_.units();
    w.z.resize(n * steps, batch);
    w.h.resize(n, batch * steps);
    w.hidden.resize(hidden_, batch * steps);
    w.input.resize(input_, batch * steps);
    const MatrixView<Scalar> z(w.z.data(), n, batch * steps, Eigen::OuterStride<>(n));
    input_.forward(this->parameters_, inputColumns(x, w), w.input.columns(0, batch * steps), w.inputScratch,
                   this->parameters_.data() + this->layout_[bias_].offset, z);
    for (Index t = 0; t < steps; ++t) {
        auto now = step(w.z.data(), t, batch), h = step(w.h.data(), t, batch);
        if (t > 0)
            hidden_.forward(this->parameters_, {step(w.h.data(), t - 1, batch).data(), n * steps},
                            w.hidden.columns(t, batch, steps), w.hiddenScratch, nullptr, now);
        this->actOnUnits(now);
        for (Index example = 0; example < batch; ++example)
            kernels::relu(now.col(example).data(), h.col(example).data(), n);
    }
}

/// Sets dz of every step from the delta of those passed on, last step first, and adds up the hidden weights'
/// gradient on the way.
template <class Core>
void RecurrentLayer<Core>::throughTime(const Matrix<Scalar>& delta, Work& w, Vector<Scalar>* gradient) const {
    const Index batch = delta.cols(), steps = shape_.steps, n = hidden_.units();
    w.dz.setZero(n, batch * steps);
    Eigen::Map<Matrix<Scalar>>(w.dz.data(), n * steps, batch).bottomRows(delta.rows()) = delta;
    for (Index t = steps - 1; t > 0; --t) {
        const auto dz = readOnly<Scalar>(step(w.dz.data(), t, batch));
        const auto kept = w.hidden.columns(t, batch, steps);
        hidden_.backward(this->parameters_, dz, kept, w.hiddenScratch);
        if (gradient)
            hidden_.gradient({step(w.h.data(), t - 1, batch).data(), n * steps}, dz, kept, w.hiddenScratch,
                             true, *gradient);
        auto dh = w.dh.view(n, batch);
        hidden_.inputGradient(this->parameters_, dz, w.hiddenScratch, Op::None, dh);
        const auto z = step(w.z.data(), t - 1, batch);
        auto before = step(w.dz.data(), t - 1, batch);
        for (Index example = 0; example < batch; ++example) {
            kernels::reluBackward(z.col(example).data(), dh.col(example).data(), n);
            before.col(example) += dh.col(example);
        }
    }
}

template <class Core>
void RecurrentLayer<Core>::backward(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                                    LayerWork<Scalar>& work, const Wanted<Scalar>& wanted) const {
    Work& w = own(work);
    const Index columns = x.cols() * shape_.steps;
    if (wanted.gradient)
        wanted.gradient->setZero(this->layout_.size);
    throughTime(delta, w, wanted.gradient);
    const auto kept = w.input.columns(0, columns);
    if (wanted.gradient || wanted.dx)
        input_.backward(this->parameters_, readOnly<Scalar>(w.dz), kept, w.inputScratch);
    if (wanted.gradient) {
        input_.gradient(inputColumns(x, w), readOnly<Scalar>(w.dz), kept, w.inputScratch, true,
                        *wanted.gradient);
        addBiasGradient(readOnly<Scalar>(w.dz), *wanted.gradient);
    }
    if (wanted.dx) {
        wanted.dx->resize(inputs(), x.cols());
        inputGradient(w, *wanted.dx);
    }
    if (wanted.squares)
        squares(inputColumns(x, w), x.cols(), w, *wanted.squares);
}

template <class Core>
void RecurrentLayer<Core>::inputGradient(Work& w, Matrix<Scalar>& dx) const {
    const Index columns = dx.cols() * shape_.steps;
    const bool inOrder = shape_.channels == 1;
    const MatrixView<Scalar> out(inOrder ? dx.data() : w.dx.view(shape_.units(), columns).data(),
                                 shape_.units(), columns, Eigen::OuterStride<>(shape_.units()));
    input_.inputGradient(this->parameters_, readOnly<Scalar>(w.dz), w.inputScratch, Op::None, out);
    if (!inOrder)
        for (Index example = 0; example < dx.cols(); ++example)
            forEachRow<Scalar>(shape_, [&](Index to, Index from) {
                std::copy_n(out.data() + example * inputs() + from, shape_.columns,
                            dx.col(example).data() + to);
            });
}

/// An example's gradient is a sum over its steps, so each is computed in full before it is squared.
template <class Core>
void RecurrentLayer<Core>::squares(Operand<Scalar> x, Index batch, Work& w, Vector<Scalar>& out) const {
    const Index steps = shape_.steps, n = hidden_.units();
    out.setZero(this->layout_.size);
    for (Index example = 0; example < batch; ++example) {
        const Index first = example * steps;
        const ConstMatrixView<Scalar> dz(w.dz.col(first).data(), n, steps, Eigen::OuterStride<>(n));
        w.example.setZero(this->layout_.size);
        const auto input = w.input.columns(first, steps);
        input_.backward(this->parameters_, dz, input, w.inputScratch);
        input_.gradient({x.data + first * x.leading, x.leading}, dz, input, w.inputScratch, true, w.example);
        addBiasGradient(dz, w.example);
        if (steps > 1) {
            const ConstMatrixView<Scalar> later(dz.data() + n, n, steps - 1, Eigen::OuterStride<>(n));
            const auto hidden = w.hidden.columns(first + 1, steps - 1);
            hidden_.backward(this->parameters_, later, hidden, w.hiddenScratch);
            hidden_.gradient({w.h.col(first).data(), n}, later, hidden, w.hiddenScratch, true, w.example);
        }
        out.array() += w.example.array().square();
    }
}

template <class Core>
void RecurrentLayer<Core>::addBiasGradient(ConstMatrixView<Scalar> delta, Vector<Scalar>& out) const {
    kernels::addRowSums(delta.rows(), delta.cols(), delta.data(), delta.outerStride(),
                        out.data() + this->layout_[bias_].offset);
}

template <class Core>
void RecurrentLayer<Core>::currents(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>& work,
                                    Currents<Scalar>& out) const {
    Work& w = own(work);
    const Index batch = x.cols(), steps = shape_.steps, n = hidden_.units();
    out.resize(n, batch * (2 * steps - 1), Core::divisive);
    input_.currents(this->parameters_, inputColumns(x, w), w.input.columns(0, batch * steps), 0,
                    batch * steps, out);
    for (Index t = 1; t < steps; ++t)
        hidden_.currents(this->parameters_, {step(w.h.data(), t - 1, batch).data(), n * steps},
                         w.hidden.columns(t, batch, steps), batch * (steps + t - 1), batch, out);
}

template class RecurrentLayer<LinearCore<float>>;
template class RecurrentLayer<LinearCore<double>>;
template class RecurrentLayer<DannCore<float>>;
template class RecurrentLayer<DannCore<double>>;

} // namespace dalescope
