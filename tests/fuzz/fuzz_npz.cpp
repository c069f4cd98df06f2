// Any bytes as an archive, and (what random bytes hardly ever become) as the one array in a sound archive;
// both as a data set too.
#include "core/common/error.h"
#include "core/data/npz_dataset.h"
#include "core/io/npz.h"
#include "tests/fuzz/memory_file.h"

#include <cstdlib>
#include <zip.h>

namespace {

void read(const std::string& name) {
    try {
        dalescope::readNpz(name);
        dalescope::readNpzDataset(name);
    } catch (const dalescope::Error&) {
    }
}

/// x.npy and y.npy: the first and the second half of the bytes.
std::string archiveOf(const std::uint8_t* data, std::size_t size) {
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    zip_source_keep(target);
    zip_t* archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    zip_file_add(archive, "x.npy", zip_source_buffer(archive, data, size / 2, 0), 0);
    zip_file_add(archive, "y.npy", zip_source_buffer(archive, data + size / 2, size - size / 2, 0), 0);
    zip_close(archive);
    zip_stat_t stat;
    zip_source_stat(target, &stat);
    std::string bytes(stat.size, '\0');
    zip_source_open(target);
    zip_source_read(target, bytes.data(), bytes.size());
    zip_source_close(target);
    zip_source_free(target);
    return bytes;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    {
        const MemoryFile file(data, size);
        read(file.name());
    }
    if (size > 0) {
        const std::string archive = archiveOf(data, size);
        const MemoryFile file(reinterpret_cast<const std::uint8_t*>(archive.data()), archive.size());
        read(file.name());
    }
    return 0;
}
