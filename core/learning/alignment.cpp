#include "core/learning/alignment.h"

#include "core/learning/correction.h"
#include "core/learning/fisher_kernels.h"

#include <cmath>

namespace dalescope {

namespace {

// Inner products of the plain gradient u, the heuristic one c and the Fisher-corrected one f.
struct Products {
    double uu = 0, cc = 0, ff = 0, uf = 0, cf = 0;

    Products& operator+=(const Products& o) {
        uu += o.uu;
        cc += o.cc;
        ff += o.ff;
        uf += o.uf;
        cf += o.cf;
        return *this;
    }
    Cosines cosines() const { return {cf / std::sqrt(cc * ff), uf / std::sqrt(uu * ff)}; }
};

template <class Scalar>
kernels::InformationSums sumsOf(const Vector<Scalar>& gradient, const Vector<Scalar>& information,
                                const ParameterSpec& spec) {
    kernels::InformationSums sums;
    for (Index column = 0; column < spec.columns; ++column) {
        const Index start = spec.offset + column * spec.leading;
        sums += kernels::informationSums(gradient.data() + start, information.data() + start, spec.rows,
                                         static_cast<Scalar>(DiagonalFisher<Scalar>::guard));
    }
    return sums;
}

} // namespace

template <class Scalar>
Alignment measureAlignment(const Network<Scalar>& network, const DiagonalFisher<Scalar>& fisher,
                           const PerLayer<Scalar>& gradients, const LearningConfig& learning) {
    Alignment alignment;
    Products whole;
    for (std::size_t i = 0; i < network.size(); ++i) {
        Products layer;
        double scale = 1;
        const auto& layout = network[i].layout();
        for (std::size_t p = 0; p < layout.specs.size(); ++p) {
            const auto sums = sumsOf(gradients[i], fisher.information()[i], layout[p]);
            if (p == 0) // WEE or W: its inverse's norm scales the layer
                scale = 1 / std::sqrt(sums.inverse);
            const double factor = heuristicFactor(layout[p], learning);
            layer += {sums.gradient, factor * factor * sums.gradient, scale * scale * sums.corrected,
                      scale * sums.product, factor * scale * sums.product};
        }
        alignment.layers.push_back(layer.cosines());
        whole += layer;
    }
    alignment.network = whole.cosines();
    return alignment;
}

template Alignment measureAlignment(const Network<float>&, const DiagonalFisher<float>&,
                                    const PerLayer<float>&, const LearningConfig&);
template Alignment measureAlignment(const Network<double>&, const DiagonalFisher<double>&,
                                    const PerLayer<double>&, const LearningConfig&);

} // namespace dalescope
