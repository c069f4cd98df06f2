#include "core/io/npz.h"

#include "core/common/error.h"
#include "core/io/atomic_file.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <numeric>
#include <optional>
#include <zip.h>

namespace dalescope {

namespace {

struct TypeInfo {
    NpyType type;
    const char* code;
    std::size_t size;
};
constexpr TypeInfo typeInfos[] = {{NpyType::UInt8, "|u1", 1},
                                  {NpyType::Int32, "<i4", 4},
                                  {NpyType::Int64, "<i8", 8},
                                  {NpyType::Float32, "<f4", 4},
                                  {NpyType::Float64, "<f8", 8}};

const TypeInfo& infoOf(NpyType type) {
    return typeInfos[static_cast<std::size_t>(type)];
}

template <class T>
constexpr NpyType typeOf() {
    if constexpr (std::is_same_v<T, float>)
        return NpyType::Float32;
    else if constexpr (std::is_same_v<T, double>)
        return NpyType::Float64;
    else if constexpr (std::is_same_v<T, std::int64_t>)
        return NpyType::Int64;
    else
        return NpyType::UInt8;
}

template <class From, class To>
void convert(const std::vector<std::uint8_t>& bytes, std::vector<To>& out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        From value;
        std::memcpy(&value, bytes.data() + i * sizeof(From), sizeof(From));
        out[i] = static_cast<To>(value);
    }
}

std::uint64_t product(const std::vector<std::int64_t>& shape) {
    std::uint64_t count = 1;
    for (const auto n : shape) {
        if (n < 0 || (n > 0 && count > (1ULL << 40) / static_cast<std::uint64_t>(n)))
            return ~0ULL;
        count *= static_cast<std::uint64_t>(n);
    }
    return count;
}

/// The text after `key` in a .npy header, which is a Python dictionary.
std::string_view after(std::string_view header, std::string_view key) {
    const auto at = header.find(key);
    if (at == std::string_view::npos)
        return {};
    auto rest = header.substr(at + key.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(" :"), rest.size()));
    return rest;
}

/// "(2, 3)", "(2,)" or "()": nothing else is a shape.
std::optional<std::vector<std::int64_t>> parseShape(std::string_view text) {
    std::vector<std::int64_t> shape;
    const auto end = text.find(')');
    if (end == std::string_view::npos || text.front() != '(')
        return std::nullopt;
    for (std::size_t i = text.find_first_not_of(" (,"); i < end; i = text.find_first_not_of(" ,", i)) {
        std::int64_t n = 0;
        const auto [next, problem] = std::from_chars(text.data() + i, text.data() + end, n);
        if (problem != std::errc{})
            return std::nullopt;
        shape.push_back(n);
        i = static_cast<std::size_t>(next - text.data());
    }
    return shape;
}

/// Element order with the first index fastest, turned into C order.
void transposeToC(NpyArray& array, std::size_t size) {
    std::vector<std::uint8_t> turned(array.bytes.size());
    const std::size_t dimensions = array.shape.size();
    std::vector<std::int64_t> index(dimensions, 0);
    for (std::int64_t c = 0; c < array.count(); ++c) {
        std::int64_t f = 0;
        for (std::size_t k = dimensions; k-- > 0;)
            f = f * array.shape[k] + index[k];
        std::memcpy(turned.data() + static_cast<std::size_t>(c) * size,
                    array.bytes.data() + static_cast<std::size_t>(f) * size, size);
        for (std::size_t k = dimensions; k-- > 0;) {
            if (++index[k] < array.shape[k])
                break;
            index[k] = 0;
        }
    }
    array.bytes = std::move(turned);
}

NpyArray parseNpy(const std::string& content, const std::string& where) {
    const auto bad = [&](const std::string& fault) {
        return Error(where, fault, "save it again with NumPy");
    };
    if (content.size() < 10 || content.compare(0, 6, "\x93NUMPY") != 0)
        throw bad("it is not a .npy array");
    const bool wide = content[6] >= 2;
    std::uint32_t length = 0;
    std::memcpy(&length, content.data() + 8, wide ? 4 : 2);
    const std::size_t start = wide ? 12 : 10;
    if (content.size() < start + length)
        throw bad("it is truncated");
    const std::string_view header(content.data() + start, length);
    NpyArray array;
    std::string_view code = after(header, "'descr'");
    code = code.substr(std::min<std::size_t>(1, code.size()), 3);
    const TypeInfo* info = nullptr;
    for (const auto& candidate : typeInfos)
        if (code == candidate.code || (candidate.type == NpyType::UInt8 && code == "|b1"))
            info = &candidate;
    if (!info)
        throw bad("its element type \"" + std::string(code) + "\" is not known");
    array.type = info->type;
    const auto shape = parseShape(after(header, "'shape'"));
    if (!shape)
        throw bad("no shape stands in its header");
    array.shape = *shape;
    const std::uint64_t count = product(array.shape);
    if (count > content.size() || content.size() - start - length != count * info->size)
        throw bad("its size does not match its header");
    array.bytes.assign(content.begin() + static_cast<std::ptrdiff_t>(start + length), content.end());
    if (after(header, "'fortran_order'").starts_with("True"))
        transposeToC(array, info->size);
    return array;
}

/// What stands before the elements.
std::string npyHeader(const NpyArray& array) {
    std::string shape;
    for (const auto n : array.shape)
        shape += std::to_string(n) + ", ";
    if (array.shape.size() > 1)
        shape.resize(shape.size() - 2);
    else if (array.shape.size() == 1)
        shape.pop_back();
    std::string header = "{'descr': '" + std::string(infoOf(array.type).code) +
                         "', 'fortran_order': False, 'shape': (" + shape + "), }";
    header.append(63 - (header.size() + 10) % 64, ' ');
    header += '\n';
    std::string content("\x93NUMPY\x01\x00", 8);
    content += static_cast<char>(header.size() & 0xff);
    content += static_cast<char>(header.size() >> 8);
    return content + header;
}

/// A member that is written from where its bytes are; they must stay until the archive is closed.
struct Member {
    std::string_view head;
    const void* bytes = nullptr;
    std::size_t size = 0;
};

bool add(zip_t* archive, const std::string& name, const Member& member) {
    const auto bytes = [](const void* data) {
        return const_cast<zip_uint8_t*>(static_cast<const zip_uint8_t*>(data)); // libzip only reads them
    };
    const zip_buffer_fragment_t fragments[] = {{bytes(member.head.data()), member.head.size()},
                                               {bytes(member.bytes), member.size}};
    zip_source_t* source = zip_source_buffer_fragment(archive, fragments, member.size > 0 ? 2 : 1, 0);
    const zip_int64_t index = source ? zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    const auto at = static_cast<zip_uint64_t>(index);
    return zip_set_file_compression(archive, at, ZIP_CM_STORE, 0) == 0 &&
           zip_file_set_dostime(archive, at, 0, 0x21, 0) == 0; // 1980-01-01
}

} // namespace

std::int64_t NpyArray::count() const {
    return std::accumulate(shape.begin(), shape.end(), std::int64_t(1), std::multiplies<>());
}

template <class T>
std::vector<T> NpyArray::as() const {
    std::vector<T> out(static_cast<std::size_t>(count()));
    switch (type) {
    case NpyType::UInt8:
        convert<std::uint8_t>(bytes, out);
        break;
    case NpyType::Int32:
        convert<std::int32_t>(bytes, out);
        break;
    case NpyType::Int64:
        convert<std::int64_t>(bytes, out);
        break;
    case NpyType::Float32:
        convert<float>(bytes, out);
        break;
    case NpyType::Float64:
        convert<double>(bytes, out);
        break;
    }
    return out;
}

template <class T>
NpyArray NpyArray::of(const std::vector<T>& values, std::vector<std::int64_t> shape) {
    NpyArray array{typeOf<T>(), std::move(shape), std::vector<std::uint8_t>(values.size() * sizeof(T))};
    if (!values.empty())
        std::memcpy(array.bytes.data(), values.data(), array.bytes.size());
    return array;
}

template std::vector<float> NpyArray::as() const;
template std::vector<double> NpyArray::as() const;
template std::vector<std::int64_t> NpyArray::as() const;
template std::vector<std::uint8_t> NpyArray::as() const;
template NpyArray NpyArray::of(const std::vector<float>&, std::vector<std::int64_t>);
template NpyArray NpyArray::of(const std::vector<double>&, std::vector<std::int64_t>);
template NpyArray NpyArray::of(const std::vector<std::int64_t>&, std::vector<std::int64_t>);
template NpyArray NpyArray::of(const std::vector<std::uint8_t>&, std::vector<std::int64_t>);

const NpyArray& Npz::array(const std::string& name, const std::filesystem::path& file) const {
    const auto found = arrays.find(name);
    if (found == arrays.end())
        throw Error(file.string(), "it has no array \"" + name + "\"",
                    "write one into it, or use another file");
    return found->second;
}

Npz readNpz(const std::filesystem::path& file) {
    constexpr std::uint64_t largestMember = 8ULL << 30;
    requireReadable(file);
    int problem = 0;
    std::error_code ignored;
    // libzip takes an empty file for an empty archive.
    zip_t* opened = std::filesystem::file_size(file, ignored) > 0
                        ? zip_open(file.c_str(), ZIP_RDONLY, &problem)
                        : nullptr;
    if (!opened)
        throw Error(file.string(), "it is not a .npz archive, or is damaged",
                    "get the file again, or choose another");
    const std::unique_ptr<zip_t, void (*)(zip_t*)> archive(opened, zip_discard);
    Npz npz;
    for (zip_int64_t i = 0; i < zip_get_num_entries(opened, 0); ++i) {
        zip_stat_t stat;
        if (zip_stat_index(opened, static_cast<zip_uint64_t>(i), 0, &stat) != 0)
            continue;
        std::string name = stat.name;
        // Deflate packs no better than 1032 to 1: a member that claims more is lying, and is not allocated.
        if (stat.size > largestMember || stat.size > 1032 * (stat.comp_size + 1))
            throw Error(file.string(), "its member \"" + name + "\" claims to be impossibly large",
                        "get the file again, or choose another");
        std::string member(stat.size, '\0');
        const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> reader(
            zip_fopen_index(opened, static_cast<zip_uint64_t>(i), 0), zip_fclose);
        char beyond = 0; // the checksum is compared when a read meets the end
        if (!reader ||
            zip_fread(reader.get(), member.data(), member.size()) !=
                static_cast<zip_int64_t>(member.size()) ||
            zip_fread(reader.get(), &beyond, 1) != 0)
            throw Error(file.string(), "its member \"" + name + "\" is damaged",
                        "get the file again, or choose another");
        if (!name.ends_with(".npy")) {
            npz.texts[name] = std::move(member);
            continue;
        }
        name.resize(name.size() - 4);
        npz.arrays[name] = parseNpy(member, file.string() + " (" + name + ")");
    }
    return npz;
}

void writeNpz(const std::filesystem::path& file, const Npz& npz) {
    std::map<std::string, Member> members;
    std::map<std::string, std::string> headers;
    for (const auto& [name, text] : npz.texts)
        members[name] = {text};
    for (const auto& [name, array] : npz.arrays) {
        const std::string& header = headers[name] = npyHeader(array);
        members[name + ".npy"] = {header, array.bytes.data(), array.bytes.size()};
    }
    replaceAtomically(file, [&](const std::filesystem::path& part) {
        int problem = 0;
        zip_t* archive = zip_open(part.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &problem);
        if (!archive)
            return false;
        const bool whole =
            std::ranges::all_of(members, [&](const auto& m) { return add(archive, m.first, m.second); });
        if (whole && zip_close(archive) == 0)
            return true;
        const int reason = zip_error_code_system(zip_get_error(archive));
        zip_discard(archive);
        errno = reason;
        return false;
    });
}

} // namespace dalescope
