#include "app/runs/state_text.h"

#include "app/runs/run.h"

#include <QCoreApplication>

namespace dalescope {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(RunState)
};

} // namespace

QString stateText(const Run& run) {
    const RunStatus& status = run.status();
    if (!run.journal())
        return run.isLoading() ? Text::tr("Loading")
               : run.data()    ? Text::tr("No network")
                               : Text::tr("No data");
    switch (status.state) {
    case RunStatus::State::Preparing:
        return Text::tr("Preparing");
    case RunStatus::State::Running:
        return Text::tr("Running");
    case RunStatus::State::Ended:
        return status.diverged ? Text::tr("Diverged") : Text::tr("Ended");
    case RunStatus::State::Failed:
        return Text::tr("Failed");
    case RunStatus::State::Paused:
        break;
    }
    return status.update == 0 ? Text::tr("Ready") : Text::tr("Paused");
}

QStringList stateTexts() {
    return {Text::tr("Loading"), Text::tr("No network"), Text::tr("No data"), Text::tr("Preparing"),
            Text::tr("Running"), Text::tr("Diverged"),   Text::tr("Ended"),   Text::tr("Failed"),
            Text::tr("Ready"),   Text::tr("Paused")};
}

} // namespace dalescope
