#include "core/data/locate.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/data/glyphs.h"
#include "core/data/idx_pair.h"

#include <algorithm>
#include <cstdlib>
#include <future>
#include <optional>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

struct Family {
    std::string name;
    const char *title, *hint;
    std::vector<std::string>
        folders; ///< under a data folder, as torchvision, Keras, Debian and people call them
    std::vector<std::string> classes;
};

const std::vector<Family>& families() {
    static const std::vector<std::string> digits = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    static const std::vector<Family> all = {
        {"mnist",
         "MNIST",
         "put its four IDX files in a folder named mnist there",
         {"mnist", "MNIST/raw", "MNIST"},
         digits},
        {"kmnist",
         "Kuzushiji-MNIST",
         "put its four IDX files in a folder named kmnist there",
         {"kmnist", "KMNIST/raw", "KMNIST", "kuzushiji-mnist"},
         {"o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"}},
        {"fashion",
         "Fashion-MNIST",
         "install it with: apt install dataset-fashion-mnist",
         {"fashion", "fashion-mnist", "FashionMNIST/raw", "FashionMNIST", "fashion_mnist"},
         {"T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
          "Ankle boot"}},
    };
    return all;
}

const Family* findFamily(const std::string& name) {
    for (const auto& family : families())
        if (family.name == name)
            return &family;
    return nullptr;
}

void addFolder(std::vector<fs::path>& folders, const char* variable, const char* below) {
    if (const char* value = std::getenv(variable); value && *value)
        folders.push_back(fs::path(value) / below);
}

/// Whether `folder` is named as the folder of a family other than `family`.
bool belongsToAnother(const fs::path& folder, const Family& family) {
    const std::string own = fs::weakly_canonical(folder).generic_string();
    return std::ranges::any_of(families(), [&](const Family& other) {
        return other.name != family.name && std::ranges::any_of(other.folders, [&](const std::string& name) {
                   return own.ends_with("/" + name);
               });
    });
}

std::optional<fs::path> locate(const Family& family, const fs::path& first) {
    if (!first.empty() && holdsIdxPairs(first) && !belongsToAnother(first, family))
        return first;
    for (const auto& folder : dataFolders(first))
        for (const auto& below : family.folders)
            if (holdsIdxPairs(folder / below))
                return folder / below;
    return std::nullopt;
}

Dataset loadFolder(const fs::path& folder) {
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

} // namespace

std::vector<fs::path> dataFolders(const fs::path& first) {
    std::vector<fs::path> folders;
    if (!first.empty())
        folders.push_back(first);
    addFolder(folders, "DALESCOPE_DATA", "");
    addFolder(folders, "XDG_DATA_HOME", "dalescope");
    for (const char* below :
         {".local/share/dalescope", ".cache/dalescope", ".cache", ".cache/torch", "data", ".keras/datasets"})
        addFolder(folders, "HOME", below);
    folders.emplace_back("/usr/share/datasets");
    return folders;
}

std::vector<KnownDataset> knownDatasets(const fs::path& first) {
    std::vector<KnownDataset> known;
    for (const auto& family : families()) {
        const auto folder = locate(family, first);
        known.push_back({family.name, family.title, folder.value_or(""), folder.has_value(), family.hint});
    }
    known.push_back({"glyphs", "Glyphs (drawn by the program)", "", true, ""});
    return known;
}

Dataset openDataset(const fs::path& path) {
    std::error_code ignored;
    const fs::path folder = fs::is_directory(path, ignored) ? path : path.parent_path();
    if (!fs::exists(path, ignored))
        throw Error(path.string(), "there is no such file or folder", "check the name");
    if (folder != path)
        readIdx(path); // says what is wrong with this very file
    if (!holdsIdxPairs(folder))
        throw Error(folder.string(), "it does not hold a training and a test pair of IDX files",
                    "it needs train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and "
                    "t10k-labels-idx1-ubyte, gzipped or not");
    return loadFolder(folder);
}

Dataset loadDataset(const std::string& name, const fs::path& first) {
    if (name == "glyphs")
        return makeGlyphs();
    const Family* family = findFamily(name);
    if (!family) {
        std::error_code ignored;
        if (fs::exists(name, ignored))
            return openDataset(name);
        const std::string guess = nearest(name, {"mnist", "kmnist", "fashion", "glyphs"});
        throw Error(name, "it is neither a known data set nor a file or folder",
                    guess.empty() ? "use mnist, kmnist, fashion or glyphs"
                                  : "did you mean \"" + guess + "\"?");
    }
    const auto folder = locate(*family, first);
    if (!folder) {
        std::string looked;
        for (const auto& place : dataFolders(first))
            looked += (looked.empty() ? "" : ", ") + place.string();
        throw Error(name, "it was not found in " + looked, family->hint);
    }
    Dataset data = loadFolder(*folder);
    if (data.classes > static_cast<Index>(family->classes.size()))
        throw Error(folder->string(),
                    "label " + std::to_string(data.classes - 1) + " is out of range for " + family->title,
                    "get its files again");
    data.name = name;
    data.classes = static_cast<Index>(family->classes.size());
    data.classNames = family->classes;
    return data;
}

} // namespace dalescope
