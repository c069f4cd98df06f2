#include "app/sweeps/slurm_job.h"

#include "core/common/error.h"
#include "core/io/atomic_file.h"

#include <QCryptographicHash>

#include <algorithm>
#include <sstream>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

/// As one word of the shell.
std::string quoted(const std::string& text) {
    std::string word = "'";
    for (const char c : text)
        word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

std::string listName(int number) {
    return "runs-" + std::to_string(number) + ".txt";
}

/// The first name that no list has. Made at once, so that two processes never share one.
fs::path newList(const fs::path& folder, const std::string& content) {
    std::error_code ignored;
    int number = 1;
    while (fs::exists(folder / listName(number), ignored))
        ++number;
    const fs::path list = folder / listName(number);
    writeFileAtomically(list, content);
    return list;
}

std::vector<fs::path> linesOf(const fs::path& list) {
    std::vector<fs::path> lines;
    try {
        std::istringstream stream(readFile(list));
        for (std::string line; std::getline(stream, line);)
            lines.emplace_back(line);
    } catch (const Error&) { // a list that is gone names no run
    }
    return lines;
}

} // namespace

SlurmJob::SlurmJob(const fs::path& sweep, RunnerSettings settings, SlurmOptions options)
    : folder_(fs::weakly_canonical(sweep) / "slurm"), settings_(std::move(settings)),
      options_(std::move(options)) {
    settings_.threads = std::max(1, settings_.threads);
    const QByteArray path = QByteArray::fromStdString(folder_.string());
    name_ = QStringLiteral("dalescope-") +
            QString::fromLatin1(QCryptographicHash::hash(path, QCryptographicHash::Sha1).toHex().left(10));
}

std::string SlurmJob::script() const {
    const std::string threads = std::to_string(settings_.threads),
                      train = quoted(settings_.program.toStdString()) + " train --out \"$run\"";
    const std::string data = settings_.dataFolder.isEmpty()
                                 ? std::string()
                                 : " --data " + quoted(settings_.dataFolder.toStdString());
    std::string text = "#!/bin/sh\n# Written by dalescope sweep --slurm. Task N trains the run on line N, "
                       "counted from 0, of the list given.\n#\n";
    const auto ask = [&](const std::string& name, const std::string& value) {
        if (!value.empty())
            text += "#SBATCH --" + name + "=" + value + "\n";
    };
    ask("job-name", name_.toStdString());
    ask("partition", options_.partition.toStdString());
    ask("time", options_.time.toStdString());
    ask("mem", options_.memory.toStdString());
    ask("ntasks", "1");
    ask("cpus-per-task", threads);
    // What a node lost is submitted again by dalescope sweep; Slurm would let it wait for two minutes first.
    text += "#SBATCH --no-requeue\n\n"
            "run=$(sed -n \"$((SLURM_ARRAY_TASK_ID + 1))p\" \"$1\")\n"
            "if [ -f \"$run/checkpoint.npz\" ]; then\n"
            "    exec " +
            train + " --resume" + data + "\nfi\nexec " + train + " --config \"$run/config.json\" --threads " +
            threads + data + "\n";
    return text;
}

QStringList SlurmJob::prepare(const std::vector<fs::path>& runs) const {
    std::error_code problem;
    fs::create_directories(folder_ / "logs", problem);
    if (problem)
        throw Error(folder_.string(), "the folder cannot be made (" + problem.message() + ")",
                    "check that the sweep's folder may be written");
    writeFileAtomically(folder_ / "job.sh", script());
    std::string lines;
    for (const auto& run : runs)
        lines += run.string() + "\n";
    const fs::path list = newList(folder_, lines);
    QString tasks = QStringLiteral("0-%1").arg(runs.size() - 1);
    if (options_.arrayWidth > 0)
        tasks += QStringLiteral("%%1").arg(options_.arrayWidth);
    // Slurm reads % in names of files as patterns.
    QString folder = QString::fromStdString(folder_.string());
    return {QStringLiteral("--parsable"),
            QStringLiteral("--array=") + tasks,
            QStringLiteral("--comment=") + QString::fromStdString(list.filename().string()),
            QStringLiteral("--output=") + folder.replace(u'%', QLatin1String("%%")) +
                QStringLiteral("/logs/%A_%a.log"),
            QString::fromStdString((folder_ / "job.sh").string()),
            QString::fromStdString(list.string())};
}

QStringList SlurmJob::queueArguments() const {
    return {QStringLiteral("--noheader"), QStringLiteral("--array"), QStringLiteral("--name=") + name_,
            QStringLiteral("--format=%K|%T|%k")};
}

std::map<fs::path, QString> SlurmJob::queued(const QString& answer) const {
    std::map<fs::path, QString> found;
    for (const QString& line : answer.split(u'\n', Qt::SkipEmptyParts)) {
        const QStringList parts = line.split(u'|');
        bool isNumber = false;
        const auto index = parts.first().toULongLong(&isNumber);
        if (parts.size() != 3 || !isNumber)
            continue;
        const std::string list = parts[2].trimmed().toStdString();
        if (!lists_.contains(list))
            lists_[list] = linesOf(folder_ / fs::path(list).filename());
        if (index < lists_[list].size())
            found[lists_[list][index]] = parts[1];
    }
    return found;
}

QString rejection(const QString& words) {
    QStringList said;
    for (QString line : words.split(u'\n', Qt::SkipEmptyParts))
        said.append(line.remove(QLatin1String("sbatch: error: ")).trimmed());
    const QString all = said.join(QLatin1String(": "));
    const auto mentions = [&](const char* word) {
        return all.contains(QLatin1String(word), Qt::CaseInsensitive);
    };
    QString wayOut = QStringLiteral("change what is asked for, or ask those who run the cluster");
    if (mentions("partition name") || mentions("partition specified"))
        wayOut = QStringLiteral("give --partition one that sinfo lists");
    else if (mentions("--time") || mentions("time limit"))
        wayOut = QStringLiteral(
            "give --time as minutes or as hours:minutes:seconds, within the partition's limit");
    else if (mentions("memory") || mentions("--mem") || mentions("node configuration"))
        wayOut = QStringLiteral("ask for less with --memory and --threads");
    else if (mentions("Unable to contact"))
        wayOut = QStringLiteral("see with sinfo whether the cluster is up");
    return QStringLiteral("sbatch: Slurm did not take the job (%1); %2.")
        .arg(all.isEmpty() ? QStringLiteral("it said nothing") : all, wayOut);
}

} // namespace dalescope
