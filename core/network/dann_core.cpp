#include "core/network/dann_core.h"

#include "core/common/share_out.h"
#include "core/network/kernels.h"

#include <cmath>

namespace dalescope {

template <class Scalar>
DannCore<Scalar>::DannCore(const DannShape& shape, DannInitialisation initialisation,
                           const std::string& prefix, ParameterLayout& layout)
    : shape_(shape), initialisation_(initialisation) {
    const auto [d, ne, ni] = shape;
    const double rootNe = std::sqrt(static_cast<double>(ne)), inputs = static_cast<double>(d);
    ParameterSpec wee;
    wee.name = prefix + "WEE";
    wee.rows = ne;
    wee.columns = d;
    wee.leading = paddedLeading(ne + ni);
    wee.offset = layout.reserve(wee.leading, d);
    wee.nonNegative = true;
    ParameterSpec wie = wee;
    wie.name = prefix + "WIE";
    wie.rows = ni;
    wie.offset += ne;
    wie.correction = 1 / rootNe;
    const std::size_t first = layout.specs.size();
    layout.specs.push_back(wee);
    layout.specs.push_back(wie);
    ParameterSpec& wei = layout.add(prefix + "WEI", ne, ni);
    wei.nonNegative = true;
    wei.correction = 1 / inputs;
    layout.addVector(prefix + "alpha", ni).correction = 1 / (inputs * rootNe);
    layout.addVector(prefix + "g", ne).nonNegative = true;
    std::copy_n(layout.specs.begin() + static_cast<std::ptrdiff_t>(first), specs_.size(), specs_.begin());
}

template <class Scalar>
void DannCore<Scalar>::initialise(Flat& flat, Rng& rng, bool firstLayer) const {
    const auto d = static_cast<double>(shape_.inputs), ni = static_cast<double>(shape_.inhibitory);
    const bool reference = initialisation_ == DannInitialisation::Reference && firstLayer;
    const double mean = reference ? std::sqrt(1 / (2 * d)) : balancedMean(d);
    auto wee = view(flat, specs_[WEE]), wie = view(flat, specs_[WIE]), wei = view(flat, specs_[WEI]);
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
    view(flat, specs_[Alpha]).setConstant(static_cast<Scalar>(balancedAlpha(d)));
    view(flat, specs_[Gain]).setOnes();
}

template <class Scalar>
auto DannCore<Scalar>::Kept::columns(Index first, Index count, Index step) -> KeptView {
    const auto part = [&](Matrix<Scalar>& m) {
        return Out(m.data() + first * m.rows(), m.rows(), count, Eigen::OuterStride<>(step * m.rows()));
    };
    return {part(n), part(gammaInverse), part(zI), part(slope)};
}

template <class Scalar>
void DannCore<Scalar>::Kept::resize(const DannCore& core, Index columns) {
    n.resize(core.shape_.excitatory, columns);
    gammaInverse.resize(core.shape_.excitatory, columns);
    zI.resize(core.shape_.inhibitory, columns);
    slope.resize(core.intervention_.divisive == 1 ? 0 : core.shape_.excitatory, columns);
}

/// n_i x 2N: zI | e^alpha zI.
template <class Scalar>
auto DannCore<Scalar>::interneurons(const Flat& flat, const KeptView& kept, Scratch& scratch) const -> Out {
    const Index columns = kept.zI.cols();
    Out both = scratch.interneurons.view(shape_.inhibitory, 2 * columns);
    scratch.expAlpha = view(flat, specs_[Alpha]).array().exp();
    both.leftCols(columns) = kept.zI;
    both.rightCols(columns) = scratch.expAlpha.asDiagonal() * kept.zI;
    return both;
}

template <class Scalar>
void DannCore<Scalar>::forward(const Flat& flat, Operand<Scalar> x, KeptView kept, Scratch& scratch,
                               const Scalar* bias, Out z) const {
    const Index columns = z.cols(), ne = shape_.excitatory, ni = shape_.inhibitory;
    Out stacked = scratch.stacked.view(stride(), columns);
    gemm<Scalar>(rows(), columns, shape_.inputs, 1, stack(flat, Op::None), x, 0, stacked.data(), stride());
    kept.zI = stacked.middleRows(ne, ni);
    driveAndSilence(intervention_.drivenInhibitory, intervention_.drive, intervention_.silencedInhibitory,
                    kept.zI);
    Out inhibition = scratch.inhibition.view(ne, 2 * columns);
    gemm(view(flat, specs_[WEI]), Op::None, interneurons(flat, kept, scratch), Op::None, inhibition);
    if (intervention_.scales())
        return forwardScaled(flat, kept, scratch, bias, z);
    const Index leadingKept = kept.n.outerStride(), leadingZ = z.outerStride();
    shareOut(columns, ne, [&](Index first, Index count) {
        kernels::dannForward({ne, count, stride(), leadingKept, leadingZ, stacked.data() + first * stride(),
                              inhibition.data() + first * ne, inhibition.data() + (columns + first) * ne,
                              flat.data() + specs_[Gain].offset, bias, kept.n.data() + first * leadingKept,
                              kept.gammaInverse.data() + first * leadingKept, z.data() + first * leadingZ});
    });
}

template <class Scalar>
void DannCore<Scalar>::backward(const Flat& flat, In delta, KeptView kept, Scratch& scratch) const {
    const Index columns = kept.n.cols(), ne = shape_.excitatory, ni = shape_.inhibitory;
    const Index deltas = delta.cols() / columns;
    Out dStacked = scratch.dStacked.view(stride(), deltas * columns);
    Out dInhibition = scratch.dInhibition.view(ne, 2 * deltas * columns);
    Out dInterneurons = scratch.dInterneurons.view(ni, 2 * deltas * columns);
    const Index leadingKept = kept.n.outerStride();
    for (Index i = 0; i < deltas; ++i)
        shareOut(columns, ne, [&](Index first, Index count) {
            const Index column = i * columns + first;
            Scalar* subtractive = dInhibition.data() + (column + i * columns) * ne;
            kernels::dannBackward(
                {ne, count, delta.outerStride(), leadingKept, stride(),
                 delta.data() + column * delta.outerStride(), kept.n.data() + first * leadingKept,
                 kept.gammaInverse.data() + first * leadingKept, flat.data() + specs_[Gain].offset,
                 dStacked.data() + column * stride(), subtractive, subtractive + ne * columns});
        });
    if (scratch.pull)
        addPull(flat, kept, scratch);
    if (intervention_.scales())
        scaleBack(dInhibition, kept);
    // Delta by delta, since a product of more columns may add up in another order, and a probe must not
    // change a bit of an update.
    for (Index i = 0; i < deltas; ++i)
        gemm(view(flat, specs_[WEI]), Op::Transpose, dInhibition.middleCols(2 * i * columns, 2 * columns),
             Op::None, dInterneurons.middleCols(2 * i * columns, 2 * columns));
    interneurons(flat, kept, scratch);
    for (Index i = 0; i < deltas; ++i)
        dStacked.block(ne, i * columns, ni, columns) =
            dInterneurons.middleCols(2 * i * columns, columns) +
            scratch.expAlpha.asDiagonal() * dInterneurons.middleCols((2 * i + 1) * columns, columns);
    for (const Index unit : intervention_.silencedInhibitory)
        dStacked.row(ne + unit).setZero();
}

template <class Scalar>
void DannCore<Scalar>::addPull(const Flat& flat, const KeptView& kept, Scratch& scratch) const {
    const Index columns = kept.n.cols(), ne = shape_.excitatory;
    const BalancePull<Scalar>& pull = *scratch.pull;
    Out subtractive = scratch.inhibition.view(ne, columns);
    gemm(view(flat, specs_[WEI]), Op::None, kept.zI, Op::None, subtractive,
         static_cast<Scalar>(intervention_.subtractive));
    const auto zE = kept.n.array() / kept.gammaInverse.array() + subtractive.array();
    Out dInhibition = scratch.dInhibition.view(ne, 2 * columns);
    scratch.dStacked.view(stride(), columns).topRows(ne).array() +=
        pull.offset + pull.slope * (zE - pull.mean);
    dInhibition.leftCols(columns).array() += pull.subtractive;
    dInhibition.rightCols(columns).array() += pull.divisive;
}

template <class Scalar>
void DannCore<Scalar>::inputGradient(const Flat& flat, In delta, Scratch& scratch, Op op, Out dx) const {
    const Index columns = delta.cols();
    const Operand<Scalar> dStacked{scratch.dStacked.view(stride(), columns).data(), stride()};
    if (op == Op::None)
        gemm<Scalar>(shape_.inputs, columns, rows(), 1, stack(flat, Op::Transpose), dStacked, 0, dx.data(),
                     dx.outerStride());
    else
        gemm<Scalar>(columns, shape_.inputs, rows(), 1, {dStacked.data, stride(), Op::Transpose},
                     stack(flat, Op::None), 0, dx.data(), dx.outerStride());
}

template <class Scalar>
void DannCore<Scalar>::gradient(Operand<Scalar> x, In delta, KeptView kept, Scratch& scratch, bool add,
                                Flat& out) const {
    const Index columns = delta.cols(), ne = shape_.excitatory, ni = shape_.inhibitory;
    const Scalar keep = add ? 1 : 0;
    x.op = x.op == Op::None ? Op::Transpose : Op::None;
    gemm<Scalar>(rows(), shape_.inputs, columns, 1,
                 {scratch.dStacked.view(stride(), columns).data(), stride()}, x, keep,
                 out.data() + specs_[WEE].offset, stride());
    const Out interneurons = scratch.interneurons.view(ni, 2 * columns);
    gemm(scratch.dInhibition.view(ne, 2 * columns), Op::None, interneurons, Op::Transpose,
         view(out, specs_[WEI]), Scalar(1), keep);
    auto alpha = view(out, specs_[Alpha]), gain = view(out, specs_[Gain]);
    if (!add) {
        alpha.setZero();
        gain.setZero();
    }
    vectorGradients(delta, kept, scratch, alpha.data(), gain.data());
}

/// Adds the gradients of alpha and g to what is there, of the first of delta's deltas.
template <class Scalar>
void DannCore<Scalar>::vectorGradients(In delta, const KeptView& kept, Scratch& scratch, Scalar* alpha,
                                       Scalar* gain) const {
    const Index columns = kept.n.cols(), ni = shape_.inhibitory;
    kernels::addRowProducts(ni, columns, scratch.interneurons.view(ni, 2 * columns).data() + ni * columns, ni,
                            scratch.dInterneurons.view(ni, 2 * columns).data() + ni * columns, ni, alpha);
    kernels::addRowProducts(shape_.excitatory, columns, delta.data(), delta.outerStride(), kept.n.data(),
                            kept.n.outerStride(), gain);
}

template <class Scalar>
void DannCore<Scalar>::descend(const ConstMatrixRef<Scalar>& x, In delta, KeptView kept, Scratch& scratch,
                               std::span<const Scalar> rates, Flat& flat,
                               const FisherStep<Scalar>* fisher) const {
    const Index columns = kept.n.cols(), ne = shape_.excitatory, ni = shape_.inhibitory;
    if (fisher)
        setSquares(x, delta, kept, scratch);
    const auto stepDown = [&](Index rows, Index columnsOfC, Index inner, Operand<Scalar> a, Operand<Scalar> b,
                              const Matrix<Scalar>& squaredA, const Matrix<Scalar>& squaredB,
                              const ParameterSpec& spec) {
        Scalar* c = flat.data() + spec.offset;
        if (!fisher)
            return gemmStep<Scalar>(rows, columnsOfC, inner, a, b, scratch.rates.data(), true, c,
                                    spec.leading);
        gemmStepComparing<Scalar>(rows, columnsOfC, inner, a, b, scratch.rates.data(), true, c, spec.leading,
                                  {{squaredA.data(), squaredA.rows()},
                                   {squaredB.data(), squaredB.rows()},
                                   squaredA.cols(),
                                   fisher->add,
                                   fisher->keep,
                                   fisher->guard,
                                   fisher->information->data() + spec.offset,
                                   scratch.rowSums.view(rows, 4).data()});
    };
    scratch.rates.resize(rows());
    scratch.rates.head(ne).setConstant(rates[WEE]);
    scratch.rates.tail(ni).setConstant(rates[WIE]);
    stepDown(rows(), shape_.inputs, columns, {scratch.dStacked.data(), stride()}, {x.data(), x.outerStride()},
             scratch.squaredStacked, scratch.squaredX, specs_[WEE]);
    if (fisher) {
        fisher->sums[WEE] = sumOfRows(scratch.rowSums.view(rows(), 4), 0, ne);
        fisher->sums[WIE] = sumOfRows(scratch.rowSums.view(rows(), 4), ne, ni);
    }
    scratch.rates.head(ne).setConstant(rates[WEI]);
    stepDown(ne, ni, 2 * columns, {scratch.dInhibition.data(), ne}, {scratch.interneurons.data(), ni},
             scratch.squaredLeft, scratch.squaredRight, specs_[WEI]);
    if (fisher)
        fisher->sums[WEI] = sumOfRows(scratch.rowSums.view(ne, 4), 0, ne);

    scratch.small.setZero(ni + ne);
    vectorGradients(delta, kept, scratch, scratch.small.data(), scratch.small.data() + ni);
    const auto stepVector = [&](Part part, Index at, Index count, bool clamp) {
        if (fisher)
            fisher->sums[part] = kernels::advanceAndSum(
                fisher->information->data() + specs_[part].offset, scratch.squaredSmall.data() + at,
                scratch.small.data() + at, count, fisher->keep, fisher->add, fisher->guard);
        kernels::step(flat.data() + specs_[part].offset, scratch.small.data() + at, count, rates[part],
                      clamp);
    };
    stepVector(Alpha, 0, ni, false);
    stepVector(Gain, ni, ne, true);
}

/// The factors of the products that are the sums over the columns of squared gradients, and those sums of
/// alpha and g, all of the last of delta's deltas.
template <class Scalar>
void DannCore<Scalar>::setSquares(const ConstMatrixRef<Scalar>& x, In delta, const KeptView& kept,
                                  Scratch& scratch) const {
    const Index columns = kept.n.cols(), ne = shape_.excitatory, ni = shape_.inhibitory;
    const Index all = delta.cols();
    const auto interneurons = scratch.interneurons.view(ni, 2 * columns);

    // An example's gradient of WEE and WIE is an outer product, so its square is the product of squares.
    scratch.squaredStacked =
        scratch.dStacked.view(stride(), all).rightCols(columns).topRows(rows()).array().square();
    scratch.squaredX = x.array().square();

    // That of WEI is P zI^T + Q (e^alpha zI)^T with P, Q the halves of dInhibition, so its square has three
    // terms, P^2 zI^2 + 2 P Q zI (e^alpha zI) + Q^2 (e^alpha zI)^2, added by one product over 3N columns.
    const auto dInhibition = scratch.dInhibition.view(ne, 2 * all).rightCols(2 * columns);
    const auto P = dInhibition.leftCols(columns).array(), Q = dInhibition.rightCols(columns).array();
    const auto zI = interneurons.leftCols(columns).array(), scaled = interneurons.rightCols(columns).array();
    Matrix<Scalar>& left = scratch.squaredLeft;
    left.resize(ne, 3 * columns);
    left.leftCols(columns) = P.square();
    left.middleCols(columns, columns) = 2 * P * Q;
    left.rightCols(columns) = Q.square();
    Matrix<Scalar>& right = scratch.squaredRight;
    right.resize(ni, 3 * columns);
    right.leftCols(columns) = zI.square();
    right.middleCols(columns, columns) = zI * scaled;
    right.rightCols(columns) = scaled.square();

    const auto dScaled = scratch.dInterneurons.view(ni, 2 * all).rightCols(columns).array();
    scratch.squaredSmall.resize(ni + ne);
    scratch.squaredSmall.head(ni) = (scaled * dScaled).square().rowwise().sum();
    scratch.squaredSmall.tail(ne) =
        (delta.rightCols(columns).array() * kept.n.array()).square().rowwise().sum();
}

template <class Scalar>
void DannCore<Scalar>::squares(const ConstMatrixRef<Scalar>& x, In delta, KeptView kept, Scratch& scratch,
                               Flat& out) const {
    setSquares(x, delta, kept, scratch);
    gemm<Scalar>(rows(), shape_.inputs, delta.cols(), 1, {scratch.squaredStacked.data(), rows()},
                 {scratch.squaredX.data(), shape_.inputs, Op::Transpose}, 0, out.data() + specs_[WEE].offset,
                 stride());
    auto wei = view(out, specs_[WEI]);
    gemm(scratch.squaredLeft, Op::None, scratch.squaredRight, Op::Transpose, wei);
    wei = wei.cwiseMax(Scalar(0)); // the middle term can be negative and leave -1e-20 behind
    view(out, specs_[Alpha]) = scratch.squaredSmall.head(shape_.inhibitory);
    view(out, specs_[Gain]) = scratch.squaredSmall.tail(shape_.excitatory);
}

template <class Scalar>
void DannCore<Scalar>::currents(const Flat& flat, Operand<Scalar>, KeptView kept, Index first, Index columns,
                                Currents<Scalar>& out) const {
    auto excitatory = out.excitatory.middleCols(first, columns);
    auto inhibitory = out.inhibitory.middleCols(first, columns);
    auto gamma = out.gamma.middleCols(first, columns);
    gemm(view(flat, specs_[WEI]), Op::None, kept.zI, Op::None, inhibitory,
         static_cast<Scalar>(intervention_.subtractive));
    gamma = kept.gammaInverse.cwiseInverse();
    excitatory = kept.n.cwiseProduct(gamma) + inhibitory;    // since n = (zE - WEI zI) / gamma
    out.zI.resize(shape_.inhibitory, out.excitatory.cols()); // keeps what it holds unless its size changes
    out.zI.middleCols(first, columns) = kept.zI;
}

template class DannCore<float>;
template class DannCore<double>;

} // namespace dalescope
