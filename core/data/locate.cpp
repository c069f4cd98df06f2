#include "core/data/locate.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/data/delayed_match.h"
#include "core/data/glyphs.h"
#include "core/data/hold_out.h"
#include "core/data/npz_dataset.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

struct Family {
    std::string name;
    const char *title, *hint;
    std::vector<std::string>
        folders; ///< under a data folder, as torchvision, Keras, Debian and people call them
    std::vector<FolderFormat> formats; ///< that its files come in
    std::vector<std::string> classes;  ///< names; empty where they are numbers
    Index classCount = 10;
    std::string archive = {}; ///< a single file under a data folder, as Keras keeps it
    FeatureShape features = FeatureShape::image(1, 28, 28);
};

const std::vector<Family>& families() {
    static const std::vector<std::string> digits = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    static const std::vector<Family> all = {
        {"mnist",
         "MNIST",
         "put its four IDX files in a folder named mnist there",
         {"mnist", "MNIST/raw", "MNIST"},
         {FolderFormat::Idx},
         digits,
         10,
         "mnist.npz"},
        {"kmnist",
         "Kuzushiji-MNIST",
         "put its four IDX files in a folder named kmnist there",
         {"kmnist", "KMNIST/raw", "KMNIST", "kuzushiji-mnist"},
         {FolderFormat::Idx, FolderFormat::NpzParts},
         {"o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"}},
        {"k49",
         "Kuzushiji-49",
         "put its four .npz files in a folder named k49 there",
         {"k49", "K49", "kuzushiji-49"},
         {FolderFormat::NpzParts},
         {},
         49},
        {"fashion",
         "Fashion-MNIST",
         "install it with: apt install dataset-fashion-mnist",
         {"fashion", "fashion-mnist", "FashionMNIST/raw", "FashionMNIST", "fashion_mnist"},
         {FolderFormat::Idx},
         {"T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
          "Ankle boot"}},
        {"cifar10",
         "CIFAR-10",
         "put the .bin files of its binary version in a folder named cifar10 there",
         {"cifar10", "cifar-10-batches-bin", "CIFAR10"},
         {FolderFormat::Cifar10},
         {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"},
         10,
         {},
         FeatureShape::image(3, 32, 32)},
    };
    return all;
}

const Family* findFamily(const std::string& name) {
    for (const auto& family : families())
        if (family.name == name)
            return &family;
    return nullptr;
}

/// Once, also where two variables lead to it.
void addFolder(std::vector<fs::path>& folders, const char* variable, const char* below) {
    const char* value = std::getenv(variable);
    if (!value || !*value)
        return;
    const fs::path folder = fs::path(value) / below;
    if (std::ranges::find(folders, folder) == folders.end())
        folders.push_back(folder);
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

/// The folder, or the archive, that holds the family's data.
std::optional<fs::path> locate(const Family& family, const fs::path& first) {
    const auto holds = [&](const fs::path& folder) {
        return std::ranges::find(family.formats, formatOf(folder)) != family.formats.end();
    };
    if (!first.empty() && holds(first) && !belongsToAnother(first, family))
        return first;
    std::error_code ignored;
    for (const auto& folder : dataFolders(first)) {
        for (const auto& below : family.folders)
            if (holds(folder / below))
                return folder / below;
        if (!family.archive.empty() && fs::is_regular_file(folder / family.archive, ignored))
            return folder / family.archive;
    }
    return std::nullopt;
}

/// What the program draws itself.
struct Drawn {
    const char *name, *title;
    Dataset (*make)();
};
constexpr Drawn drawnSets[] = {
    {"glyphs", "Glyphs (drawn by the program)", [] { return makeGlyphs(); }},
    {"delayed-match", "Delayed match (drawn by the program)", [] { return makeDelayedMatch(); }}};

[[noreturn]] void unknown(const std::string& name) {
    std::vector<std::string> names;
    std::string all;
    for (const auto& known : knownDatasets({})) {
        names.push_back(known.name);
        all += (all.empty() ? "" : ", ") + known.name;
    }
    const std::string guess = nearest(name, names);
    throw Error(name, "it is neither a known data set nor a file or folder",
                guess.empty() ? "known are " + all : "did you mean \"" + guess + "\"?");
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
    for (const auto& drawn : drawnSets)
        known.push_back({drawn.name, drawn.title, "", true, ""});
    return known;
}

std::optional<KnownShape> knownShape(const std::string& name) {
    const Family* family = findFamily(name);
    return family ? std::optional(KnownShape{family->features, family->classCount}) : std::nullopt;
}

namespace {

Dataset loadWhole(const std::string& name, const fs::path& first) {
    for (const auto& drawn : drawnSets)
        if (name == drawn.name)
            return drawn.make();
    const Family* family = findFamily(name);
    if (!family) {
        std::error_code ignored;
        if (fs::exists(name, ignored))
            return openDataset(name);
        unknown(name);
    }
    const auto place = locate(*family, first);
    if (!place) {
        std::string looked;
        for (const auto& folder : dataFolders(first))
            looked += (looked.empty() ? "" : ", ") + folder.string();
        throw Error(name, "it was not found in " + looked, family->hint);
    }
    Dataset data = openDataset(*place);
    if (data.classes > family->classCount)
        throw Error(place->string(),
                    "label " + std::to_string(data.classes - 1) + " is out of range for " + family->title,
                    "get its files again");
    data.name = name;
    data.classes = family->classCount;
    data.classNames = family->classes;
    for (Index c = static_cast<Index>(data.classNames.size()); c < data.classes; ++c)
        data.classNames.push_back(std::to_string(c));
    return data;
}

} // namespace

Dataset loadDataset(const std::string& name, const fs::path& first, Index validation) {
    Dataset data = loadWhole(name, first);
    holdOut(data, validation);
    return data;
}

} // namespace dalescope
