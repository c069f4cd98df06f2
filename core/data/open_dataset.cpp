#include "core/data/open_dataset.h"

#include "core/common/error.h"
#include "core/data/cifar10.h"
#include "core/data/idx_pair.h"
#include "core/data/npz_dataset.h"

#include <algorithm>
#include <future>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

Dataset readIdxFolder(const fs::path& folder) {
    auto test = std::async(std::launch::async, [&] { return readIdxPair(folder, "t10k"); });
    IdxPair train = readIdxPair(folder, "train");
    IdxPair held = test.get();
    if (train.shape != held.shape)
        throw Error(folder.string(), "its training and test images differ in size",
                    "use files of one data set");
    Dataset data;
    data.name = fs::weakly_canonical(folder).filename().string();
    data.folder = folder;
    data.shape = train.shape;
    data.classes = std::max(train.classes, held.classes);
    for (Index c = 0; c < data.classes; ++c)
        data.classNames.push_back(std::to_string(c));
    data.train = std::move(train.examples);
    data.test = std::move(held.examples);
    return data;
}

Dataset openFolder(const fs::path& folder) {
    switch (formatOf(folder)) {
    case FolderFormat::Idx:
        return readIdxFolder(folder);
    case FolderFormat::Cifar10:
        return readCifar10(folder);
    case FolderFormat::NpzParts:
        return readNpzParts(*findNpzParts(folder));
    case FolderFormat::None:
        break;
    }
    throw Error(
        folder.string(), "it holds no data set that this program reads",
        "it needs train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and "
        "t10k-labels-idx1-ubyte (gzipped or not), or CIFAR-10's .bin files, or four .npz files such as "
        "k49-train-imgs.npz");
}

/// Whether the archive is one of a set in parts that is all there.
bool isPart(const fs::path& file, const fs::path& folder) {
    const auto parts = findNpzParts(folder);
    return parts && (file == parts->trainImages || file == parts->trainLabels || file == parts->testImages ||
                     file == parts->testLabels);
}

} // namespace

FolderFormat formatOf(const fs::path& folder) {
    if (holdsIdxPairs(folder))
        return FolderFormat::Idx;
    if (holdsCifar10(folder))
        return FolderFormat::Cifar10;
    return findNpzParts(folder) ? FolderFormat::NpzParts : FolderFormat::None;
}

Dataset openDataset(const fs::path& path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored))
        throw Error(path.string(), "there is no such file or folder", "check the name");
    if (fs::is_directory(path, ignored))
        return openFolder(path);
    const fs::path folder = path.parent_path();
    if (path.extension() == ".npz")
        return isPart(path, folder) ? openFolder(folder) : readNpzDataset(path);
    if (path.extension() != ".bin")
        readIdx(path); // says what is wrong with this very file
    return openFolder(folder);
}

} // namespace dalescope
