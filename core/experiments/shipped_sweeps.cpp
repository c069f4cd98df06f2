#include "core/experiments/shipped_sweeps.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/experiments/embedded_texts.h"
#include "core/experiments/presets.h"
#include "core/experiments/published.h"
#include "core/experiments/sweep_json.h"

namespace dalescope {

const std::vector<ShippedSweep>& shippedSweeps() {
    static const auto all = [] {
        std::vector<ShippedSweep> made;
        for (const auto& [name, text] : embeddedSweeps())
            made.push_back({name, sweepFromJson(text, name + ".json")});
        return made;
    }();
    return all;
}

SweepPlan findSweep(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& sweep : shippedSweeps()) {
        if (sweep.name == name)
            return sweep.plan;
        names.push_back(sweep.name);
    }
    for (const auto& preset : presets()) {
        if (preset.name == name) {
            SweepPlan plan{preset.title, preset.about, {{preset.title, preset.config}}, {}, {}, {}};
            plan.rows[0].config.training.seed = plan.rows[0].config.training.threads = 1;
            for (std::size_t seed = 1; seed <= publishedSeeds; ++seed)
                plan.seeds.push_back(static_cast<std::int64_t>(seed));
            return plan;
        }
        names.push_back(preset.name);
    }
    const std::string guess = nearest(name, names);
    throw Error(name, "there is no such sweep or preset",
                guess.empty() ? "dalescope presets lists them" : "did you mean \"" + guess + "\"?");
}

} // namespace dalescope
