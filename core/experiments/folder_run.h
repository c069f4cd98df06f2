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

/// Whether the folder holds what readFolderRun() needs: checkpoint.npz.
bool isRunFolder(const std::filesystem::path& folder);

/// The run as of its last checkpoint, with all that its tables recorded until then, to the bit. Not in the
/// folder are earlier weights, warnings, epoch_train_error, active_fraction, ei_correlation and gamma_min:
/// those begin where the run goes on. Throws Error naming the file that is missing or damaged. On any thread,
/// also while the run is being trained.
FolderRun readFolderRun(const std::filesystem::path& folder);

} // namespace dalescope
