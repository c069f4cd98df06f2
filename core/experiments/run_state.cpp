#include "core/experiments/run_state.h"

#include "core/experiments/run_lock.h"
#include "core/io/atomic_file.h"

#include <exception>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

constexpr const char* failureName = "failure.txt";

} // namespace

const char* stateName(RunState state) {
    constexpr const char* names[] = {"waiting", "running", "interrupted", "done", "diverged", "failed"};
    return names[static_cast<int>(state)];
}

FolderStatus runStatus(const fs::path& folder) {
    std::error_code ignored;
    try {
        if (const auto holder = lockHolder(folder))
            return {RunState::Running, *holder, {}};
        if (fs::exists(folder / failureName, ignored)) {
            std::string sentence = readFile(folder / failureName);
            while (sentence.ends_with('\n'))
                sentence.pop_back();
            return {RunState::Failed, sentence, {}};
        }
        if (fs::exists(folder / "summary.json", ignored)) {
            const RunSummary summary = readSummary(folder);
            return {summary.diverged ? RunState::Diverged : RunState::Done, {}, summary};
        }
    } catch (const std::exception& error) {
        return {RunState::Failed, error.what(), {}};
    }
    return {
        fs::exists(folder / "checkpoint.npz", ignored) ? RunState::Interrupted : RunState::Waiting, {}, {}};
}

void noteFailure(const fs::path& folder, const std::string& sentence) {
    try {
        writeFileAtomically(folder / failureName, sentence + "\n");
    } catch (
        const std::exception&) { // no such folder or a full disk: the failure itself is reported elsewhere
    }
}

void clearFailure(const fs::path& folder) {
    std::error_code ignored;
    fs::remove(folder / failureName, ignored);
}

} // namespace dalescope
