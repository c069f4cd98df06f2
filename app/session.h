// What the window works on: a configuration, its data set and the run, kept in step with one another.
#pragma once

#include "core/training/runner.h"
#include "widgets/editors/config_document.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

namespace dalescope {

/// Loads data and starts runs in the background; nothing here waits. A change of what cannot change in
/// mid-run makes a new run as long as no update has been made; after that it is locked until reset().
class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(Config config, QObject* parent = nullptr);
    ~Session() override;

    ConfigDocument& document() { return document_; }
    std::shared_ptr<const Dataset> data() const { return data_; }
    const RunStatus& status() const { return status_; }
    std::shared_ptr<const Journal> journal() const { return runner_ ? runner_->journal() : nullptr; }
    bool isRunning() const { return status_.state == RunStatus::State::Running; }
    /// Whether updates have been made, which a reset would drop.
    bool hasProgress() const { return status_.update > 0; }
    /// Why the run cannot go on, in one sentence; empty where it can.
    QString obstacle() const;

    // The verbs of a run. Each is ignored where there is nothing to run yet.
    void start();
    void startWhenReady() { startWhenReady_ = true; }
    void pause();
    void stop();
    void runUpdates(int count);
    void runEpoch();
    /// Drops the run; the next one begins from the same initial weights.
    void reset();
    void resetToNewSeed();

    /// Puts `config` (from a file or a preset) in place of the present one, as one undoable step called
    /// `text`, once its data set has been read. Where that fails, everything goes on as it was.
    void open(const Config& config, const QString& text);
    /// The same with the present settings on another data set: a known name, a file or a folder.
    void openData(const std::string& name);
    void saveSnapshot(const QString& file);
    /// Writes a PyTorch script that goes on with the run as it is now, and its weights beside it.
    void exportPyTorch(const QString& file);
    /// Gives `use`, on this thread and a little later, a copy of the network as it is between two updates,
    /// and how many were made; nothing where there is no run.
    using UseNetwork = std::function<void(std::shared_ptr<const Network<float>>, std::int64_t update)>;
    void copyNetwork(UseNetwork use);
    /// The configuration that replays the run so far, with the edits that have taken effect.
    Config replayConfig() const;

Q_SIGNALS:
    void dataChanged();
    void journalChanged();
    /// When the state changes, and up to 10 times a second while updates are made.
    void statusChanged();
    /// 90 times a second: time for one of the three plots to look at the journal, each at 30 a second.
    void tick();
    void failed(const QString& sentence);
    void saved(const QString& file);

private:
    using DatasetPointer = std::shared_ptr<const Dataset>;
    /// Reads the data in the background, unless it is at hand, and calls `use` with it on this thread.
    void load(const DataConfig& where, std::function<void(DatasetPointer)> use);
    void takeData(DatasetPointer data);
    void loadData();
    void makeRun();
    void dropRun();
    void onConfigChanged(const QStringList& paths);
    void writeInBackground(const QString& file, std::function<std::function<void()>(const Trainer&)> prepare);
    void poll();
    void announceStatus();
    bool ready();

    ConfigDocument document_;
    std::shared_ptr<const Dataset> data_;
    std::unique_ptr<Runner> runner_;
    Config runConfig_;
    RunStatus status_;
    RunStatus announced_; ///< with the last statusChanged()
    QElapsedTimer announcedAt_;
    QTimer poll_, remake_;
    DataConfig loadedFrom_; ///< where data_ is from
    int loading_ = 0;       ///< number of the newest load; older ones that arrive late are dropped
    bool startWhenReady_ = false;
};

} // namespace dalescope
