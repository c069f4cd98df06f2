// One run of a session: a configuration, its data set and the training, kept in step with one another.
#pragma once

#include "app/runs/data_library.h"
#include "app/runs/run_label.h"
#include "core/training/network_copies.h"
#include "core/training/runner.h"
#include "widgets/editors/config_document.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

namespace dalescope {

/// What a run is made of, when it comes into a session: from a preset, another run or a file.
struct NewRun {
    Config config;
    RunLabel label = {};
    Origin origin = {};   ///< where it begins, and a reset goes back to; of no moment: the untrained network
    int id = 0;           ///< of a run that was in a session before; 0: a new one
    Origin standing = {}; ///< of a run that was saved: it goes on from there, once, until it is reset
};

/// Whether so much training is not quickly made again, and worth a question before it goes.
inline bool takesLong(double epochs, double seconds) {
    return epochs >= 1 || seconds >= 20;
}

/// Loads data and trains in the background; nothing here waits. A change of what cannot change in mid-run
/// begins the run anew as long as no update has been made; after that it is locked until reset().
class Run : public QObject {
    Q_OBJECT

public:
    /// `library` and `history` outlive the run. Its data begins to load at once.
    Run(NewRun made, DataLibrary& library, History& history);
    ~Run() override;

    int id() const { return id_; }
    const RunLabel& label() const { return label_; }
    /// Not undoable; see Session::relabel.
    void setLabel(const RunLabel& label);

    ConfigDocument& document() { return document_; }
    const ConfigDocument& document() const { return document_; }
    std::shared_ptr<const Dataset> data() const { return data_; }
    const RunStatus& status() const { return status_; }
    std::shared_ptr<const Journal> journal() const {
        return standing_.journal || !runner_ ? standing_.journal : runner_->journal();
    }
    /// What it keeps to go back to; null where there is no run.
    std::shared_ptr<const CheckpointShelf> shelf() const { return runner_ ? runner_->shelf() : nullptr; }
    /// Updates from one moment that it keeps to the next; 0: none.
    void setKeepEvery(std::int64_t updates);
    bool isRunning() const { return status_.state == RunStatus::State::Running; }
    /// Whether a data set is being read for it.
    bool isLoading() const { return isLoading_; }
    /// Whether updates have been made, which a reset would drop.
    bool hasProgress() const { return status_.update > 0; }
    /// Time spent training so far.
    double seconds() const;
    bool isWorthKeeping() const { return takesLong(status_.epoch, seconds()); }
    /// Why the run cannot go on, in one sentence; empty where it can.
    QString obstacle() const;

    // The verbs of a run. Each is ignored where there is nothing to run yet.
    void start();
    void startWhenReady() { startWhenReady_ = true; }
    void pause();
    void stop();
    void runUpdates(int count);
    void runEpoch();
    /// Drops what was trained; the run begins anew, from the same initial weights or where it was forked.
    void reset();
    void resetToNewSeed();
    /// Goes on from where a run of these settings stood.
    void goOnFrom(Origin standing);

    /// Puts `config` (from a file or a preset) in place of the present one, as one undoable step called
    /// `text`, once its data set has been read. Where that fails, or the layers do not fit the data,
    /// everything goes on as it was. A run that has made updates keeps them: see wantsSuccessor().
    void open(const Config& config, const QString& text);
    /// The same, letting go of what was trained.
    void overwrite(const Config& config, const QString& text);
    /// The same with the present settings on another data set: a known name, a file or a folder. The last
    /// layer gets as many units as there are classes.
    void openData(const std::string& name);
    void saveSnapshot(const QString& file);
    /// Writes a PyTorch script that goes on with the run as it is now, and its weights beside it.
    void exportPyTorch(const QString& file);
    /// Gives `use`, on this thread and a little later, a copy of the network as it is between two updates,
    /// with the Fisher information where that is wanted; nothing where there is no run.
    using UseNetwork = std::function<void(const NetworkNews&)>;
    void copyNetwork(UseNetwork use, bool withInformation = false);
    /// Calls `use` on the trainer's thread between two updates; nothing where there is no run.
    void inspect(std::function<void(const Trainer&)> use);
    /// Calls `use` once with where the run stands, on this thread or the trainer's; lets go of it uncalled
    /// where the run cannot be made.
    void stand(std::function<void(Origin)> use);
    /// Of a fork: where it began.
    const Origin& origin() const { return origin_; }
    /// The configuration that replays the run so far, with the edits that have taken effect.
    Config replayConfig() const;

    /// The numbers of a figure that shows this run, to be drawn until it has come as far; null: none.
    std::shared_ptr<const Journal> figure() const;
    void setFigure(std::shared_ptr<const Journal> figure) { figure_ = std::move(figure); }

    /// Looks at what the trainer has done since; the session does so 90 times a second.
    void poll();

Q_SIGNALS:
    void labelChanged();
    void dataChanged();
    void journalChanged();
    /// When the state changes, and up to 10 times a second while updates are made.
    void statusChanged();
    /// unread: the configuration that was to be trained and whose data could not be read; null: something
    /// else went wrong.
    void failed(const QString& sentence, const Config* unread = nullptr);
    void saved(const QString& file);
    /// What is to be opened would drop what was trained: another run takes this one's place with it.
    void wantsSuccessor(const Config& config, const QString& text);

private:
    using DatasetPointer = std::shared_ptr<const Dataset>;
    /// Calls `use` with the data of `wanted` once it is read, unless something else is asked for by then.
    void load(const Config& wanted, std::function<void(DatasetPointer)> use);
    void takeData(DatasetPointer data, const DataConfig& from);
    void replace(const Config& config, const DatasetPointer& data, const QString& text,
                 bool keepsTraining = true);
    void loadData();
    void begin();
    void drop();
    /// Of a saved run: where it stood.
    void forget();
    void retireRunner();
    static void letGo(Origin& origin);
    void onConfigChanged(const QStringList& paths);
    void writeInBackground(const QString& file, std::function<std::function<void()>(const Trainer&)> prepare);
    void announceStatus();
    bool ready();

    const int id_;
    RunLabel label_;
    const Origin origin_;
    DataLibrary& library_;
    ConfigDocument document_;
    std::shared_ptr<const Dataset> data_;
    std::unique_ptr<Runner> runner_;
    std::shared_ptr<NetworkCopies> copies_; ///< of the runner's network; used on its thread
    Origin standing_; ///< where a saved run goes on, until it has gone on or is begun anew
    std::shared_ptr<const Journal> figure_;
    QStringList lateEdits_; ///< settings changed before a saved run's data was read
    RunStatus status_;
    RunStatus announced_; ///< with the last statusChanged()
    QElapsedTimer announcedAt_;
    QTimer remake_;
    DataConfig loadedFrom_; ///< where data_ is from
    int loading_ = 0;       ///< number of the newest load; older ones that arrive late are dropped
    bool isLoading_ = false;
    bool startWhenReady_ = false;
    std::int64_t keepEvery_ = 500;
};

} // namespace dalescope
