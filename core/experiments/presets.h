// The configurations that come with the program, from resources/presets.
#pragma once

#include "core/settings/config.h"

#include <string>
#include <vector>

namespace dalescope {

struct Preset {
    std::string name;  ///< "mnist-dann"
    std::string title; ///< "MNIST, DANN"
    std::string about; ///< a sentence: what it shows
    Config config;
};

/// All of them, by name.
const std::vector<Preset>& presets();

/// Throws Error that suggests the nearest name.
const Preset& findPreset(const std::string& name);

} // namespace dalescope
