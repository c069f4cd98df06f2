#include "app/time/fork.h"

#include "core/settings/field.h"

#include <QLocale>

#include <algorithm>

namespace dalescope {

namespace {

/// The runner that `config` and `data` ask for: one that goes on from `origin`, if that is a matter of edits.
std::unique_ptr<Runner> takeUp(Origin origin, const Config& config, std::shared_ptr<const Dataset> data) {
    const Config settings = settingsAt(origin.moment->state);
    const auto paths = differingPaths(settings, config);
    const bool sameRun = config.edits == settings.edits && config.layers.size() == settings.layers.size() &&
                         std::ranges::all_of(paths, [](const std::string& path) {
                             return path != "network.layers" && mayChangeInRun(path);
                         });
    if (!sameRun)
        return std::make_unique<Runner>(config, std::move(data));
    for (const auto& path : paths)
        origin.changes.emplace_back(path, valueByPath(config, path));
    return std::make_unique<Runner>(std::move(origin), std::move(data));
}

} // namespace

NewRun forkOf(const Run& parent, std::shared_ptr<const Moment> moment) {
    const QString name = parent.label().name,
                  update = QLocale().toString(static_cast<qlonglong>(moment->state.update));
    NewRun fork{.config = settingsAt(moment->state)};
    fork.label.name = Run::tr("%1 from update %2").arg(name, update);
    if (moment->state.update == 0)
        return fork; // the untrained network, which has nothing to go on from
    const auto shelf = parent.shelf();
    fork.begin = [origin = Origin{.moment = std::move(moment),
                                  .journal = parent.journal(),
                                  .kept = shelf ? shelf->kept() : Moments(),
                                  .mark = Run::tr("Forked from %1").arg(name).toStdString()}](
                     const Config& config, std::shared_ptr<const Dataset> data) {
        return takeUp(origin, config, std::move(data));
    };
    return fork;
}

} // namespace dalescope
