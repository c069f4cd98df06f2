#include "app/runs/begin_runner.h"

#include "core/settings/field.h"

#include <algorithm>

namespace dalescope {

bool isSameRun(const Origin& origin, const Config& config) {
    if (!origin.moment)
        return false;
    const Config then = settingsAt(origin.moment->state);
    return config.edits == then.edits && config.layers.size() == then.layers.size() &&
           std::ranges::all_of(differingPaths(then, config), [](const std::string& path) {
               return path != "network.layers" && mayChangeInRun(path);
           });
}

std::unique_ptr<Runner> beginRunner(const Origin& origin, const Config& config,
                                    std::shared_ptr<const Dataset> data) {
    if (!isSameRun(origin, config))
        return std::make_unique<Runner>(config, std::move(data));
    auto runner = std::make_unique<Runner>(origin, std::move(data));
    for (const auto& path : differingPaths(settingsAt(origin.moment->state), config))
        runner->edit(path, valueByPath(config, path));
    return runner;
}

} // namespace dalescope
