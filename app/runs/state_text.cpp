#include "app/runs/state_text.h"

#include "app/runs/run.h"

#include <QCoreApplication>

namespace dalescope {

namespace {

/// Those of a run that has a network first, as RunStatus::State has them.
enum Word { Preparing, Paused, Running, Ended, Failed, Ready, Diverged, Loading, NoNetwork, NoData };
static_assert(static_cast<int>(RunStatus::State::Failed) == Failed);

Word wordOf(const Run& run) {
    const RunStatus& status = run.status();
    if (!run.journal())
        return run.isLoading() ? Loading : run.data() ? NoNetwork : NoData;
    if (status.state == RunStatus::State::Paused && status.update == 0)
        return Ready;
    return status.state == RunStatus::State::Ended && status.diverged ? Diverged
                                                                      : static_cast<Word>(status.state);
}

struct Text {
    Q_DECLARE_TR_FUNCTIONS(RunState)
};

} // namespace

QString stateText(const Run& run) {
    return stateTexts()[wordOf(run)];
}

QStringList stateTexts() {
    return {Text::tr("Preparing"),  Text::tr("Paused"), Text::tr("Running"),  Text::tr("Ended"),
            Text::tr("Failed"),     Text::tr("Ready"),  Text::tr("Diverged"), Text::tr("Loading"),
            Text::tr("No network"), Text::tr("No data")};
}

} // namespace dalescope
