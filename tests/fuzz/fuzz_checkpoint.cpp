#include "core/common/error.h"
#include "core/settings/config_json.h"
#include "core/training/checkpoint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    dalescope::Npz npz;
    npz.texts["config.json"] = dalescope::configToJson(dalescope::defaultConfig());
    npz.texts["state.json"] = std::string(reinterpret_cast<const char*>(data), size);
    try {
        dalescope::checkpointFromNpz(npz, "fuzz");
    } catch (const dalescope::Error&) {
    }
    return 0;
}
