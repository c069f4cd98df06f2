#include "app/command_line.h"

#include "app/commands.h"
#include "core/common/text.h"
#include "core/training/snapshot.h"

#include <cstdio>
#include <exception>
#include <functional>
#include <map>

namespace dalescope {

namespace {

const char* const usage =
    R"(dalescope [--preset NAME] [--start] [FILE...]      opens the window, with what File > Open takes; --start trains at once
dalescope train --preset NAME | --config FILE [--set path=value ...] [--dataset NAME] [--data DIR] [--epochs N]
                [--updates N] [--seed N] [--threads N] [--resume] --out DIR
dalescope gradients --snapshot S.npz --batch B.npz --out G.npz [--layers KINDS] [--precision double|single]
dalescope export-pytorch RUN [--out FILE.py]       a PyTorch script that goes on with the run of that folder
dalescope sweep --preset NAME | --config FILE [--set path=value ...] [--seeds N] [--trials N] [--jobs N] [--threads N]
                [--data DIR] --out DIR             many runs; with --out alone, the sweep that is there goes on
dalescope sweep ... --slurm [--partition P] [--time T] [--memory M] [--array-width N]      on a Slurm cluster
dalescope table DIR... [--format text|markdown|csv|latex]
dalescope bench [--json] [--models NAME,...] [--rounds N] [--seconds N] [--threads N]
dalescope presets | datasets | --version | --help
)";

using Command = std::function<int(const QStringList&)>;

const std::map<QString, Command>& commands() {
    static const std::map<QString, Command> all = {
        {QStringLiteral("train"), trainCommand},
        {QStringLiteral("gradients"), gradientsCommand},
        {QStringLiteral("export-pytorch"), exportPyTorchCommand},
        {QStringLiteral("sweep"), sweepCommand},
        {QStringLiteral("table"), tableCommand},
        {QStringLiteral("bench"), benchCommand},
        {QStringLiteral("presets"), presetsCommand},
        {QStringLiteral("datasets"), datasetsCommand},
        {QStringLiteral("--version"),
         [](const QStringList&) {
             std::printf("dalescope %s\n", programVersion());
             return int(Done);
         }},
    };
    return all;
}

/// Also after a command, where a person looks for it first.
bool asksForHelp(const QStringList& arguments) {
    return arguments.contains(QLatin1String("--help")) || arguments.contains(QLatin1String("-h"));
}

} // namespace

bool isHeadless(const QStringList& arguments) {
    return asksForHelp(arguments) || (!arguments.isEmpty() && commands().contains(arguments.first()));
}

int runHeadless(const QStringList& arguments) {
    if (asksForHelp(arguments)) {
        std::fputs(usage, stdout);
        return Done;
    }
    try {
        return commands().at(arguments.first())(arguments.mid(1));
    } catch (const WrongUseError& error) {
        std::fprintf(stderr, "dalescope: %s\n", error.what());
        return WrongUse;
    } catch (const std::bad_alloc&) {
        std::fputs("dalescope: there is not enough memory; use a smaller network or data set.\n", stderr);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "dalescope: %s\n", error.what());
    }
    return Failed;
}

} // namespace dalescope
