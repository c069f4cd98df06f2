#include "core/learning/fisher.h"

#include "core/common/worker_team.h"

#include <array>
#include <cmath>

namespace dalescope {

namespace {

// Parts that a pass is divided into, whatever the number of threads, so that sums have the same bits on any.
constexpr std::uint32_t chunks = 16;

} // namespace

template <class Scalar>
auto DiagonalFisher<Scalar>::begin(const Network<Scalar>& network, const FisherConfig& config) -> Shares {
    const double share = begun_ ? config.momentum : 1;
    begun_ = true;
    sums_.resize(network.size());
    for (std::size_t i = 0; i < network.size(); ++i)
        sums_[i].assign(network[i].layout().specs.size(), {});
    return {static_cast<Scalar>(share * config.lambda), static_cast<Scalar>(1 - share)};
}

template <class Scalar>
const std::vector<FisherStep<Scalar>>& DiagonalFisher<Scalar>::beginSteps(const Network<Scalar>& network,
                                                                          const FisherConfig& config) {
    const Shares shares = begin(network, config);
    steps_.clear();
    for (std::size_t i = 0; i < network.size(); ++i)
        steps_.push_back(
            {shares.add, shares.keep, static_cast<Scalar>(guard), &information_[i], sums_[i].data()});
    return steps_;
}

template <class Scalar>
void DiagonalFisher<Scalar>::advance(const Network<Scalar>& network, const PerLayer<Scalar>& squares,
                                     const PerLayer<Scalar>& gradients, const FisherConfig& config) {
    const Shares shares = begin(network, config);
    for (std::size_t i = 0; i < network.size(); ++i) {
        const auto& layout = network[i].layout();
        for (std::size_t p = 0; p < layout.specs.size(); ++p) {
            std::array<kernels::InformationSums, chunks> parts{};
            threadTeam().run(layout[p].columns < chunks ? 1 : chunks, [&](std::uint32_t chunk) {
                const Index divided = layout[p].columns < chunks ? 1 : chunks;
                forEachStretchOf(layout[p], chunk, divided, [&](Index start, Index length) {
                    parts[chunk] +=
                        kernels::advanceAndSum(information_[i].data() + start, squares[i].data() + start,
                                               gradients[i].data() + start, length, shares.keep, shares.add,
                                               static_cast<Scalar>(guard));
                });
            });
            for (const auto& part : parts)
                sums_[i][p] += part;
        }
    }
}

template <class Scalar>
PerParameterEffects DiagonalFisher<Scalar>::look(const Network<Scalar>& network,
                                                 const PerLayer<Scalar>& gradients) {
    PerParameterEffects effects(network.size());
    sums_.resize(network.size());
    for (std::size_t i = 0; i < network.size(); ++i) {
        sums_[i].clear();
        for (const auto& spec : network[i].layout().specs) {
            kernels::EffectSums sums;
            forEachStretch(spec, [&](Index start, Index length) {
                sums += kernels::effectSums(information_[i].data() + start, gradients[i].data() + start,
                                            length, static_cast<Scalar>(guard));
            });
            effects[i].push_back(sums);
            sums_[i].push_back(sums.beside);
        }
    }
    return effects;
}

template <class Scalar>
double DiagonalFisher<Scalar>::scale(std::size_t layer) const {
    return 1 / std::sqrt(sums_[layer].front().inverse);
}

template <class Scalar>
void DiagonalFisher<Scalar>::correct(PerLayer<Scalar>& gradients) const {
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        const Index size = gradients[i].size(), length = (size + chunks - 1) / chunks;
        const auto factor = static_cast<Scalar>(scale(i));
        threadTeam().run(chunks, [&](std::uint32_t chunk) {
            const Index first = std::min(static_cast<Index>(chunk) * length, size);
            kernels::divideByInformation(gradients[i].data() + first, information_[i].data() + first,
                                         std::min(length, size - first), static_cast<Scalar>(guard), factor);
        });
    }
}

template class DiagonalFisher<float>;
template class DiagonalFisher<double>;

} // namespace dalescope
