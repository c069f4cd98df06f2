#include "core/data/idx.h"

#include "core/common/error.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <memory>
#include <zlib.h>

namespace dalescope {

namespace {

// zlib reads plain files as they are, so one path serves both.
using GzFile = std::unique_ptr<gzFile_s, int (*)(gzFile)>;

constexpr std::uint64_t largestContent = 16ULL << 30;

const char* const getAnother = "get the file again, or choose another";

class Reader {
public:
    explicit Reader(const std::filesystem::path& file)
        : name_(file.string()), file_(gzopen(file.c_str(), "rb"), gzclose) {
        std::error_code ignored;
        if (std::filesystem::is_directory(file, ignored))
            throw Error(name_, "it is a folder, not an IDX file", "choose a file in it");
        if (!file_)
            throw Error(name_, "it cannot be opened", "check that it exists and may be read");
        gzbuffer(file_.get(), 1 << 18);
        packedBytes_ = std::filesystem::file_size(file, ignored);
    }

    /// As many of `count` bytes as there are.
    std::size_t readSome(void* to, std::size_t count) {
        std::size_t done = 0;
        while (done < count) {
            const auto chunk = static_cast<unsigned>(std::min<std::size_t>(count - done, 1U << 30));
            const int got = gzread(file_.get(), static_cast<char*>(to) + done, chunk);
            if (got < 0)
                throw Error(name_, "its compressed data is damaged", getAnother);
            if (got == 0)
                break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }
    void read(void* to, std::size_t count) {
        const std::size_t got = readSome(to, count);
        if (got < count)
            throw Error(name_, "it is truncated: " + std::to_string(count - got) + " bytes are missing",
                        getAnother);
    }
    bool atEnd() {
        char extra = 0;
        return readSome(&extra, 1) == 0;
    }
    /// The most that the file could unpack to; deflate packs no better than 1032 to 1.
    std::uint64_t mostBytes() { return gzdirect(file_.get()) ? packedBytes_ : packedBytes_ * 1032; }
    const std::string& name() const { return name_; }

private:
    std::string name_;
    GzFile file_;
    std::uint64_t packedBytes_ = 0;
};

std::size_t elementSize(std::uint8_t type) {
    switch (type) {
    case 0x08: // unsigned byte
    case 0x09: // signed byte
        return 1;
    case 0x0b: // short
        return 2;
    case 0x0c: // int
    case 0x0d: // float
        return 4;
    case 0x0e: // double
        return 8;
    default:
        return 0;
    }
}

template <class T>
float bigEndian(const std::uint8_t* bytes) {
    std::array<std::uint8_t, sizeof(T)> turned;
    std::reverse_copy(bytes, bytes + sizeof(T), turned.begin());
    return static_cast<float>(std::bit_cast<T>(turned));
}

float decode(std::uint8_t type, const std::uint8_t* bytes) {
    switch (type) {
    case 0x09:
        return static_cast<float>(std::bit_cast<std::int8_t>(*bytes));
    case 0x0b:
        return bigEndian<std::int16_t>(bytes);
    case 0x0c:
        return bigEndian<std::int32_t>(bytes);
    case 0x0d:
        return bigEndian<float>(bytes);
    default:
        return bigEndian<double>(bytes);
    }
}

} // namespace

Idx readIdx(const std::filesystem::path& file) {
    Reader reader(file);
    std::array<std::uint8_t, 4> magic{};
    if (reader.readSome(magic.data(), 4) < 4 || magic[0] != 0 || magic[1] != 0 ||
        elementSize(magic[2]) == 0 || magic[3] == 0 || magic[3] > 4)
        throw Error(reader.name(), "it is not an IDX file", "choose one in MNIST's format");
    Idx idx;
    std::uint64_t count = 1;
    for (int i = 0; i < magic[3]; ++i) {
        std::array<std::uint8_t, 4> size{};
        reader.read(size.data(), 4);
        const std::uint32_t n = std::uint32_t(size[0]) << 24 | std::uint32_t(size[1]) << 16 |
                                std::uint32_t(size[2]) << 8 | std::uint32_t(size[3]);
        idx.shape.push_back(n);
        if (n != 0 && count > largestContent / n)
            throw Error(reader.name(), "its header promises more than memory holds", getAnother);
        count *= n;
    }
    const std::size_t element = elementSize(magic[2]);
    if (count * element > reader.mostBytes())
        throw Error(reader.name(), "its header promises more than the file can hold", getAnother);
    std::vector<std::uint8_t> raw(count * element);
    reader.read(raw.data(), raw.size());
    if (!reader.atEnd())
        throw Error(reader.name(), "it is longer than its header says", getAnother);
    if (magic[2] == 0x08) {
        idx.bytes = std::move(raw);
        return idx;
    }
    idx.values.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        idx.values[i] = decode(magic[2], raw.data() + i * element);
        if (!std::isfinite(idx.values[i]))
            throw Error(reader.name(), "element " + std::to_string(i) + " is not a finite number",
                        "repair the data before training on it");
    }
    return idx;
}

} // namespace dalescope
