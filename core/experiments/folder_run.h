// A run folder as a run of a session: what `dalescope train` or a sweep made can be looked at and gone on
// with.
#pragma once

#include "core/training/origin.h"

#include <filesystem>

namespace dalescope {

struct FolderRun {
    Config config; ///< as its editors show it: the settings in effect where it stood
    Origin standing;
};

/// Whether it is the folder of a run: it holds checkpoint.npz, or config.json with what a run recorded.
bool isRunFolder(const std::filesystem::path& folder);

/// The run as of its last checkpoint, with all that its tables recorded until then, to the bit. Not in the
/// folder are earlier weights and warnings: those begin where the run goes on. Throws Error naming the file
/// that is missing or damaged. On any thread, also while another process trains the run, of which a mark
/// tells then.
FolderRun readFolderRun(const std::filesystem::path& folder);

} // namespace dalescope
