// A run as a PyTorch program: the text of it.
#pragma once

#include "core/common/feature_shape.h"
#include "core/settings/config.h"

#include <filesystem>
#include <set>
#include <string>

namespace dalescope {

/// What the script needs to know of where its data is.
struct ScriptData {
    std::filesystem::path path; ///< empty where it is not known
    /// What it has to read: idx, cifar10, npz, parts (four .npz files); all of them where it is not known.
    std::set<std::string> readers;
    std::string help; ///< what --data has to be
};

struct ScriptRequest {
    Config config;                ///< sound for `in`; the settings to go on with
    FeatureShape in;              ///< an example
    std::int64_t update = 0;      ///< updates made so far
    std::string source;           ///< what is exported, for the heading
    std::string name;             ///< of the script's file, likewise
    std::string weights;          ///< snapshot, as a Python expression
    std::string fisher = "None";  ///< archive with the running mean of the Fisher information, likewise
    std::string data = "None";    ///< data set, likewise
    std::string heldOut = "None"; ///< archive with the examples held out, likewise
    ScriptData dataFormat;
};

/// A script of numpy and PyTorch alone that builds the network of `request`, loads the weights and goes on
/// training. It holds the layers, readers and rules that this run needs and no others. From
/// resources/pytorch.
std::string pytorchScript(const ScriptRequest& request);

} // namespace dalescope
