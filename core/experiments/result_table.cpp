#include "core/experiments/result_table.h"

#include "core/common/error.h"
#include "core/experiments/run_state.h"
#include "core/experiments/sweep_folder.h"
#include "core/io/atomic_file.h"
#include "core/settings/config_json.h"
#include "core/settings/field.h"
#include "core/settings/layer_kinds.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

/// Collects groups as runs are met.
class Collector {
public:
    void addAll(const fs::path& folder) {
        std::error_code problem;
        if (!fs::is_directory(folder, problem))
            throw Error(folder.string(), "there is no such folder", "give the --out of a run or a sweep");
        const std::size_t before = met_;
        addBelow(folder);
        if (met_ == before)
            throw Error(folder.string(), "it holds no run", "give the --out of a run or a sweep");
    }

    ResultTable take() {
        nameTheNameless();
        std::ranges::stable_sort(table_.groups, {}, placeOf);
        return std::move(table_);
    }

private:
    static std::pair<std::ptrdiff_t, double> placeOf(const ResultGroup& group) {
        const auto last = static_cast<std::ptrdiff_t>(publishedRows().size());
        if (group.published)
            return {group.published - publishedRows().data(), 0};
        if (!group.isTrial)
            return {last, 0};
        const MeanSd test = group.test();
        return {last + 1, test.count > 0 ? test.mean : std::numeric_limits<double>::infinity()};
    }

    void addBelow(const fs::path& folder) {
        std::error_code ignored;
        if (isSweepFolder(folder))
            return addSweep(folder);
        if (fs::exists(folder / "config.json", ignored))
            return addRun(folder, "");
        std::vector<fs::path> below;
        for (const auto& entry : fs::directory_iterator(folder, ignored))
            if (entry.is_directory(ignored))
                below.push_back(entry.path());
        std::ranges::sort(below);
        for (const auto& each : below)
            addBelow(each);
    }

    void addSweep(const fs::path& folder) {
        ++met_;
        std::set<fs::path> planned;
        try {
            const auto sweep = SweepFolder::open(folder);
            for (const auto& run : sweep.runs()) {
                planned.insert(sweep.pathOf(run));
                add(sweep.pathOf(run), run.config, nameOf(run), sweep.plan().random.trials > 0);
            }
        } catch (const std::exception& error) {
            table_.notes.emplace_back(error.what());
        }
        std::error_code ignored; // what an earlier plan made
        for (const auto& entry : fs::recursive_directory_iterator(folder / "runs", ignored))
            if (entry.path().filename() == "config.json" && !planned.contains(entry.path().parent_path()))
                addRun(entry.path().parent_path(), "");
    }

    void addRun(const fs::path& folder, const std::string& label) {
        try {
            ++met_;
            const auto file = folder / "config.json";
            add(folder, configFromJson(readFile(file), file.string()), label);
        } catch (const std::exception& error) {
            table_.notes.emplace_back(error.what());
        }
    }

    void add(const fs::path& folder, const Config& config, const std::string& label, bool isTrial = false) {
        ++met_;
        ResultGroup& group = groupOf(config, label);
        group.isTrial |= isTrial;
        const auto status = runStatus(folder);
        if (!status.isOver()) {
            ++group.unfinished;
            if (status.state == RunState::Failed)
                table_.notes.push_back(status.sentence.starts_with(folder.string())
                                           ? status.sentence
                                           : folder.string() + ": " + status.sentence);
            return;
        }
        if (!group.runs.emplace(config.training.seed, *status.summary).second)
            table_.notes.push_back(folder.string() + ": seed " + std::to_string(config.training.seed) +
                                   " of the same configuration is there already; this one does not count.");
    }

    ResultGroup& groupOf(const Config& config, const std::string& label) {
        const auto [at, isNew] = byKey_.emplace(experimentKey(config), table_.groups.size());
        if (isNew) {
            ResultGroup group;
            group.label = label;
            group.config = config;
            group.published = publishedFor(config);
            if (group.published)
                group.label = modelName(*group.published, config);
            table_.groups.push_back(std::move(group));
        }
        return table_.groups[at->second];
    }

    static std::string networkText(const Config& config) {
        const auto layers = layersWithWeights(config.layers);
        std::string text = layers.empty() ? "no layers" : layers.front().kind;
        for (const auto& layer : layers)
            text += (&layer == &layers.front() ? " " : "-") + std::to_string(layer.units);
        return text;
    }

    /// Groups that no sweep names are called after their network and the settings in which they differ.
    void nameTheNameless() {
        std::vector<ResultGroup*> nameless;
        for (auto& group : table_.groups)
            if (group.label.empty())
                nameless.push_back(&group);
        for (auto* group : nameless)
            group->label = networkText(group->config);
        for (const auto& field : configFields()) {
            if (field.path == "training.seed" || field.path == "training.threads" ||
                field.path == "data.folder" || field.path == "data.name" ||
                field.path == "training.learning_rate")
                continue; // the table has columns for some of these
            const bool differs = std::ranges::any_of(nameless, [&](const ResultGroup* group) {
                return field.get(group->config) != field.get(nameless.front()->config);
            });
            for (auto* group : nameless)
                if (differs)
                    group->label += ", " + field.path.substr(field.path.rfind('.') + 1) + " " +
                                    valueText(field.get(group->config));
        }
    }

    ResultTable table_;
    std::map<std::string, std::size_t> byKey_;
    std::size_t met_ = 0;
};

MeanSd sampleOf(const ResultGroup& group, double RunSummary::*error) {
    std::vector<double> values;
    for (const auto& [seed, run] : group.runs)
        if (!run.diverged && std::isfinite(run.*error))
            values.push_back(run.*error);
    return describe(values);
}

} // namespace

MeanSd ResultGroup::train() const {
    return sampleOf(*this, &RunSummary::trainError);
}

MeanSd ResultGroup::test() const {
    return sampleOf(*this, &RunSummary::testError);
}

std::size_t ResultGroup::diverged() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(runs, [](const auto& run) { return run.second.diverged; }));
}

ResultTable collectResults(const std::vector<fs::path>& folders) {
    Collector collector;
    for (const auto& folder : folders)
        collector.addAll(folder);
    return collector.take();
}

} // namespace dalescope
