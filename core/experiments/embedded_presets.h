// The text of resources/presets/*.json, put into the program by embed_presets.cmake.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace dalescope {

/// Name (without .json) and content of each, by name.
std::vector<std::pair<std::string, std::string>> embeddedPresets();

} // namespace dalescope
