#include "core/experiments/sweep_json.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/experiments/json_reading.h"
#include "core/experiments/presets.h"
#include "core/io/atomic_file.h"
#include "core/settings/config_json.h"
#include "core/settings/field.h"
#include "core/settings/value_json.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace dalescope {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t manyRuns = 100000; // more is a slip of the pen

/// A sweep says in one place each which seeds and threads its runs have.
void checkVaries(const std::string& path) {
    if (path == "training.seed")
        throw Error(path, "a sweep's seeds are no setting of its runs", "list them under \"seeds\"");
    if (path == "training.threads" || path == "data.folder")
        throw Error(path, "it does not belong to the experiment", "give it to dalescope sweep as an option");
}

void applySettings(Config& config, const Json& settings, const std::string& where) {
    if (!settings.is_object())
        throw Error(where, "it is not a group of settings", "write { ... } there");
    for (const auto& [path, value] : settings.items()) {
        checkVaries(path);
        setValueByPath(config, path, toValue(value, path));
    }
}

class Reader {
public:
    Reader(const Json& json, std::filesystem::path folder) : json_(json), folder_(std::move(folder)) {}

    SweepPlan read() {
        checkKeys(json_, "",
                  {"format", "version", "title", "about", "preset", "config", "runs", "set", "grid", "random",
                   "validation", "seeds"});
        if (!json_.contains("format") || json_["format"] != "dalescope-sweep")
            throw Error("format", "it is not dalescope-sweep", "choose a sweep file of this program");
        if (json_.contains("version") && json_["version"] != 1)
            throw Error("version", "this program reads version 1 only", "use a newer Dalescope");
        plan_.title = textAt(json_, "title", "");
        plan_.about = textAt(json_, "about", "");
        readRows();
        if (json_.contains("grid"))
            readGrid();
        if (json_.contains("random"))
            readRandom();
        if (json_.contains("seeds"))
            readSeeds();
        checkSize();
        return std::move(plan_);
    }

private:
    /// The configuration that `json` names, if it names one.
    std::optional<SweepRow> named(const Json& json, const std::string& where) const {
        if (json.contains("preset") && json.contains("config"))
            throw Error(where + "preset", "there is a config as well", "keep one of the two");
        if (json.contains("preset")) {
            const Preset& preset = findPreset(textAt(json, "preset", where));
            return SweepRow{preset.title, preset.config};
        }
        if (!json.contains("config"))
            return std::nullopt;
        const Json& config = json["config"];
        if (config.is_object())
            return SweepRow{config.value("title", ""), configFromJson(config.dump(), where + "config")};
        const auto file = folder_ / textAt(json, "config", where);
        return SweepRow{file.stem().string(), configFromJson(readFile(file), file.string())};
    }

    void readRows() {
        const auto base = named(json_, "");
        if (!json_.contains("runs")) {
            if (!base)
                throw Error("runs", "the sweep says of nothing what to run",
                            "give a preset, a config, or a list of runs");
            addRow(*base, Json::object(), "");
            return;
        }
        if (!json_["runs"].is_array() || json_["runs"].empty())
            throw Error("runs", "it is not a list with something in it", "write [ {...}, ... ] there");
        for (const auto& run : json_["runs"]) {
            const std::string where = "runs." + std::to_string(plan_.rows.size());
            checkKeys(run, where, {"label", "preset", "config", "set"});
            auto row = named(run, where + ".");
            if (!row)
                row = base;
            if (!row)
                throw Error(where, "it names no configuration", "give a preset or a config");
            if (run.contains("label"))
                row->label = textAt(run, "label", where + ".");
            addRow(*row, run, where + ".");
        }
    }

    void addRow(SweepRow row, const Json& run, const std::string& where) {
        if (json_.contains("set"))
            applySettings(row.config, json_["set"], "set");
        if (run.contains("set"))
            applySettings(row.config, run["set"], where + "set");
        if (json_.contains("validation"))
            row.config.data.validation = wholeAt(json_["validation"], "validation", 0, 1000000000);
        row.config.training.seed = 1;
        row.config.training.threads = 1;
        if (row.label.empty())
            row.label = plan_.title.empty() ? "run" : plan_.title;
        plan_.rows.push_back(std::move(row));
    }

    /// `value` as the setting has it once it is set; checks it against every row.
    Value accepted(const std::string& path, const Value& value) const {
        checkVaries(path);
        Value taken = value;
        for (const auto& row : plan_.rows) {
            Config config = row.config;
            setValueByPath(config, path, value);
            taken = valueByPath(config, path);
        }
        return taken;
    }

    bool takesWholeNumbers(const std::string& path) const {
        const Value now = valueByPath(plan_.rows.front().config, path);
        if (path.ends_with(".inhibitory") || std::holds_alternative<std::int64_t>(now))
            return true;
        if (!std::holds_alternative<double>(now))
            throw Error(path, "it is no number to have a range", "list its values");
        return false;
    }

    Value within(const std::string& path, double x) const {
        return takesWholeNumbers(path) ? Value(static_cast<std::int64_t>(std::llround(x))) : Value(x);
    }

    struct Range {
        double from, to;
        bool logarithmic;
    };

    Range readRange(const Json& json, const std::string& path, bool logarithmic) const {
        const std::string scale = textAt(json, "scale", path + ".");
        if (!scale.empty() && scale != "linear" && scale != "log")
            throw Error(path + ".scale", "\"" + scale + "\" is not known", "say linear or log");
        const Range range{numberAt(json, "from", path), numberAt(json, "to", path),
                          scale.empty() ? logarithmic : scale == "log"};
        if (range.from >= range.to)
            throw Error(path,
                        "its range from " + shortNumber(range.from) + " to " + shortNumber(range.to) +
                            " is empty",
                        "let \"to\" be the larger");
        if (range.logarithmic && range.from <= 0)
            throw Error(path, "a logarithmic range cannot begin at " + shortNumber(range.from),
                        "begin above 0, or say \"scale\": \"linear\"");
        accepted(path, within(path, range.from));
        accepted(path, within(path, range.to));
        return range;
    }

    std::vector<Value> steps(const Json& json, const std::string& path) const {
        checkKeys(json, path, {"from", "to", "steps", "scale"});
        const auto range = readRange(json, path, false);
        if (!json.contains("steps"))
            throw Error(path, "its range has no steps", "give \"steps\"");
        const auto count = wholeAt(json["steps"], path + ".steps", 2, 10000);
        std::vector<Value> values;
        for (std::int64_t i = 0; i < count; ++i) {
            const double share = static_cast<double>(i) / static_cast<double>(count - 1);
            const double x = range.logarithmic ? range.from * std::pow(range.to / range.from, share)
                                               : range.from + (range.to - range.from) * share;
            values.push_back(within(path, std::clamp(rounded(x, 4), range.from, range.to)));
        }
        return values;
    }

    void readGrid() {
        if (!json_["grid"].is_object())
            throw Error("grid", "it is not a group of settings", "write { \"path\": [ ... ] } there");
        for (const auto& [path, json] : json_["grid"].items()) {
            GridAxis axis{path, {}};
            std::vector<Value> given;
            if (json.is_array())
                for (const auto& value : json)
                    given.push_back(toValue(value, path));
            else
                given = steps(json, path);
            for (const auto& value : given)
                if (const Value taken = accepted(path, value);
                    std::ranges::find(axis.values, taken) == axis.values.end())
                    axis.values.push_back(taken);
            if (axis.values.empty())
                throw Error(path, "its list of values is empty", "give at least one");
            plan_.grid.push_back(std::move(axis));
        }
    }

    void readRandom() {
        const Json& random = json_["random"];
        checkKeys(random, "random", {"trials", "seed", "settings"});
        if (!random.contains("trials"))
            throw Error("random.trials", "it is missing", "say how many draws to make");
        plan_.random.trials = wholeAt(random["trials"], "random.trials", 1, manyRuns);
        if (random.contains("seed"))
            plan_.random.seed = wholeAt(random["seed"], "random.seed", 0, 1000000000000);
        if (!random.contains("settings") || !random["settings"].is_object() || random["settings"].empty())
            throw Error("random.settings", "it names nothing to draw",
                        "write { \"training.learning_rate\": {\"from\": 1e-5, \"to\": 10} }");
        for (const auto& [path, json] : random["settings"].items()) {
            checkKeys(json, path, {"from", "to", "scale"});
            const auto range = readRange(json, path, true);
            plan_.random.settings.push_back({path, range.from, range.to, range.logarithmic});
        }
    }

    void readSeeds() {
        const Json& seeds = json_["seeds"];
        plan_.seeds.clear();
        if (seeds.is_array())
            for (const auto& seed : seeds)
                plan_.seeds.push_back(wholeAt(seed, "seeds", 0, 1000000000000));
        else
            for (std::int64_t seed = 1; seed <= wholeAt(seeds, "seeds", 1, manyRuns); ++seed)
                plan_.seeds.push_back(seed);
        if (plan_.seeds.empty())
            throw Error("seeds", "the list is empty", "give at least one");
    }

    void checkSize() const {
        double runs = static_cast<double>(plan_.rows.size() * plan_.seeds.size());
        runs *= static_cast<double>(std::max<std::int64_t>(plan_.random.trials, 1));
        for (const auto& axis : plan_.grid)
            runs *= static_cast<double>(axis.values.size());
        if (runs > manyRuns)
            throw Error("runs", "the sweep has " + roughNumber(runs) + " runs", "keep it under 100,000");
    }

    const Json& json_;
    std::filesystem::path folder_;
    SweepPlan plan_;
};

} // namespace

SweepPlan sweepFromJson(const std::string& text, const std::filesystem::path& file) {
    const Json json = parseJson(text, file.string());
    try {
        return Reader(json, file.parent_path()).read();
    } catch (const Error& error) {
        throw Error::in(file.string(), error);
    }
}

std::string sweepToJson(const SweepPlan& plan) {
    Json json = {{"format", "dalescope-sweep"}, {"version", 1}, {"title", plan.title}, {"about", plan.about}};
    for (const auto& row : plan.rows)
        json["runs"].push_back({{"label", row.label}, {"config", Json::parse(configToJson(row.config))}});
    for (const auto& axis : plan.grid)
        for (const auto& value : axis.values)
            json["grid"][axis.path].push_back(toJson(value));
    if (plan.random.trials > 0) {
        json["random"] = {{"trials", plan.random.trials}, {"seed", plan.random.seed}};
        for (const auto& s : plan.random.settings)
            json["random"]["settings"][s.path] = {
                {"from", s.from}, {"to", s.to}, {"scale", s.logarithmic ? "log" : "linear"}};
    }
    json["seeds"] = plan.seeds;
    return json.dump(2) + "\n";
}

} // namespace dalescope
