#include "core/experiments/sweep_outline.h"

#include <map>
#include <set>

namespace dalescope {

SweepOutline outlineOf(SweepFolder sweep) {
    SweepOutline outline{std::move(sweep), {}, {}, {}};
    std::map<std::string, std::size_t> places;
    std::set<std::string> taken;
    std::vector<const Config*> configs;
    for (const auto& run : outline.sweep.runs()) {
        const auto [at, isNew] = places.emplace(configurationKey(run.config), outline.names.size());
        outline.configurationOf.push_back(at->second);
        if (!isNew)
            continue;
        std::string name = nameOf(run);
        for (int number = 2; !taken.insert(name).second; ++number)
            name = nameOf(run) + " (" + std::to_string(number) + ")";
        outline.names.push_back(std::move(name));
        configs.push_back(&run.config);
    }
    outline.settings = variedSettings(configs);
    return outline;
}

} // namespace dalescope
