#include "core/learning/alignment.h"

#include "core/learning/correction.h"

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

} // namespace

template <class Scalar>
void measureAlignment(const Network<Scalar>& network, const DiagonalFisher<Scalar>& fisher,
                      const LearningConfig& learning, Alignment& alignment) {
    alignment.layers.clear();
    Products whole;
    for (std::size_t i = 0; i < network.size(); ++i) {
        Products layer;
        const double scale = fisher.scale(i);
        const auto& layout = network[i].layout();
        for (std::size_t p = 0; p < layout.specs.size(); ++p) {
            const auto& sums = fisher.sums()[i][p];
            const double factor = heuristicFactor(layout[p], learning);
            layer += {sums.gradient, factor * factor * sums.gradient, scale * scale * sums.corrected,
                      scale * sums.product, factor * scale * sums.product};
        }
        alignment.layers.push_back(layer.cosines());
        whole += layer;
    }
    alignment.network = whole.cosines();
}

template void measureAlignment(const Network<float>&, const DiagonalFisher<float>&, const LearningConfig&,
                               Alignment&);
template void measureAlignment(const Network<double>&, const DiagonalFisher<double>&, const LearningConfig&,
                               Alignment&);

} // namespace dalescope
