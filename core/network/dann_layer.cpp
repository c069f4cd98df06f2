#include "core/network/dann_layer.h"

#include "core/common/gemm.h"
#include "core/network/initialisation.h"
#include "core/network/kernels.h"

#include <cmath>

namespace dalescope {

namespace {

enum : std::size_t { WEE, WIE, WEI, Alpha, Gain, Bias };

} // namespace

template <class Scalar>
DannLayer<Scalar>::DannLayer(const DannShape& shape, DannInitialisation initialisation)
    : shape_(shape), initialisation_(initialisation) {
    const auto [d, ne, ni] = shape;
    const double rootNe = std::sqrt(static_cast<double>(ne)), inputs = static_cast<double>(d);
    ParameterLayout& layout = this->layout_;
    layout.specs = {
        {.name = "WEE", .rows = ne, .columns = d, .offset = 0, .leading = ne + ni, .nonNegative = true},
        {.name = "WIE", .rows = ni, .columns = d, .offset = ne, .leading = ne + ni, .nonNegative = true}};
    layout.specs[WIE].correction = 1 / rootNe;
    layout.size = (ne + ni) * d;
    ParameterSpec& wei = layout.add("WEI", ne, ni);
    wei.nonNegative = true;
    wei.correction = 1 / inputs;
    layout.addVector("alpha", ni).correction = 1 / (inputs * rootNe);
    layout.addVector("g", ne).nonNegative = true;
    layout.addVector("b", ne);
    this->parameters_.setZero(layout.size);
}

template <class Scalar>
MatrixView<Scalar> DannLayer<Scalar>::stack(Vector<Scalar>& flat) const {
    const Index rows = shape_.excitatory + shape_.inhibitory;
    return {flat.data(), rows, shape_.inputs, Eigen::OuterStride<>(rows)};
}

template <class Scalar>
ConstMatrixView<Scalar> DannLayer<Scalar>::stack(const Vector<Scalar>& flat) const {
    const Index rows = shape_.excitatory + shape_.inhibitory;
    return {flat.data(), rows, shape_.inputs, Eigen::OuterStride<>(rows)};
}

template <class Scalar>
void DannLayer<Scalar>::Work::resize(const DannShape& shape, Index batch) {
    if (stacked.cols() == batch)
        return;
    const auto [d, ne, ni] = shape;
    this->z.resize(ne, batch);
    stacked.resize(ne + ni, batch);
    interneurons.resize(ni, 2 * batch);
    inhibition.resize(ne, 2 * batch);
    n.resize(ne, batch);
    gammaInverse.resize(ne, batch);
    dInhibition.resize(ne, 2 * batch);
    dInterneurons.resize(ni, 2 * batch);
    dStacked.resize(ne + ni, batch);
}

template <class Scalar>
void DannLayer<Scalar>::initialise(Rng& rng, const InitialisationContext& context) {
    const auto& layout = this->layout_;
    auto& flat = this->parameters_;
    const auto d = static_cast<double>(shape_.inputs), ni = static_cast<double>(shape_.inhibitory);
    const bool reference = initialisation_ == DannInitialisation::Reference && context.firstLayer;
    const double mean = reference ? std::sqrt(1 / (2 * d)) : balancedMean(d);
    auto wee = view(flat, layout[WEE]), wie = view(flat, layout[WIE]), wei = view(flat, layout[WEI]);
    drawExponential<Scalar>(wee, mean, rng);
    if (initialisation_ == DannInitialisation::BothRandom) {
        const double both = std::sqrt(balancedMean(d) / ni);
        drawExponential<Scalar>(wie, both, rng);
        drawExponential<Scalar>(wei, both, rng);
    } else {
        if (shape_.inhibitory == 1)
            wie = wee.colwise().mean();
        else
            drawExponential<Scalar>(wie, mean, rng);
        wei.setConstant(static_cast<Scalar>(1 / ni));
    }
    view(flat, layout[Alpha]).setConstant(static_cast<Scalar>(balancedAlpha(d)));
    view(flat, layout[Gain]).setOnes();
    view(flat, layout[Bias]).setZero();
}

template <class Scalar>
void DannLayer<Scalar>::forward(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>& work) const {
    Work& w = own(work);
    const Index batch = x.cols(), ne = shape_.excitatory;
    w.resize(shape_, batch);
    const auto& layout = this->layout_;
    const auto& flat = this->parameters_;

    gemm(stack(flat), Op::None, x, Op::None, w.stacked);

    w.expAlpha = view(flat, layout[Alpha]).array().exp();
    w.interneurons.leftCols(batch) = w.stacked.bottomRows(shape_.inhibitory);
    w.interneurons.rightCols(batch) = w.expAlpha.asDiagonal() * w.interneurons.leftCols(batch);
    gemm(view(flat, layout[WEI]), Op::None, w.interneurons, Op::None, w.inhibition);

    kernels::dannForward({ne, batch, w.stacked.rows(), w.stacked.data(), w.inhibition.data(),
                          w.inhibition.data() + ne * batch, flat.data() + layout[Gain].offset,
                          flat.data() + layout[Bias].offset, w.n.data(), w.gammaInverse.data(), w.z.data()});
}

template <class Scalar>
void DannLayer<Scalar>::backward(const Matrix<Scalar>& delta, LayerWork<Scalar>& work,
                                 Matrix<Scalar>* dx) const {
    Work& w = own(work);
    const Index batch = delta.cols(), ne = shape_.excitatory, ni = shape_.inhibitory;
    const auto& layout = this->layout_;
    const auto& flat = this->parameters_;

    kernels::dannBackward({ne, batch, w.dStacked.rows(), delta.data(), w.n.data(), w.gammaInverse.data(),
                           flat.data() + layout[Gain].offset, w.dStacked.data(), w.dInhibition.data(),
                           w.dInhibition.data() + ne * batch});
    gemm(view(flat, layout[WEI]), Op::Transpose, w.dInhibition, Op::None, w.dInterneurons);
    w.dStacked.bottomRows(ni) =
        w.dInterneurons.leftCols(batch) + w.expAlpha.asDiagonal() * w.dInterneurons.rightCols(batch);
    if (dx) {
        dx->resize(shape_.inputs, batch);
        gemm(stack(flat), Op::Transpose, w.dStacked, Op::None, *dx);
    }
}

template <class Scalar>
void DannLayer<Scalar>::gradient(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                                 LayerWork<Scalar>& work, Vector<Scalar>& out) const {
    Work& w = own(work);
    const Index batch = delta.cols();
    const auto& layout = this->layout_;
    gemm(w.dStacked, Op::None, x, Op::Transpose, stack(out));
    gemm(w.dInhibition, Op::None, w.interneurons, Op::Transpose, view(out, layout[WEI]));
    view(out, layout[Alpha]) =
        (w.interneurons.rightCols(batch).array() * w.dInterneurons.rightCols(batch).array()).rowwise().sum();
    view(out, layout[Gain]) = (delta.array() * w.n.array()).rowwise().sum();
    view(out, layout[Bias]) = delta.rowwise().sum();
}

template <class Scalar>
void DannLayer<Scalar>::squares(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                                LayerWork<Scalar>& work, Vector<Scalar>& out) const {
    Work& w = own(work);
    const Index batch = delta.cols(), ne = shape_.excitatory, ni = shape_.inhibitory;
    const auto& layout = this->layout_;

    // An example's gradient of WEE and WIE is an outer product, so its square is the product of squares.
    w.squaredStacked = w.dStacked.array().square();
    w.squaredX = x.array().square();
    gemm(w.squaredStacked, Op::None, w.squaredX, Op::Transpose, stack(out));

    // That of WEI is P zI^T + Q (e^alpha zI)^T with P, Q the halves of dInhibition, so its square has three
    // terms, P^2 zI^2 + 2 P Q zI (e^alpha zI) + Q^2 (e^alpha zI)^2, added by one product over 3B columns.
    const auto P = w.dInhibition.leftCols(batch).array(), Q = w.dInhibition.rightCols(batch).array();
    const auto zI = w.interneurons.leftCols(batch).array(), scaled = w.interneurons.rightCols(batch).array();
    w.squaredLeft.resize(ne, 3 * batch);
    w.squaredLeft.leftCols(batch) = P.square();
    w.squaredLeft.middleCols(batch, batch) = 2 * P * Q;
    w.squaredLeft.rightCols(batch) = Q.square();
    w.squaredRight.resize(ni, 3 * batch);
    w.squaredRight.leftCols(batch) = zI.square();
    w.squaredRight.middleCols(batch, batch) = zI * scaled;
    w.squaredRight.rightCols(batch) = scaled.square();
    auto wei = view(out, layout[WEI]);
    gemm(w.squaredLeft, Op::None, w.squaredRight, Op::Transpose, wei);
    wei = wei.cwiseMax(Scalar(0)); // the middle term can be negative and leave -1e-20 behind

    view(out, layout[Alpha]) = (scaled * w.dInterneurons.rightCols(batch).array()).square().rowwise().sum();
    view(out, layout[Gain]) = (delta.array() * w.n.array()).square().rowwise().sum();
    view(out, layout[Bias]) = delta.array().square().rowwise().sum();
}

template <class Scalar>
void DannLayer<Scalar>::currents(const ConstMatrixRef<Scalar>&, const LayerWork<Scalar>& work,
                                 Currents<Scalar>& out) const {
    const Work& w = own(work);
    const Index batch = w.z.cols();
    out.excitatory = w.stacked.topRows(shape_.excitatory);
    out.inhibitory = w.inhibition.leftCols(batch);
    out.gamma = w.gammaInverse.cwiseInverse();
}

template class DannLayer<float>;
template class DannLayer<double>;

} // namespace dalescope
