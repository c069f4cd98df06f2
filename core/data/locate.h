// Finding data sets by name in the places where people keep them, and opening what they point at.
#pragma once

#include "core/data/open_dataset.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dalescope {

/// A data set that loadDataset() would find.
struct KnownDataset {
    std::string name;             ///< what --dataset and data.name call it
    std::string title;            ///< "Fashion-MNIST"
    std::filesystem::path folder; ///< empty where none was found, and for what is drawn
    bool available = false;
    std::string hint; ///< how to get it: "apt install dataset-fashion-mnist"
};

/// The folders searched, in order: `first` (if not empty), $DALESCOPE_DATA, the user's data folder
/// ($XDG_DATA_HOME/dalescope, ~/.local/share/dalescope), ~/.cache, where torchvision and Keras put theirs,
/// and /usr/share/datasets.
std::vector<std::filesystem::path> dataFolders(const std::filesystem::path& first);

/// mnist, kmnist, k49, fashion, cifar10, glyphs and delayed-match, each with where it is; nothing is read but
/// file names.
std::vector<KnownDataset> knownDatasets(const std::filesystem::path& first);

/// What a known name's examples are, found or not; their classes too. Nothing for what the program draws and
/// for what is no known name.
struct KnownShape {
    FeatureShape features;
    Index classes = 0;
};
std::optional<KnownShape> knownShape(const std::string& name);

/// Loads by known name, or the files at a path where `name` is one (see openDataset). `first` is searched
/// before the usual places. A known name whose files are in `first` itself, without a subfolder, is found
/// too. With `validation`, so many training examples take the place of the test set (see hold_out.h). Throws
/// Error that says where it looked and how to get the data.
Dataset loadDataset(const std::string& name, const std::filesystem::path& first = {}, Index validation = 0);

} // namespace dalescope
