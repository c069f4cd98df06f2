// Any bytes as a session's outline, and as one of the arrays that a run recorded, in an archive that is
// sound.
#include "core/common/error.h"
#include "core/sessions/session_file.h"
#include "core/settings/config_json.h"
#include "core/training/journal_npz.h"
#include "core/training/series.h"

#include <nlohmann/json.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    dalescope::Npz npz;
    const std::size_t half = size / 2;
    const std::vector<std::uint8_t> updates(data, data + half), rows(data + half, data + size);
    const auto length = static_cast<std::int64_t>(half);
    npz.arrays["j/update"] = npz.arrays["j/epoch"] = npz.arrays["j/seconds"] =
        dalescope::NpyArray::of(updates, {length});
    npz.arrays["j/train_loss"] = npz.arrays["j/train_loss.rows"] =
        dalescope::NpyArray::of(rows, {static_cast<std::int64_t>(rows.size())});
    npz.texts["j/marks.json"] = std::string(reinterpret_cast<const char*>(data), half);
    const std::string file = "/tmp/fuzz.dalescope";
    try {
        dalescope::takeJournal(npz, "j/", dalescope::SeriesIndex(3).names(), file);
    } catch (const dalescope::Error&) {
    }
    dalescope::Npz outline;
    outline.texts["session.json"] = std::string(reinterpret_cast<const char*>(data), size);
    outline.texts["runs/0/config.json"] = dalescope::configToJson(dalescope::defaultConfig());
    try {
        dalescope::sessionFromNpz(outline, file);
    } catch (const dalescope::Error&) {
    }
    return 0;
}
