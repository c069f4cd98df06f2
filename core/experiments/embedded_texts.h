// Files of resources/ that are put into the program by embed_texts.cmake: name (without its ending) and
// content of each, by name.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace dalescope {

/// resources/presets/*.json
std::vector<std::pair<std::string, std::string>> embeddedPresets();
/// resources/sweeps/*.json
std::vector<std::pair<std::string, std::string>> embeddedSweeps();
/// resources/pytorch/*.py, the parts of an exported script (see pytorch_script.h)
std::vector<std::pair<std::string, std::string>> embeddedPyTorch();
/// resources/lessons/*.md but README.md
std::vector<std::pair<std::string, std::string>> embeddedLessons();
/// resources/help/topics.json
std::vector<std::pair<std::string, std::string>> embeddedHelp();

} // namespace dalescope
