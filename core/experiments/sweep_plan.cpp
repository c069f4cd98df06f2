#include "core/experiments/sweep_plan.h"

#include "core/common/error.h"
#include "core/common/rng.h"
#include "core/common/text.h"
#include "core/settings/field.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <set>

namespace dalescope {

namespace {

template <class T>
void addMissing(std::vector<T>& all, const std::vector<T>& more) {
    for (const auto& one : more)
        if (std::ranges::find(all, one) == all.end())
            all.push_back(one);
}

Error doNotGoTogether(const SweepPlan& plan, const std::string& why) {
    return Error("sweep", "the folder holds the sweep \"" + plan.title + "\", " + why,
                 "choose another --out");
}

/// "training.learning_rate" -> "learning_rate", "network.layers.0.units" -> "0.units"
std::string lastName(const std::string& path) {
    const auto last = path.rfind('.');
    const auto from = path.starts_with("network.layers.") ? path.rfind('.', last - 1) : last;
    return path.substr(from + 1);
}

/// Lower case letters, digits and a few signs, for a file's name on any system.
std::string asFileName(const std::string& text) {
    std::string name;
    for (const unsigned char c : text) {
        const bool kept = c < 128 && (std::isalnum(c) || c == '=' || c == '.' || c == '_');
        if (kept)
            name += static_cast<char>(std::tolower(c));
        else if (!name.empty() && name.back() != '-')
            name += '-';
    }
    while (!name.empty() && (name.back() == '-' || name.back() == '.'))
        name.pop_back();
    return name;
}

std::filesystem::path folderOf(const PlannedRun& run) {
    std::string name = asFileName(run.label);
    for (const auto& [path, value] : run.differences)
        name += "-" + asFileName(lastName(path) + "=" + valueText(value));
    return std::filesystem::path("runs") / (name.substr(0, 100) + "-" + configurationKey(run.config)) /
           ("seed-" + std::to_string(run.seed));
}

using Differences = std::vector<std::pair<std::string, Value>>;

Differences draw(const RandomSearch& search, std::int64_t trial, const Config& config) {
    Rng rng = makeRng(static_cast<std::uint64_t>(search.seed), RngStream::RandomSearch,
                      static_cast<std::uint64_t>(trial));
    Differences drawn;
    for (const auto& s : search.settings) {
        const double share = uniform(rng);
        const double x =
            s.logarithmic ? s.from * std::pow(s.to / s.from, share) : s.from + (s.to - s.from) * share;
        const bool real = std::holds_alternative<double>(valueByPath(config, s.path));
        const double readable = std::clamp(rounded(x, 6), s.from, s.to);
        drawn.emplace_back(s.path,
                           real ? Value(readable) : Value(static_cast<std::int64_t>(std::llround(x))));
    }
    return drawn;
}

/// Every combination of the axes' values, the last axis changing fastest; one empty one without axes.
std::vector<Differences> combinations(const std::vector<GridAxis>& grid) {
    std::vector<Differences> all = {{}};
    for (const auto& axis : grid) {
        std::vector<Differences> longer;
        for (const auto& start : all)
            for (const auto& value : axis.values) {
                longer.push_back(start);
                longer.back().emplace_back(axis.path, value);
            }
        all = std::move(longer);
    }
    return all;
}

PlannedRun makeRun(const SweepRow& row, const Differences& differences, std::int64_t seed) {
    PlannedRun run{row.label, {}, seed, row.config, {}};
    for (const auto& [path, value] : differences) {
        setValueByPath(run.config, path, value);
        run.differences.emplace_back(path, valueByPath(run.config, path));
    }
    run.config.training.seed = seed;
    run.folder = folderOf(run);
    return run;
}

} // namespace

std::string nameOf(const PlannedRun& run) {
    std::string name = run.label;
    for (const auto& [path, value] : run.differences)
        name += ", " + inSentence(labelOfPath(path)) + " " + valueText(value);
    return name;
}

SweepPlan extendedBy(const SweepPlan& plan, const SweepPlan& more) {
    const bool shared = std::ranges::any_of(more.rows, [&](const SweepRow& row) {
        return std::ranges::find(plan.rows, row.config, &SweepRow::config) != plan.rows.end();
    });
    if (!shared)
        throw doNotGoTogether(plan, "which has none of these runs");
    if (!std::ranges::equal(plan.grid, more.grid, {}, &GridAxis::path, &GridAxis::path))
        throw doNotGoTogether(plan, "whose grid has other settings");
    if (plan.random.settings != more.random.settings || plan.random.seed != more.random.seed)
        throw doNotGoTogether(plan, "whose random search draws from other ranges or with another seed");
    SweepPlan all = more;
    all.rows = plan.rows;
    for (const auto& row : more.rows)
        if (const auto known = std::ranges::find(all.rows, row.config, &SweepRow::config);
            known != all.rows.end())
            known->label = row.label;
        else
            all.rows.push_back(row);
    for (std::size_t i = 0; i < all.grid.size(); ++i) {
        all.grid[i] = plan.grid[i];
        addMissing(all.grid[i].values, more.grid[i].values);
    }
    all.random.trials = std::max(plan.random.trials, more.random.trials);
    all.seeds = plan.seeds;
    addMissing(all.seeds, more.seeds);
    return all;
}

std::vector<PlannedRun> expand(const SweepPlan& plan) {
    std::vector<PlannedRun> runs;
    std::set<std::pair<std::string, std::int64_t>> known;
    const auto grid = combinations(plan.grid);
    for (const auto seed : plan.seeds)
        for (std::int64_t trial = 0; trial < std::max<std::int64_t>(plan.random.trials, 1); ++trial)
            for (const auto& row : plan.rows)
                for (Differences differences : grid) {
                    if (plan.random.trials > 0)
                        for (auto& drawn : draw(plan.random, trial, row.config))
                            differences.push_back(std::move(drawn));
                    PlannedRun run = makeRun(row, differences, seed);
                    if (known.emplace(configurationKey(run.config), seed).second)
                        runs.push_back(std::move(run));
                }
    return runs;
}

std::string configurationKey(const Config& config) {
    std::uint64_t hash = 0xcbf29ce484222325ULL; // FNV-1a (Fowler, Noll and Vo)
    const auto add = [&](const std::string& path, const Value& value) {
        for (const unsigned char c : path + "=" + valueText(value) + "\n")
            hash = (hash ^ c) * 0x100000001b3ULL;
    };
    for (std::size_t l = 0; l < config.layers.size(); ++l)
        for (const auto& field : layerFields())
            if (field.path == "kind" ||
                (appliesTo(field, config.layers[l].kind) && field.get(config.layers[l]) != field.fallback()))
                add(std::to_string(l) + "." + field.path, field.get(config.layers[l]));
    for (const auto& field : configFields())
        if (field.path != "training.seed" && field.path != "training.threads" &&
            field.path != "data.folder" && field.get(config) != field.fallback())
            add(field.path, field.get(config));
    for (const auto& edit : config.edits)
        add(std::to_string(edit.update) + ":" + edit.path, edit.value);
    char text[20];
    std::snprintf(text, sizeof text, "%010llx",
                  static_cast<unsigned long long>((hash ^ hash >> 40) & 0xffffffffffULL));
    return text;
}

} // namespace dalescope
