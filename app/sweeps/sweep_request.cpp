#include "app/sweeps/sweep_request.h"

#include "app/commands.h"
#include "core/experiments/shipped_sweeps.h"
#include "core/experiments/sweep_json.h"
#include "core/io/atomic_file.h"
#include "core/settings/field.h"

namespace dalescope {

namespace {

std::int64_t countOf(const Options& options, const QString& name) {
    bool isNumber = false;
    const qlonglong count = options.value(name).toLongLong(&isNumber);
    if (!isNumber || count < 1 || count > 100000)
        throw WrongUseError(name.toStdString(),
                            "\"" + options.value(name).toStdString() +
                                "\" is not a whole number from 1 to 100,000",
                            "give one");
    return count;
}

SweepPlan planOf(const Options& options) {
    const auto preset = QStringLiteral("--preset"), file = QStringLiteral("--config");
    if (options.has(preset) && options.has(file))
        throw WrongUseError("sweep", "it takes --preset or --config, not both",
                            "dalescope presets lists the sweeps");
    if (options.has(preset))
        return findSweep(options.value(preset).toStdString());
    const std::string path = options.value(file).toStdString();
    return sweepFromJson(readFile(path), path);
}

void change(SweepPlan& plan, const Options& options) {
    for (const auto& setting : options.values(QStringLiteral("--set"))) {
        const std::string text = setting.toStdString();
        const auto equals = text.find('=');
        if (equals == std::string::npos)
            throw WrongUseError("--set", "\"" + text + "\" has no value", "write path=value");
        const std::string path = text.substr(0, equals);
        if (path == "training.seed" || path == "training.threads")
            throw WrongUseError("--set", path + " is no setting of a sweep's runs",
                                path == "training.seed" ? "say --seeds N" : "say --threads N");
        for (auto& row : plan.rows)
            setByPath(row.config, path, text.substr(equals + 1));
    }
    if (const auto seeds = QStringLiteral("--seeds"); options.has(seeds)) {
        plan.seeds.clear();
        for (std::int64_t seed = 1; seed <= countOf(options, seeds); ++seed)
            plan.seeds.push_back(seed);
    }
    if (const auto trials = QStringLiteral("--trials"); options.has(trials)) {
        if (plan.random.trials == 0)
            throw WrongUseError("--trials", "the sweep draws nothing at random", "leave it out");
        plan.random.trials = countOf(options, trials);
    }
}

} // namespace

SweepFolder openAskedSweep(const Options& options) {
    const std::filesystem::path out = options.required(QStringLiteral("--out")).toStdString();
    const bool named = options.has(QStringLiteral("--preset")) || options.has(QStringLiteral("--config"));
    if (!named && !isSweepFolder(out) && !std::filesystem::exists(out))
        throw WrongUseError("sweep", "it needs --preset or --config, or the --out of a sweep to go on with",
                            "dalescope presets lists the sweeps");
    SweepPlan plan = named ? planOf(options) : SweepFolder::open(out).plan();
    change(plan, options);
    return SweepFolder::create(out, plan);
}

} // namespace dalescope
