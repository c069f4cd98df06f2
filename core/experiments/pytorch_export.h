// Writes a run as a PyTorch program beside or apart from its folder.
#pragma once

#include "core/common/feature_shape.h"
#include "core/io/npz.h"
#include "core/settings/config.h"

#include <filesystem>
#include <string>
#include <vector>

namespace dalescope {

/// A network in training, and how it goes on.
struct PyTorchExport {
    Config config;           ///< as the run was begun, with the edits made; those after `update` do not count
    FeatureShape in;         ///< an example
    std::int64_t update = 0; ///< updates made so far
    std::string source;      ///< what a person calls it
    std::filesystem::path weights; ///< the snapshot that the script is to load
    std::filesystem::path fisher;  ///< archive with layers.i.NAME.fisher; empty where there is none
    std::filesystem::path script;  ///< to be written
};

/// Writes the script and, beside it, what it cannot make itself, as SCRIPT's name with another ending: a data
/// set that only this program can draw (.DATASET.npz), and which examples are held out (.held-out.npz).
/// Returns what a person should know, a sentence each. Throws Error.
std::vector<std::string> exportPyTorch(const PyTorchExport& request);

/// The same of a finished run's folder. An empty `script` becomes FOLDER/continue.py. Throws Error naming
/// what the folder lacks, or the array of the snapshot that does not fit its config.json.
std::vector<std::string> exportPyTorchRun(const std::filesystem::path& folder, std::filesystem::path script);

} // namespace dalescope
