// In which settings configurations differ, as a person would say it.
#pragma once

#include "core/settings/config.h"

#include <string>
#include <vector>

namespace dalescope {

/// A setting in which at least two configurations differ.
struct VariedSetting {
    std::string path;  ///< "training.learning_rate"; "network.layers.units" for a setting of layers
    std::string label; ///< "Learning rate"; "Inhibitory units (layer 3)" where they differ in that one only
    /// Of each configuration, in their order; "50-30" for layers that have different values; empty where it
    /// means nothing.
    std::vector<std::string> texts;
    std::vector<double> numbers; ///< the same as numbers; NaN where it is none
};

/// In the order of the editors. Seed, threads and the data's folder do not count.
std::vector<VariedSetting> variedSettings(const std::vector<const Config*>& configs);

/// "learning rate 0.1107 against 0.3576; seed 1 against 2", or that they have the same settings.
std::string differenceText(const Config& a, const Config& b);

} // namespace dalescope
