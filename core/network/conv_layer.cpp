#include "core/network/conv_layer.h"

#include "core/network/kernels.h"

namespace dalescope {

template <class Core>
ConvLayer<Core>::ConvLayer(const ConvGeometry& geometry, const Core& core, const ParameterLayout& layout)
    : geometry_(geometry), core_(core) {
    this->layout_ = layout;
    for (auto& spec : this->layout_.specs)
        if (spec.name == "W" || spec.name == "WEE" || spec.name == "WIE")
            spec.kernel = {geometry.channels, geometry.kernel, geometry.kernel};
    this->layout_.addVector("b", core.units());
    this->parameters_.setZero(this->layout_.size);
}

template <class Core>
void ConvLayer<Core>::initialise(Rng& rng, const InitialisationContext& context) {
    core_.initialise(this->parameters_, rng, context.firstLayer);
    view(this->parameters_, bias()).setZero();
}

/// Examples whose patches are gathered at a time.
template <class Core>
Index ConvLayer<Core>::groupSize() const {
    constexpr Index elements = 1 << 21; // 8 MiB of float: large enough for full speed of the products
    return std::max<Index>(1, elements / (geometry_.locations() * (geometry_.patch() + core_.units())));
}

template <class Core>
auto ConvLayer<Core>::patches(const ConstMatrixRef<Scalar>& x, Index first, Index count, Work& work) const
    -> Operand<Scalar> {
    const Index columns = count * geometry_.locations();
    const auto patches = work.patches.view(columns, geometry_.patch());
    gatherPatches<Scalar>(geometry_, x, first, count, patches);
    return {patches.data(), columns, Op::Transpose};
}

template <class Core>
void ConvLayer<Core>::forward(const ConstMatrixRef<Scalar>& x, const PassMode&,
                              LayerWork<Scalar>& work) const {
    Work& w = own(work);
    const Index locations = geometry_.locations(), units = core_.units();
    w.z.resize(units * locations, x.cols());
    w.kept.resize(core_, x.cols() * locations);
    for (Index first = 0, group = groupSize(); first < x.cols(); first += group) {
        const Index count = std::min(group, x.cols() - first), columns = count * locations;
        const auto z = w.columns.view(units, columns);
        core_.forward(this->parameters_, patches(x, first, count, w),
                      w.kept.columns(first * locations, columns), w.scratch,
                      this->parameters_.data() + bias().offset, z);
        this->actOnUnits(z);
        toPlanes<Scalar>(readOnly<Scalar>(z), first, count, w.z);
    }
}

template <class Core>
void ConvLayer<Core>::backward(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                               LayerWork<Scalar>& work, const Wanted<Scalar>& wanted) const {
    if (wanted.dx)
        wanted.dx->setZero(geometry_.features(), x.cols());
    if (wanted.dx || wanted.gradient)
        for (Index first = 0, group = groupSize(); first < x.cols(); first += group)
            backwardGroup(x, delta, first, std::min(group, x.cols() - first), own(work), wanted);
    if (wanted.squares)
        squares(x, delta, own(work), *wanted.squares);
}

template <class Core>
void ConvLayer<Core>::backwardGroup(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, Index first,
                                    Index count, Work& w, const Wanted<Scalar>& wanted) const {
    const Index locations = geometry_.locations(), columns = count * locations;
    const auto d = w.columns.view(core_.units(), columns);
    const auto kept = w.kept.columns(first * locations, columns);
    fromPlanes<Scalar>(delta, first, count, d);
    core_.backward(this->parameters_, readOnly<Scalar>(d), kept, w.scratch);
    if (wanted.gradient) {
        const bool add = first > 0;
        core_.gradient(patches(x, first, count, w), readOnly<Scalar>(d), kept, w.scratch, add,
                       *wanted.gradient);
        if (!add)
            view(*wanted.gradient, bias()).setZero();
        addBiasGradient(readOnly<Scalar>(d), *wanted.gradient);
    }
    if (wanted.dx) {
        const auto dPatches = w.dPatches.view(columns, geometry_.patch());
        core_.inputGradient(this->parameters_, readOnly<Scalar>(d), w.scratch, Op::Transpose, dPatches);
        scatterPatches<Scalar>(geometry_, readOnly<Scalar>(dPatches), first, count, *wanted.dx);
    }
}

/// An example's gradient is a sum over its locations, so each is computed in full before it is squared.
template <class Core>
void ConvLayer<Core>::squares(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta, Work& w,
                              Vector<Scalar>& out) const {
    out.setZero(this->layout_.size);
    w.example.setZero(this->layout_.size); // with what lies between columns
    for (Index example = 0; example < x.cols(); ++example) {
        backwardGroup(x, delta, example, 1, w, {});
        const Index locations = geometry_.locations();
        const auto d = w.columns.view(core_.units(), locations);
        core_.gradient(patches(x, example, 1, w), readOnly<Scalar>(d),
                       w.kept.columns(example * locations, locations), w.scratch, false, w.example);
        view(w.example, bias()).setZero();
        addBiasGradient(readOnly<Scalar>(d), w.example);
        out.array() += w.example.array().square();
    }
}

template <class Core>
void ConvLayer<Core>::addBiasGradient(ConstMatrixView<Scalar> delta, Vector<Scalar>& out) const {
    kernels::addRowSums(delta.rows(), delta.cols(), delta.data(), delta.outerStride(),
                        out.data() + bias().offset);
}

template <class Core>
void ConvLayer<Core>::currents(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>& work,
                               Currents<Scalar>& out) const {
    Work& w = own(work);
    const Index locations = geometry_.locations();
    out.resize(core_.units(), x.cols() * locations, Core::divisive);
    for (Index first = 0, group = groupSize(); first < x.cols(); first += group) {
        const Index count = std::min(group, x.cols() - first), start = first * locations,
                    columns = count * locations;
        core_.currents(this->parameters_, patches(x, first, count, w), w.kept.columns(start, columns), start,
                       columns, out);
    }
}

template class ConvLayer<LinearCore<float>>;
template class ConvLayer<LinearCore<double>>;
template class ConvLayer<DannCore<float>>;
template class ConvLayer<DannCore<double>>;

} // namespace dalescope
