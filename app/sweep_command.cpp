// dalescope sweep, dalescope table
#include "app/command_line.h"
#include "app/commands.h"
#include "app/options.h"
#include "app/stop_request.h"
#include "app/sweeps/local_runner.h"
#include "app/sweeps/slurm_runner.h"
#include "app/sweeps/sweep_report.h"
#include "app/sweeps/sweep_request.h"
#include "core/common/text.h"
#include "core/experiments/table_text.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>
#include <stdexcept>

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

/// Qt's event loop, which needs its arguments to outlive it.
class EventLoop {
public:
    /// Lets `runner`, of either kind, go on until it has finished or a signal comes. Returns whether one
    /// came.
    template <class Runner>
    bool run(Runner& runner, SweepReport& report) {
        const StopRequest stop;
        QObject::connect(&runner, &Runner::started, [&](int run) { report.started(run); });
        QObject::connect(&runner, &Runner::ended,
                         [&](int run, const FolderStatus& status) { report.ended(run, status); });
        QObject::connect(&runner, &Runner::finished, &application_, &QCoreApplication::quit,
                         Qt::QueuedConnection);
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
        return stopping;
    }

private:
    int count_ = 1;
    char name_[10] = "dalescope";
    char* arguments_[2] = {name_, nullptr};
    QCoreApplication application_{count_, arguments_};
};

/// Prints the table of what there is, and says what is left. whenStopped: of a sweep that a signal has ended.
int conclude(const SweepFolder& sweep, const SweepReport& report, bool stopped,
             const std::string& whenStopped, const std::string& again) {
    const std::string folder = sweep.folder().string();
    std::fputs(tableText(collectResults({sweep.folder()}), TableFormat::Text).c_str(), stdout);
    const std::string done =
        std::to_string(report.over()) + " of " + std::to_string(sweep.runs().size()) + " runs are done";
    if (stopped && report.over() < sweep.runs().size())
        throw Error(folder, whenStopped + "; " + done, again + " goes on from there");
    if (report.failed())
        throw Error(folder, runsThat(report.failed(), "failed and ") + done,
                    "mend what is named above; " + again + " tries again");
    if (report.elsewhere())
        throw Error(folder, runsThat(report.elsewhere(), "left to another process and ") + done,
                    again + " goes on from there");
    return Done;
}

/// Runs the sweep until it is done or a signal comes, and says how it went.
int runLocally(const SweepFolder& sweep, RunnerSettings settings) {
    EventLoop loop;
    settings.program = QCoreApplication::applicationFilePath();
    LocalRunner runner(sweep, settings);
    SweepReport report(sweep);
    std::fprintf(stderr, "%zu runs, %zu of them done; %d at a time, %d thread%s each\n", sweep.runs().size(),
                 report.over(), runner.settings().jobs, runner.settings().threads,
                 runner.settings().threads == 1 ? "" : "s");
    const bool stopped = loop.run(runner, report);
    return conclude(sweep, report, stopped, "the sweep was stopped",
                    "dalescope sweep --out " + shellWord(sweep.folder().string()));
}

/// The same with Slurm's nodes; a signal ends the watching alone.
int runOnSlurm(const SweepFolder& sweep, RunnerSettings settings, const SlurmOptions& slurm) {
    EventLoop loop;
    settings.program = QCoreApplication::applicationFilePath();
    SlurmRunner runner(sweep, settings, slurm);
    SweepReport report(sweep);
    std::fprintf(stderr, "%zu runs, %zu of them done\n", sweep.runs().size(), report.over());
    const auto say = [](const QString& line) { std::fprintf(stderr, "%s\n", line.toUtf8().constData()); };
    QString fault;
    QObject::connect(&runner, &SlurmRunner::submitted, [&](int count) {
        say(QString::fromStdString(runsThat(static_cast<std::size_t>(count), "given to Slurm")));
    });
    QObject::connect(&runner, &SlurmRunner::hindered, say);
    QObject::connect(
        &runner, &SlurmRunner::failed, &runner,
        [&](const QString& sentence) {
            fault = sentence;
            QCoreApplication::quit();
        },
        Qt::QueuedConnection);
    const bool stopped = loop.run(runner, report);
    if (!fault.isEmpty())
        throw std::runtime_error(fault.toStdString());
    return conclude(sweep, report, stopped, "nobody watches any longer, and the jobs go on",
                    "dalescope sweep --slurm --out " + shellWord(sweep.folder().string()));
}

SlurmOptions slurmOptions(const Options& options) {
    const auto slurm = QStringLiteral("--slurm");
    for (const char* own : {"--partition", "--time", "--memory", "--array-width"})
        if (options.has(QLatin1String(own)) && !options.has(slurm))
            throw WrongUseError(own, "it is for --slurm alone", "say --slurm as well, or leave it out");
    if (options.has(slurm) && options.has(QStringLiteral("--jobs")))
        throw WrongUseError("--jobs", "it is for this machine alone", "with --slurm, say --array-width");
    SlurmOptions asked;
    asked.partition = options.value(QStringLiteral("--partition"));
    asked.time = options.value(QStringLiteral("--time"));
    asked.memory = options.value(QStringLiteral("--memory"));
    asked.arrayWidth = positive(options, "--array-width");
    return asked;
}

} // namespace

int sweepCommand(const QStringList& arguments) {
    const Options options(arguments,
                          {QStringLiteral("--config"), QStringLiteral("--preset"), QStringLiteral("--set"),
                           QStringLiteral("--seeds"), QStringLiteral("--trials"), QStringLiteral("--out"),
                           QStringLiteral("--jobs"), QStringLiteral("--threads"), QStringLiteral("--data"),
                           QStringLiteral("--partition"), QStringLiteral("--time"),
                           QStringLiteral("--memory"), QStringLiteral("--array-width")},
                          {QStringLiteral("--slurm")});
    RunnerSettings settings;
    settings.jobs = positive(options, "--jobs");
    settings.threads = positive(options, "--threads");
    if (options.has(QStringLiteral("--data")))
        settings.dataFolder = options.value(QStringLiteral("--data"));
    const SlurmOptions slurm = slurmOptions(options);
    const SweepFolder sweep = openAskedSweep(options);
    return options.has(QStringLiteral("--slurm")) ? runOnSlurm(sweep, settings, slurm)
                                                  : runLocally(sweep, settings);
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
