#include "app/time/fork.h"

#include <QLocale>

namespace dalescope {

NewRun forkOf(const Run& parent, std::shared_ptr<const Moment> moment) {
    const QString name = parent.label().name,
                  update = QLocale().toString(static_cast<qlonglong>(moment->state.update));
    NewRun fork{.config = settingsAt(moment->state)};
    fork.label.name = Run::tr("%1 from update %2").arg(name, update);
    if (moment->state.update == 0)
        return fork; // the untrained network, which has nothing to go on from
    Moments kept = parent.shelf() ? parent.shelf()->kept() : Moments();
    std::erase_if(kept, [&](const auto& older) { return older->state.update >= moment->state.update; });
    kept.push_back(moment);
    fork.origin = {std::move(moment), parent.journal(), std::move(kept),
                   Run::tr("Forked from %1").arg(name).toStdString()};
    return fork;
}

} // namespace dalescope
