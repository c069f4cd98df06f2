// A session as one file: runs with everything they need to go on, and how the window was laid out. See
// README.md here for what is in it.
#pragma once

#include "core/training/origin.h"

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
    /// Where it stood, with the moments that it kept; of no moment: it had made no update.
    Origin standing = {};
    /// Of a fork: where it began, and a reset goes back to. It shares the journal of `standing`.
    Origin origin = {};
};

struct SavedSession {
    std::vector<SavedRun> runs; ///< at least one
    std::size_t current = 0;    ///< index into runs
    std::string notes = {};     ///< on the session as a whole
    std::string window = {};    ///< a text that the window writes and reads
    std::string program = {};   ///< version that wrote it; set by readSession()
    std::string sweep = {};     ///< of an intervention, as another part of the program reads it; empty: none
};

inline constexpr const char* sessionSuffix = ".dalescope";

/// What the kept moments of all runs of a session take of its file, about, in equal shares. Where a run's
/// take more, they are thinned as the run itself thins them: recent ones stay dense, old ones become sparse.
inline constexpr std::size_t mostMomentBytes = std::size_t(128) << 20;

/// Writes the file whole, or leaves what was there. Throws Error.
void writeSession(const std::filesystem::path& file, const SavedSession& session,
                  std::size_t momentBytes = mostMomentBytes);

/// Throws Error where the file is absent, cut off, damaged, no session or of a newer version.
SavedSession readSession(const std::filesystem::path& file);
/// The same from what was read; `file` is for messages.
SavedSession sessionFromNpz(Npz npz, const std::string& file);

} // namespace dalescope
