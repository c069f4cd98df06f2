// A session as one file: runs with everything they need to go on, and how the window was laid out. See
// README.md here for what is in it.
#pragma once

#include "core/training/standing.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dalescope {

/// How a run is known to a person.
struct SavedLabel {
    std::string name;
    int colour = 0;
    std::string notes;
    bool pinned = false, hidden = false;

    bool operator==(const SavedLabel&) const = default;
};

struct SavedRun {
    int id = 0;
    SavedLabel label;
    Config config; ///< as its editors show it
    Standing standing = {};
};

struct SavedSession {
    std::vector<SavedRun> runs; ///< at least one
    std::size_t current = 0;    ///< index into runs
    std::string window = {};    ///< a text that the window writes and reads
    std::string program = {};   ///< version that wrote it; set by readSession()
};

inline constexpr const char* sessionSuffix = ".dalescope";

/// Writes the file whole, or leaves what was there. Throws Error.
void writeSession(const std::filesystem::path& file, const SavedSession& session);

/// Throws Error where the file is absent, cut off, damaged, no session or of a newer version.
SavedSession readSession(const std::filesystem::path& file);
/// The same from what was read; `file` is for messages.
SavedSession sessionFromNpz(const Npz& npz, const std::string& file);

} // namespace dalescope
