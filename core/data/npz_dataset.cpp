#include "core/data/npz_dataset.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/io/npz.h"

#include <algorithm>
#include <cmath>
#include <future>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

/// An array and what messages call it.
struct Source {
    const NpyArray& array;
    std::string where;
};

struct Images {
    Examples examples; // without labels
    ImageShape shape;
    std::int64_t count = 0;
};

bool isChannels(std::int64_t n) {
    return n == 1 || n == 3 || n == 4;
}

template <class T>
std::vector<T> channelsFirst(const std::vector<T>& from, std::size_t count, const ImageShape& shape) {
    std::vector<T> to(from.size());
    const auto channels = static_cast<std::size_t>(shape.channels),
               area = static_cast<std::size_t>(shape.rows * shape.columns);
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t p = 0; p < area; ++p)
            for (std::size_t c = 0; c < channels; ++c)
                to[(i * channels + c) * area + p] = from[(i * area + p) * channels + c];
    return to;
}

void readPixels(const Source& source, Examples& out) {
    const NpyArray& array = source.array;
    if (array.type == NpyType::UInt8) {
        out.bytes = array.bytes;
        if (std::ranges::all_of(out.bytes, [](auto b) { return b <= 1; })) // black and white
            std::ranges::transform(out.bytes, out.bytes.begin(),
                                   [](auto b) { return static_cast<std::uint8_t>(b * 255); });
        return;
    }
    out.values = array.as<float>();
    const auto bad = std::ranges::find_if(out.values, [](float v) { return !std::isfinite(v); });
    if (bad != out.values.end())
        throw Error(source.where, "number " + std::to_string(bad - out.values.begin()) + " is not finite",
                    "repair the data before training on it");
    const bool whole = array.type == NpyType::Int32 || array.type == NpyType::Int64;
    if (whole && std::ranges::all_of(out.values, [](float v) { return v >= 0 && v <= 255; })) {
        out.bytes.assign(out.values.begin(), out.values.end());
        out.values = {};
    }
}

Images readImages(const Source& source) {
    const auto& s = source.array.shape;
    if (s.size() < 2 || s.size() > 4)
        throw Error(source.where, "it has " + std::to_string(s.size()) + " dimensions",
                    "give images as count x rows x columns");
    Images images;
    images.count = s[0];
    const bool channelsLast = s.size() == 4 && isChannels(s[3]) && !isChannels(s[1]);
    if (s.size() == 2)
        images.shape = {1, 1, s[1]};
    else if (s.size() == 3)
        images.shape = {1, s[1], s[2]};
    else
        images.shape = channelsLast ? ImageShape{s[3], s[1], s[2]} : ImageShape{s[1], s[2], s[3]};
    images.examples.features = images.shape.features();
    if (images.count == 0 || images.examples.features == 0)
        throw Error(source.where, "it holds no image", "give one or more");
    readPixels(source, images.examples);
    if (channelsLast && images.shape.channels > 1) {
        const auto count = static_cast<std::size_t>(images.count);
        images.examples.bytes =
            channelsFirst(images.examples.bytes, images.examples.bytes.empty() ? 0 : count, images.shape);
        images.examples.values =
            channelsFirst(images.examples.values, images.examples.values.empty() ? 0 : count, images.shape);
    }
    return images;
}

std::vector<std::uint8_t> readLabels(const Source& source, std::int64_t count) {
    const auto& s = source.array.shape;
    if (!(s.size() == 1 || (s.size() == 2 && s[1] == 1)))
        throw Error(source.where, "it is no list of labels", "give one whole number for each image");
    if (s[0] != count)
        throw Error(source.where,
                    "it has " + std::to_string(s[0]) + " labels for " + std::to_string(count) + " images",
                    "use arrays of one set");
    std::vector<std::uint8_t> labels;
    labels.reserve(static_cast<std::size_t>(count));
    for (const double value : source.array.as<double>()) {
        if (!(value >= 0 && value <= 255 && value == std::floor(value)))
            throw Error(source.where,
                        "label " + shortNumber(value) + " of image " + std::to_string(labels.size()) +
                            " is out of range",
                        "labels are whole numbers from 0 to 255");
        labels.push_back(static_cast<std::uint8_t>(value));
    }
    return labels;
}

Images readExamples(const Source& x, const Source& y) {
    Images images = readImages(x);
    images.examples.labels = readLabels(y, images.count);
    return images;
}

/// Moves the last sixth of `train` into the returned examples.
Examples splitTest(Examples& train, const std::string& where) {
    const Index count = train.count(), kept = count - std::max<Index>(1, count / 6);
    if (kept < 1)
        throw Error(where, "one image cannot be both trained and tested on", "give more images");
    Examples test;
    test.features = train.features;
    const auto move = [](auto& from, auto& to, Index first) {
        if (from.empty())
            return;
        to.assign(from.begin() + first, from.end());
        from.resize(static_cast<std::size_t>(first));
    };
    move(train.labels, test.labels, kept);
    move(train.bytes, test.bytes, kept * train.features);
    move(train.values, test.values, kept * train.features);
    return test;
}

Dataset makeDataset(Images train, Images test, const fs::path& folder, const std::string& name,
                    const std::string& where) {
    if (train.shape != test.shape)
        throw Error(where, "its training and test images differ in size", "use arrays of one set");
    Dataset data;
    data.name = name;
    data.folder = folder;
    data.shape = train.shape;
    data.train = std::move(train.examples);
    data.test = std::move(test.examples);
    data.classes = 1 + std::max(*std::ranges::max_element(data.train.labels),
                                *std::ranges::max_element(data.test.labels));
    for (Index c = 0; c < data.classes; ++c)
        data.classNames.push_back(std::to_string(c));
    return data;
}

/// The first of `names` that the archive has, or null.
const NpyArray* firstOf(const Npz& npz, std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (const auto found = npz.arrays.find(name); found != npz.arrays.end())
            return &found->second;
    return nullptr;
}

const NpyArray& onlyArray(const Npz& npz, const fs::path& file) {
    return npz.arrays.size() == 1 ? npz.arrays.begin()->second : npz.array("arr_0", file);
}

} // namespace

std::optional<NpzParts> findNpzParts(const fs::path& folder) {
    std::error_code problem;
    std::vector<std::string> prefixes;
    const std::string ending = "train-imgs.npz";
    for (fs::directory_iterator file(folder, problem), end; !problem && file != end; file.increment(problem))
        if (const std::string name = file->path().filename().string(); name.ends_with(ending))
            prefixes.push_back(name.substr(0, name.size() - ending.size()));
    std::ranges::sort(prefixes);
    for (const auto& prefix : prefixes) {
        const auto part = [&](const char* name) { return folder / (prefix + name); };
        const NpzParts parts{part("train-imgs.npz"), part("train-labels.npz"), part("test-imgs.npz"),
                             part("test-labels.npz")};
        if (fs::exists(parts.trainLabels, problem) && fs::exists(parts.testImages, problem) &&
            fs::exists(parts.testLabels, problem))
            return parts;
    }
    return std::nullopt;
}

Dataset readNpzParts(const NpzParts& parts) {
    const auto read = [](const fs::path& imageFile, const fs::path& labelFile) {
        const Npz images = readNpz(imageFile), labels = readNpz(labelFile);
        return readExamples({onlyArray(images, imageFile), imageFile.string()},
                            {onlyArray(labels, labelFile), labelFile.string()});
    };
    auto test = std::async(std::launch::async, read, parts.testImages, parts.testLabels);
    Images train = read(parts.trainImages, parts.trainLabels);
    const fs::path folder = parts.trainImages.parent_path();
    return makeDataset(std::move(train), test.get(), folder, fs::weakly_canonical(folder).filename().string(),
                       folder.string());
}

Dataset readNpzDataset(const fs::path& file) {
    const Npz npz = readNpz(file);
    const auto* x = firstOf(npz, {"x", "x_train", "arr_0"});
    const auto* y = firstOf(npz, {"y", "y_train", "arr_1"});
    if (!x || !y)
        throw Error(file.string(), std::string("it has no ") + (x ? "labels" : "images"),
                    "save it with numpy.savez(file, x=images, y=labels)");
    Images train = readExamples({*x, file.string() + " (images)"}, {*y, file.string() + " (labels)"});
    const auto* testX = firstOf(npz, {"x_test", "arr_2"});
    const auto* testY = firstOf(npz, {"y_test", "arr_3"});
    if ((testX == nullptr) != (testY == nullptr))
        throw Error(file.string(), "its test set lacks its images or its labels",
                    "save both x_test and y_test");
    const std::string name = file.stem().string();
    if (testX)
        return makeDataset(std::move(train),
                           readExamples({*testX, file.string() + " (test images)"},
                                        {*testY, file.string() + " (test labels)"}),
                           file.parent_path(), name, file.string());
    Images test{splitTest(train.examples, file.string()), train.shape, 0};
    const std::string note = "It has no test set: the last " + grouped(test.examples.count()) +
                             " of its images are set aside as one.";
    Dataset data = makeDataset(std::move(train), std::move(test), file.parent_path(), name, file.string());
    data.note = note;
    return data;
}

} // namespace dalescope
