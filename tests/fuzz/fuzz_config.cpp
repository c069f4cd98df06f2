// What is taken must survive being written and read again.
#include "core/common/error.h"
#include "core/settings/config_json.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string written;
    try {
        const std::string text(reinterpret_cast<const char*>(data), size);
        written = dalescope::configToJson(dalescope::configFromJson(text, "fuzz"));
    } catch (const dalescope::Error&) {
        return 0;
    }
    if (dalescope::configToJson(dalescope::configFromJson(written, "again")) != written)
        std::abort();
    return 0;
}
