#include "core/training/moment.h"

#include "core/settings/field.h"
#include "core/training/snapshot.h"

namespace dalescope {

Checkpoint Moment::checkpoint() const {
    return withWeights(state, *network, fisher.get(), dataset, input);
}

Tick Moment::tick() const {
    return {state.update,
            static_cast<double>(state.epoch) +
                static_cast<double>(state.offset) / static_cast<double>(state.examples),
            state.seconds};
}

std::size_t Moment::bytes() const {
    Index numbers = 0;
    for (std::size_t l = 0; l < network->size(); ++l) {
        const auto& layer = (*network)[l];
        numbers += layer.parameters().size() + layer.state().size();
        numbers += fisher ? (*fisher)[l].size() : 0;
    }
    return sizeof(float) * static_cast<std::size_t>(numbers);
}

Moment momentOf(const Checkpoint& checkpoint, const std::string& dataset, const FeatureShape& input,
                Index classes, const JournalPlace& place) {
    const Config settings = settingsAt(checkpoint);
    auto network = std::make_shared<Network<float>>(settings.layers, input, classes);
    for (std::size_t l = 0; l < network->size(); ++l)
        readLayer((*network)[l], checkpoint.weights, "layers." + std::to_string(l) + ".", checkpoint.file);
    network->intervene(settings.layers, static_cast<std::uint64_t>(settings.training.seed));
    std::shared_ptr<PerLayer<float>> fisher;
    if (hasFisher(checkpoint.weights)) {
        fisher = std::make_shared<PerLayer<float>>(zerosLike(*network));
        takeFisher(checkpoint.weights, *network, *fisher, checkpoint.file);
    }
    Checkpoint state = checkpoint;
    state.weights = {};
    return {std::move(state), std::move(network), std::move(fisher), dataset, input, place};
}

Config settingsAt(const Checkpoint& checkpoint) {
    Config settings = checkpoint.config;
    const auto made = settings.edits.begin() + static_cast<std::ptrdiff_t>(checkpoint.editsMade);
    settings.edits.erase(settings.edits.begin(), made);
    for (std::size_t i = 0; i < checkpoint.editsMade; ++i)
        setValueByPath(settings, checkpoint.config.edits[i].path, checkpoint.config.edits[i].value);
    return settings;
}

Checkpoint withWeights(Checkpoint state, const Network<float>& network, const PerLayer<float>* fisher,
                       const std::string& dataset, const FeatureShape& input) {
    const Config settings = settingsAt(state);
    state.weights =
        makeSnapshot(network, settings.layers, {dataset, input, state.update, settings.training.seed});
    if (fisher)
        putFisher(state.weights, network, *fisher);
    return state;
}

} // namespace dalescope
