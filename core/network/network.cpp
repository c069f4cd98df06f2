#include "core/network/network.h"

#include "core/common/share_out.h"
#include "core/network/architecture.h"
#include "core/settings/layer_kinds.h"

namespace dalescope {

namespace {

template <class Scalar>
std::vector<Stage<Scalar>> soundStages(const std::vector<LayerConfig>& layers, const FeatureShape& in,
                                       Index classes) {
    requireSound(layers, in, classes);
    return makeStages<Scalar>(layers, checkArchitecture(layers, in, classes));
}

} // namespace

template <class Scalar>
Network<Scalar>::Network(const std::vector<LayerConfig>& layers, const FeatureShape& in, Index classes)
    : stages_(soundStages<Scalar>(layers, in, classes)) {}

template <class Scalar>
Network<Scalar>& Network<Scalar>::operator=(const Network& other) {
    if (this == &other)
        return *this;
    stages_.clear();
    for (const auto& stage : other.stages_) {
        Stage<Scalar> copy;
        copy.layer = stage.layer->clone();
        for (const auto& transform : stage.transforms)
            copy.transforms.push_back(transform->clone());
        stages_.push_back(std::move(copy));
    }
    return *this;
}

template <class Scalar>
void Network<Scalar>::takeValues(const Network& other) {
    for (std::size_t i = 0; i < size(); ++i) {
        Layer<Scalar>& layer = (*this)[i];
        const Vector<Scalar>& from = other[i].parameters();
        shareOut(from.size(), 1, [&](Index first, Index count) {
            layer.parameters().segment(first, count) = from.segment(first, count);
        });
        layer.state() = other[i].state();
        layer.intervene(other[i].intervention());
    }
}

template <class Scalar>
void Network<Scalar>::initialise(std::uint64_t seed, double meanPixel) {
    for (std::size_t i = 0; i < size(); ++i) {
        Rng rng = makeRng(seed, RngStream::Weights, i);
        (*this)[i].initialise(rng, {.firstLayer = i == 0, .meanPixel = meanPixel});
    }
}

template <class Scalar>
void Network<Scalar>::intervene(const std::vector<LayerConfig>& layers, std::uint64_t seed) {
    std::size_t index = 0;
    for (const auto& layer : layersWithWeights(layers)) {
        (*this)[index].intervene(interventionOn(layer, index, seed));
        ++index;
    }
}

template <class Scalar>
void Network<Scalar>::endInterventions() {
    for (std::size_t i = 0; i < size(); ++i)
        (*this)[i].intervene({});
}

template <class Scalar>
bool Network<Scalar>::couplesExamples(const PassMode& mode) const {
    for (const auto& stage : stages_)
        if (stage.layer->couplesExamples(mode))
            return true;
    return false;
}

template <class Scalar>
bool Network<Scalar>::allFinite() const {
    for (const auto& stage : stages_)
        if (!stage.layer->parameters().allFinite())
            return false;
    return true;
}

template <class Scalar>
PerLayer<Scalar> zerosLike(const Network<Scalar>& network) {
    PerLayer<Scalar> zeros;
    for (std::size_t i = 0; i < network.size(); ++i)
        zeros.push_back(Vector<Scalar>::Zero(network[i].layout().size));
    return zeros;
}

template class Network<float>;
template class Network<double>;
template PerLayer<float> zerosLike(const Network<float>&);
template PerLayer<double> zerosLike(const Network<double>&);

} // namespace dalescope
