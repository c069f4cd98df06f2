// A small data set that tests can learn in a moment.
#pragma once

#include "core/common/rng.h"
#include "core/data/dataset.h"
#include "core/settings/config.h"

#include <memory>

namespace dalescope {

/// Noisy patterns of `classes` classes in `features` pixels.
inline std::shared_ptr<const Dataset> smallData(Index train = 256, Index features = 24, Index classes = 4) {
    auto data = std::make_shared<Dataset>();
    data->name = "patterns";
    data->shape = {1, 1, features};
    data->classes = classes;
    Rng rng(7);
    const auto fill = [&](Examples& examples, Index count) {
        examples.features = features;
        for (Index i = 0; i < count; ++i) {
            const auto label = static_cast<Index>(uniformBelow(rng, static_cast<std::uint64_t>(classes)));
            examples.labels.push_back(static_cast<std::uint8_t>(label));
            for (Index f = 0; f < features; ++f)
                examples.bytes.push_back(
                    static_cast<std::uint8_t>((f % classes == label ? 140 : 20) + uniform(rng) * 100));
        }
    };
    fill(data->train, train);
    fill(data->test, 64);
    return data;
}

inline Config smallConfig(const char* kind = "dann") {
    Config config;
    config.layers = {{kind, 20, {4, false}}, {kind, 20, {4, false}}, {kind, 4, {1, false}}};
    if (config.layers[0].kind == "columnei")
        config.layers[2].inhibitory.amount = 0;
    config.training.learningRate = 0.05;
    config.training.batchSize = 16;
    config.training.threads = 1;
    config.training.epochs = 3;
    config.training.testEvery = 10;
    config.balance.every = 10;
    config.fisher.every = 5;
    return config;
}

} // namespace dalescope
