#include "core/training/moment.h"

#include "core/common/error.h"
#include "core/network/architecture.h"
#include "core/settings/field.h"
#include "core/training/snapshot.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace dalescope {

namespace {

constexpr double mostFeatures = 1 << 30; ///< of an example

Error damaged(const std::string& file) {
    return Error(file, "the weights and settings of a run do not fit together", "choose an earlier copy");
}

/// The network's last layer has a unit for each.
Index classesOf(const Config& settings) {
    return settings.layers.empty() ? 0 : settings.layers.back().units;
}

/// What a snapshot says of the data set.
void describe(const Npz& weights, const std::string& file, Moment& moment) {
    try {
        const auto meta = nlohmann::json::parse(weights.texts.at("meta.json"));
        meta.at("dataset").get_to(moment.dataset);
        const auto input = meta.at("input").get<std::array<std::int32_t, 3>>();
        moment.input = FeatureShape::image(input[0], input[1], input[2]); // any first layer takes one
    } catch (const std::exception&) {
        throw damaged(file);
    }
}

/// So that settings that lie make no network that is larger than the file.
void requireWeights(const Config& settings, const FeatureShape& input, const Npz& weights,
                    const std::string& file) {
    double present = 0, needed = 0;
    for (const auto& [name, array] : weights.arrays)
        present += static_cast<double>(array.bytes.size()) / sizeof(float);
    const double features = static_cast<double>(input.channels) * static_cast<double>(input.rows) *
                            static_cast<double>(input.columns);
    if (std::min({input.channels, input.rows, input.columns}) < 1 || features > mostFeatures)
        throw damaged(file);
    for (const auto& shape : checkArchitecture(settings.layers, input, classesOf(settings)))
        needed += static_cast<double>(shape.parameters);
    if (needed > present)
        throw damaged(file);
}

} // namespace

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

Moment momentFromNpz(Npz npz, const JournalPlace& place, const std::string& file) {
    Moment moment;
    moment.state = checkpointFromNpz(std::move(npz), file);
    moment.place = place;
    const Npz weights = std::exchange(moment.state.weights, {});
    const Config settings = settingsAt(moment.state);
    describe(weights, file, moment);
    requireWeights(settings, moment.input, weights, file);
    auto network = std::make_shared<Network<float>>(settings.layers, moment.input, classesOf(settings));
    for (std::size_t l = 0; l < network->size(); ++l)
        readLayer((*network)[l], weights, "layers." + std::to_string(l) + ".", file);
    network->intervene(settings.layers, static_cast<std::uint64_t>(settings.training.seed));
    if (hasFisher(weights)) {
        auto fisher = std::make_shared<PerLayer<float>>(zerosLike(*network));
        takeFisher(weights, *network, *fisher, file);
        moment.fisher = std::move(fisher);
    }
    if (moment.state.gammaWarned.size() != network->size())
        throw damaged(file);
    moment.network = std::move(network);
    return moment;
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
