// The files and arguments with which a sweep's runs become tasks of a Slurm job array.
#pragma once

#include "app/sweeps/local_runner.h"

#include <QStringList>

#include <filesystem>
#include <map>
#include <vector>

namespace dalescope {

/// What a person asks of Slurm. Empty, or 0: the cluster's own default.
struct SlurmOptions {
    QString partition;
    QString time;       ///< of a run at most, as sbatch takes it: "30", "2:00:00"
    QString memory;     ///< of a run, likewise: "4G"
    int arrayWidth = 0; ///< runs at the same time at most
    int pollSeconds = 5;
    int patienceSeconds = 60; ///< for a first answer of the queue; one that was there may be away longer
};

/// Everything lies in OUT/slurm: job.sh, whose task N trains the run on line N of a list, the lists
/// (runs-1.txt and so on, one a submission) and logs/. Nothing that a run needs is kept elsewhere, so that
/// any process can go on: job name and comment say to which sweep and list a job in the queue belongs.
class SlurmJob {
public:
    /// Of `settings`: the program, which must be there on every node, the data folder, and the threads of a
    /// run that begins (0: one), for which as many processors are asked.
    SlurmJob(const std::filesystem::path& sweep, RunnerSettings settings, SlurmOptions options);

    /// Most tasks of one array: what a cluster allows that is set up with Slurm's defaults.
    static constexpr qsizetype mostTasks = 1000;

    /// Writes job.sh and a new list of `runs` (absolute; at most mostTasks). Returns the arguments of sbatch
    /// that submit them. Throws Error where a file cannot be written.
    QStringList prepare(const std::vector<std::filesystem::path>& runs) const;

    /// Arguments of squeue that list this sweep's tasks for queued().
    QStringList queueArguments() const;

    /// The runs that are in the queue, by squeue's answer, and the state that Slurm gives them ("RUNNING").
    std::map<std::filesystem::path, QString> queued(const QString& answer) const;

    /// job.sh
    std::string script() const;
    QString name() const { return name_; }

private:
    std::filesystem::path folder_; // OUT/slurm, absolute
    RunnerSettings settings_;
    SlurmOptions options_;
    QString name_;
    mutable std::map<std::string, std::vector<std::filesystem::path>> lists_; // read already
};

/// Why sbatch did not take a job, from what it wrote, as one sentence with the way out.
QString rejection(const QString& words);

} // namespace dalescope
