#include "core/common/error.h"
#include "core/data/idx.h"
#include "tests/fuzz/memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const MemoryFile file(data, size);
    try {
        dalescope::readIdx(file.name());
    } catch (const dalescope::Error&) {
    }
    return 0;
}
