// Everything that defines a run. Replaying a Config gives the same bits.
#pragma once

#include "core/common/matrix.h"
#include "core/settings/interventions.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace dalescope {

/// A setting's value as editors, JSON and --set carry it.
using Value = std::variant<bool, std::int64_t, double, std::string>;

/// Inhibitory units of a layer: so many, or a percentage of the excitatory units.
struct InhibitoryUnits {
    double amount = 10;
    bool percent = true;

    /// Units for a layer of `excitatory` ones: the percentage rounded to the nearest whole number.
    Index count(Index excitatory) const;
    /// "50" or "10 %"
    std::string text() const;
    /// Reads what text() writes. Throws Error where `text` is neither a whole number nor a percentage.
    static InhibitoryUnits parse(const std::string& text);
    bool operator==(const InhibitoryUnits&) const = default;
};

struct LayerConfig {
    std::string kind = "dann"; ///< see layerKinds()
    Index units = 500; ///< excitatory units (n_e), or all of a standard layer; channels of a convolution
    InhibitoryUnits inhibitory;
    std::string initialisation = "paper";      ///< paper, reference or both-random (DANN kinds only)
    Index kernel = 3, stride = 1, padding = 1; ///< of a convolution, in pixels
    Index size = 2;                            ///< of a pooling window, in pixels
    double rate = 0.5;                         ///< share of features that dropout sets to zero
    InterventionConfig intervention = {};      ///< what is done to its units while they work

    bool operator==(const LayerConfig&) const = default;
};

struct DataConfig {
    std::string name = "glyphs"; ///< a known data set's name
    std::string folder;          ///< where to look first; empty: only in the usual places
    std::int64_t validation = 0; ///< training examples held out, on which the test error is then measured
    bool operator==(const DataConfig&) const = default;
};

struct TrainingConfig {
    double learningRate = 0.1107;
    Index batchSize = 32;
    std::int64_t epochs = 50;
    std::int64_t updates = 0; ///< stop after this many; 0: no limit
    std::int64_t seed = 1;
    std::int64_t threads = 2;
    std::int64_t testEvery = 200; ///< updates between two measurements of the test error
    bool operator==(const TrainingConfig&) const = default;
};

/// Kinds of parameters that do not move, in layers of every kind; recurrent layers' U included.
struct FrozenConfig {
    bool WEE = false, WIE = false, WEI = false, alpha = false, g = false, b = false, W = false;
    bool operator==(const FrozenConfig&) const = default;
};

/// How gradients become updates, which parameters the heuristic correction (algorithm 3) touches, and what
/// bounds a step.
struct LearningConfig {
    std::string correction = "heuristic"; ///< none, heuristic or fisher
    bool correctWIE = true;
    bool correctWEI = true;
    bool correctAlpha = true;
    double normLimit = 0;   ///< M of algorithm 5; 0: off
    double rateScaling = 0; ///< M of algorithm 6, a cosine; 0: off
    FrozenConfig freeze = {};
    bool operator==(const LearningConfig&) const = default;
};

/// Algorithm 4, as a probe of the alignment or as the update itself.
struct FisherConfig {
    bool probe = true;
    std::int64_t every = 10; ///< updates between two probes; the update itself needs every one
    double momentum = 0.02;  ///< k
    double lambda = 2.5e-5;
    std::string labels = "sampled"; ///< sampled, empirical or exact
    bool operator==(const FisherConfig&) const = default;
};

struct BalanceConfig {
    std::int64_t every = 50;  ///< updates between two measurements; 0: never
    Index probeSize = 256;    ///< examples in the fixed probe batch
    double penalty = 0;       ///< weight of the loss that pulls balances toward 1; 0: off
    double gammaLimit = 1e-3; ///< warn when a layer's gamma falls below this share of its mean
    bool operator==(const BalanceConfig&) const = default;
};

struct StopConfig {
    double targetError = 0; ///< stop at this test error (percent); 0: off
    std::int64_t plateauEpochs =
        0; ///< stop when the training error has not improved for so many epochs; 0: off
    bool operator==(const StopConfig&) const = default;
};

/// A change made while a run went on; it takes effect once `update` updates have been made.
struct Edit {
    std::int64_t update = 0;
    std::string path;
    Value value;
    bool operator==(const Edit&) const = default;
};

struct Config {
    DataConfig data;
    std::vector<LayerConfig> layers;
    TrainingConfig training;
    LearningConfig learning;
    FisherConfig fisher;
    BalanceConfig balance;
    StopConfig stop;
    std::vector<Edit> edits; ///< in the order of their updates

    bool operator==(const Config&) const = default;
};

/// The network that a new window starts with: DANN, three hidden layers of 500 and an output of 10.
Config defaultConfig();

} // namespace dalescope
