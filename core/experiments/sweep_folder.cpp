#include "core/experiments/sweep_folder.h"

#include "core/common/error.h"
#include "core/experiments/sweep_json.h"
#include "core/io/atomic_file.h"
#include "core/settings/config_json.h"

#include <map>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

constexpr const char* planName = "sweep.json";

/// The folders under runs/ by the key that ends their names.
std::map<std::string, fs::path> foldersByKey(const fs::path& sweep) {
    std::map<std::string, fs::path> found;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(sweep / "runs", ignored)) {
        const std::string name = entry.path().filename().string();
        found[name.substr(name.rfind('-') + 1)] = fs::path("runs") / name;
    }
    return found;
}

} // namespace

SweepFolder::SweepFolder(fs::path folder, SweepPlan plan)
    : folder_(std::move(folder)), plan_(std::move(plan)), runs_(expand(plan_)) {
    const auto existing = foldersByKey(folder_);
    for (auto& run : runs_)
        if (const auto found = existing.find(configurationKey(run.config)); found != existing.end())
            run.folder = found->second / run.folder.filename();
}

bool isSweepFolder(const fs::path& folder) {
    std::error_code ignored;
    return fs::exists(folder / planName, ignored);
}

SweepFolder SweepFolder::open(const fs::path& folder) {
    if (!isSweepFolder(folder))
        throw Error(folder.string(), "it is not a sweep's folder (it holds no sweep.json)",
                    "choose one that dalescope sweep made");
    const auto file = folder / planName;
    return {folder, sweepFromJson(readFile(file), file)};
}

SweepFolder SweepFolder::create(const fs::path& folder, const SweepPlan& plan) {
    std::error_code problem;
    if (isSweepFolder(folder)) {
        SweepFolder present = open(folder);
        SweepPlan extended;
        try {
            extended = extendedBy(present.plan(), plan);
        } catch (const Error& error) {
            throw Error::in(folder.string(), error);
        }
        if (extended == present.plan())
            return present;
        writeFileAtomically(folder / planName, sweepToJson(extended));
        return {folder, std::move(extended)};
    }
    if (fs::exists(folder / "config.json", problem))
        throw Error(folder.string(), "it holds a single run", "choose another --out for the sweep");
    fs::create_directories(folder, problem);
    if (problem)
        throw Error(folder.string(), "the folder cannot be made (" + problem.message() + ")",
                    "choose another --out");
    writeFileAtomically(folder / planName, sweepToJson(plan));
    return {folder, plan};
}

void SweepFolder::prepare(const PlannedRun& run) const {
    const auto folder = pathOf(run);
    std::error_code problem;
    if (fs::exists(folder / "config.json", problem))
        return;
    fs::create_directories(folder, problem);
    if (problem)
        throw Error(folder.string(), "the folder cannot be made (" + problem.message() + ")",
                    "check that the sweep's folder may be written");
    writeFileAtomically(folder / "config.json", configToJson(run.config));
}

} // namespace dalescope
