// dalescope sweep, dalescope table
#include "app/command_line.h"
#include "app/commands.h"
#include "app/options.h"
#include "app/stop_request.h"
#include "app/sweeps/local_runner.h"
#include "app/sweeps/sweep_report.h"
#include "app/sweeps/sweep_request.h"
#include "core/experiments/table_text.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>

namespace dalescope {

namespace {

int positive(const Options& options, const char* name) {
    const QString option = QString::fromLatin1(name);
    if (!options.has(option))
        return 0;
    bool isNumber = false;
    const int number = options.value(option).toInt(&isNumber);
    if (!isNumber || number < 1 || number > 256)
        throw WrongUseError(
            name, "\"" + options.value(option).toStdString() + "\" is not a whole number from 1 to 256",
            "give one");
    return number;
}

/// "1 run failed", "3 runs failed"
std::string runsThat(std::size_t count, const char* what) {
    return std::to_string(count) + (count == 1 ? " run " : " runs ") + what;
}

/// Runs the sweep until it is done or a signal comes, and says how it went.
int runLocally(const SweepFolder& sweep, const RunnerSettings& settings) {
    int count = 1;
    char name[] = "dalescope";
    char* arguments[] = {name, nullptr};
    const QCoreApplication application(count, arguments);
    RunnerSettings withProgram = settings;
    withProgram.program = QCoreApplication::applicationFilePath();
    const StopRequest stop;
    LocalRunner runner(sweep, withProgram);
    SweepReport report(sweep);
    std::fprintf(stderr, "%zu runs, %zu of them done; %d at a time, %d thread%s each\n", sweep.runs().size(),
                 report.over(), runner.settings().jobs, runner.settings().threads,
                 runner.settings().threads == 1 ? "" : "s");
    QObject::connect(&runner, &LocalRunner::started, [&](int run) { report.started(run); });
    QObject::connect(&runner, &LocalRunner::ended,
                     [&](int run, const FolderStatus& status) { report.ended(run, status); });
    QObject::connect(&runner, &LocalRunner::finished, &application, &QCoreApplication::quit);
    QTimer ticks;
    bool stopping = false;
    QObject::connect(&ticks, &QTimer::timeout, [&] {
        report.show();
        if (stop.came() && !stopping) {
            stopping = true;
            runner.stop();
        }
    });
    ticks.start(100);
    runner.start();
    QCoreApplication::exec();
    report.end();

    const std::string folder = sweep.folder().string();
    std::fputs(tableText(collectResults({sweep.folder()}), TableFormat::Text).c_str(), stdout);
    const std::string done =
        std::to_string(report.over()) + " of " + std::to_string(sweep.runs().size()) + " runs are done";
    const std::string again = "dalescope sweep --out " + folder + " goes on from there";
    if (stopping && report.over() < sweep.runs().size())
        throw Error(folder, "the sweep was stopped; " + done, again);
    if (report.failed())
        throw Error(folder, runsThat(report.failed(), "failed and ") + done,
                    "mend what is named above; dalescope sweep --out " + folder + " tries again");
    if (report.elsewhere())
        throw Error(folder, runsThat(report.elsewhere(), "left to another process and ") + done, again);
    return Done;
}

} // namespace

int sweepCommand(const QStringList& arguments) {
    const Options options(arguments,
                          {QStringLiteral("--config"), QStringLiteral("--preset"), QStringLiteral("--set"),
                           QStringLiteral("--seeds"), QStringLiteral("--trials"), QStringLiteral("--out"),
                           QStringLiteral("--jobs"), QStringLiteral("--threads"), QStringLiteral("--data")});
    RunnerSettings settings;
    settings.jobs = positive(options, "--jobs");
    settings.threads = positive(options, "--threads");
    if (options.has(QStringLiteral("--data")))
        settings.dataFolder = options.value(QStringLiteral("--data"));
    return runLocally(openAskedSweep(options), settings);
}

int tableCommand(const QStringList& arguments) {
    std::vector<std::filesystem::path> folders;
    QStringList named;
    for (qsizetype i = 0; i < arguments.size(); ++i)
        if (arguments[i].startsWith(QLatin1String("--"))) {
            named.append(arguments[i]);
            if (!arguments[i].contains(u'=') && i + 1 < arguments.size())
                named.append(arguments[++i]);
        } else {
            folders.emplace_back(arguments[i].toStdString());
        }
    const Options options(named, {QStringLiteral("--format")});
    const QString format = QStringLiteral("--format");
    const auto wanted =
        options.has(format) ? tableFormat(options.value(format).toStdString()) : TableFormat::Text;
    if (folders.empty())
        throw WrongUseError("table", "it needs a folder", "dalescope table DIR... reads runs and sweeps");
    const ResultTable table = collectResults(folders);
    for (const auto& note : table.notes)
        std::fprintf(stderr, "dalescope: %s\n", note.c_str());
    std::fputs(tableText(table, wanted).c_str(), stdout);
    return Done;
}

} // namespace dalescope
