#include "core/data/cifar10.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/io/atomic_file.h"

#include <future>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

constexpr Index side = 32, channels = 3;
constexpr std::size_t pixels = channels * side * side, record = 1 + pixels;
constexpr Index wholeTrain = 50000, wholeTest = 10000;
constexpr int classes = 10;

std::string batchName(int number) {
    return "data_batch_" + std::to_string(number) + ".bin";
}

bool isFile(const fs::path& file) {
    std::error_code ignored;
    return fs::is_regular_file(file, ignored);
}

Examples readBatch(const fs::path& file) {
    const std::string content = readFile(file, 1ULL << 30);
    if (content.empty() || content.size() % record != 0)
        throw Error(file.string(),
                    "its " + grouped(static_cast<long long>(content.size())) +
                        " bytes are no whole number of images of 3,073 bytes",
                    "get the binary version of CIFAR-10 again");
    const std::size_t count = content.size() / record;
    Examples examples;
    examples.features = static_cast<Index>(pixels);
    examples.labels.reserve(count);
    examples.bytes.reserve(count * pixels);
    for (std::size_t i = 0; i < count; ++i) {
        const auto* at = reinterpret_cast<const std::uint8_t*>(content.data()) + i * record;
        if (*at >= classes)
            throw Error(file.string(),
                        "image " + std::to_string(i) + " has label " + std::to_string(*at) + ", above 9",
                        "get the binary version of CIFAR-10 again");
        examples.labels.push_back(*at);
        examples.bytes.insert(examples.bytes.end(), at + 1, at + record);
    }
    return examples;
}

std::string noteOn(const Examples& train, const Examples& test, const std::string& missing) {
    std::string note;
    if (train.count() < wholeTrain)
        note = "Only " + grouped(train.count()) + " of CIFAR-10's 50,000 training images are there" +
               (missing.empty() ? "" : " (" + missing + " missing)") + ".";
    if (test.count() < wholeTest)
        note += (note.empty() ? "Only " : " Only ") + grouped(test.count()) +
                " of its 10,000 test images are there.";
    return note;
}

} // namespace

bool holdsCifar10(const fs::path& folder) {
    bool any = false;
    for (int number = 1; number <= 5; ++number)
        any = any || isFile(folder / batchName(number));
    return any && isFile(folder / "test_batch.bin");
}

Dataset readCifar10(const fs::path& folder) {
    auto test = std::async(std::launch::async, [&] { return readBatch(folder / "test_batch.bin"); });
    std::vector<std::future<Examples>> batches;
    std::string missing;
    for (int number = 1; number <= 5; ++number)
        if (const fs::path file = folder / batchName(number); isFile(file))
            batches.push_back(std::async(std::launch::async, [file] { return readBatch(file); }));
        else
            missing += (missing.empty() ? "" : ", ") + batchName(number);
    Dataset data;
    data.name = "cifar10";
    data.folder = folder;
    data.shape = {channels, side, side};
    data.classes = classes;
    data.classNames = {"airplane", "automobile", "bird",  "cat",  "deer",
                       "dog",      "frog",       "horse", "ship", "truck"};
    data.train.features = static_cast<Index>(pixels);
    for (auto& batch : batches) {
        const Examples part = batch.get();
        data.train.bytes.insert(data.train.bytes.end(), part.bytes.begin(), part.bytes.end());
        data.train.labels.insert(data.train.labels.end(), part.labels.begin(), part.labels.end());
    }
    data.test = test.get();
    data.note = noteOn(data.train, data.test, missing);
    return data;
}

} // namespace dalescope
