// How far a run folder is, told by its files alone.
#pragma once

#include "core/experiments/run_summary.h"

#include <filesystem>
#include <optional>
#include <string>

namespace dalescope {

enum class RunState {
    Waiting,     ///< nothing to go on from
    Running,     ///< a process holds its lock (see run_lock.h)
    Interrupted, ///< stopped, with a checkpoint
    Done,
    Diverged, ///< done, with a loss that was not finite
    Failed
};

/// "waiting", "running", "interrupted", "done", "diverged", "failed"
const char* stateName(RunState state);

struct FolderStatus {
    RunState state = RunState::Waiting;
    std::string sentence;              ///< of a failure or a damaged file; who runs it
    std::optional<RunSummary> summary; ///< of a run that is done or diverged

    /// Whether there is nothing left to do.
    bool isOver() const { return state == RunState::Done || state == RunState::Diverged; }
};

/// Never throws: what cannot be read is Failed with a sentence that names the file.
FolderStatus runStatus(const std::filesystem::path& folder);

/// Leaves `sentence` in the folder as why its run failed; a run that begins or goes on there removes it. Does
/// nothing where there is no such folder or it cannot be written.
void noteFailure(const std::filesystem::path& folder, const std::string& sentence);
void clearFailure(const std::filesystem::path& folder);

} // namespace dalescope
