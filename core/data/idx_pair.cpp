#include "core/data/idx_pair.h"

#include "core/common/error.h"

#include <algorithm>
#include <array>
#include <future>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

constexpr std::array<const char*, 2> kinds = {"images-idx3-ubyte", "labels-idx1-ubyte"};

/// The file of that kind, or an empty path. Debian and some mirrors write "images.idx3-ubyte".
fs::path findPart(const fs::path& folder, const std::string& prefix, const std::string& kind) {
    std::string dotted = kind;
    dotted[dotted.find('-')] = '.';
    std::error_code ignored;
    for (const std::string& name : {kind, dotted})
        for (const char* ending : {"", ".gz"})
            if (const fs::path file = folder / (prefix + "-" + name + ending);
                fs::is_regular_file(file, ignored))
                return file;
    return {};
}

std::vector<std::uint8_t> toLabels(Idx idx, const fs::path& file) {
    if (idx.shape.size() != 1)
        throw Error(file.string(), "it holds no list of labels", "use the label file of the same images");
    if (idx.values.empty())
        return std::move(idx.bytes);
    std::vector<std::uint8_t> labels;
    for (const float value : idx.values) {
        if (!(value >= 0 && value <= 255 && value == static_cast<float>(static_cast<int>(value))))
            throw Error(file.string(), "label " + std::to_string(value) + " is out of range",
                        "labels are whole numbers from 0 to 255");
        labels.push_back(static_cast<std::uint8_t>(value));
    }
    return labels;
}

} // namespace

bool holdsIdxPairs(const fs::path& folder) {
    return std::ranges::all_of(kinds, [&](const char* kind) {
        return !findPart(folder, "train", kind).empty() && !findPart(folder, "t10k", kind).empty();
    });
}

IdxPair readIdxPair(const fs::path& folder, const std::string& prefix) {
    const fs::path imageFile = findPart(folder, prefix, kinds[0]),
                   labelFile = findPart(folder, prefix, kinds[1]);
    auto labels = std::async(std::launch::async, [&] { return toLabels(readIdx(labelFile), labelFile); });
    Idx images = readIdx(imageFile);
    if (images.shape.size() < 3)
        throw Error(imageFile.string(), "it holds no images", "use a file of count x rows x columns");
    IdxPair pair;
    const bool channels = images.shape.size() == 4;
    pair.shape = {channels ? images.shape[1] : 1, images.shape[images.shape.size() - 2], images.shape.back()};
    pair.examples.features = pair.shape.features();
    pair.examples.bytes = std::move(images.bytes);
    pair.examples.values = std::move(images.values);
    pair.examples.labels = labels.get();
    if (pair.examples.count() != images.shape[0])
        throw Error(labelFile.string(),
                    "it has " + std::to_string(pair.examples.count()) + " labels for " +
                        std::to_string(images.shape[0]) + " images in " + imageFile.filename().string(),
                    "use the two files of one set");
    if (pair.examples.count() == 0 || pair.examples.features == 0)
        throw Error(imageFile.string(), "it holds no image", "use a file with at least one");
    pair.classes = 1 + *std::ranges::max_element(pair.examples.labels);
    return pair;
}

} // namespace dalescope
