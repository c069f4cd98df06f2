// The inhibited product with inhibition that is scaled, silenced or driven. With s the factor on subtractive
// inhibition, t the power of the divisive one, S = WEI zI, u = WEI (e^alpha zI) + 1e-8 and G = u^t:
//
//     n = (zE - s S) / G        dn/dzE = 1 / G,  dn/dS = -s / G,  dn/du = -(t / u) n
//
// so that what backward() has at hand for s = t = 1, -a by S and -a n by u with a = delta g / G, is to be
// multiplied by s and by the slope t G / u = t u^(t - 1).
#include "core/common/share_out.h"
#include "core/network/dann_core.h"
#include "core/network/kernels.h"

namespace dalescope {

/// From zE, S and u - 1e-8 in `scratch` to what forward() keeps, and z.
template <class Scalar>
void DannCore<Scalar>::forwardScaled(const Flat& flat, KeptView kept, Scratch& scratch, const Scalar* bias,
                                     Out z) const {
    const Index columns = z.cols(), ne = shape_.excitatory;
    const Out stacked = scratch.stacked.view(stride(), columns);
    const Out inhibition = scratch.inhibition.view(ne, 2 * columns);
    const auto g = view(flat, specs_[Gain]).col(0);
    const auto s = static_cast<Scalar>(intervention_.subtractive),
               t = static_cast<Scalar>(intervention_.divisive);
    shareOut(columns, ne, [&](Index first, Index count) {
        const auto u = inhibition.middleCols(columns + first, count).array() +
                       static_cast<Scalar>(kernels::gammaEpsilon);
        auto inverse = kept.gammaInverse.middleCols(first, count);
        if (t == 1) {
            inverse = u.inverse();
        } else {
            inverse = u.pow(-t);
            kept.slope.middleCols(first, count) = t * u.pow(t - 1);
        }
        auto n = kept.n.middleCols(first, count);
        n = (stacked.block(0, first, ne, count) - s * inhibition.middleCols(first, count))
                .cwiseProduct(inverse);
        auto own = z.middleCols(first, count);
        if (bias)
            own = (g.asDiagonal() * n).colwise() + Eigen::Map<const Vector<Scalar>>(bias, ne);
        else
            own += g.asDiagonal() * n;
    });
}

/// dLoss by S and u from what it is without scales, for each of the deltas.
template <class Scalar>
void DannCore<Scalar>::scaleBack(Out dInhibition, const KeptView& kept) const {
    const Index columns = kept.n.cols();
    for (Index first = 0; first < dInhibition.cols(); first += 2 * columns) {
        dInhibition.middleCols(first, columns) *= static_cast<Scalar>(intervention_.subtractive);
        if (intervention_.divisive != 1)
            dInhibition.middleCols(first + columns, columns).array() *= kept.slope.array();
    }
}

template void DannCore<float>::forwardScaled(const Flat&, KeptView, Scratch&, const float*, Out) const;
template void DannCore<double>::forwardScaled(const Flat&, KeptView, Scratch&, const double*, Out) const;
template void DannCore<float>::scaleBack(Out, const KeptView&) const;
template void DannCore<double>::scaleBack(Out, const KeptView&) const;

} // namespace dalescope
