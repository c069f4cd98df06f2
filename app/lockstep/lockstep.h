// Models on the same seeds, mini-batches and test points, trained together.
#pragma once

#include "core/experiments/lockstep.h"
#include "core/training/runner.h"
#include "widgets/plots/plot_export.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <vector>

namespace dalescope {

struct LockstepModel {
    QString name; ///< unlike the others'
    Config config;
};

/// Trains every model on every seed, from one test point to the next: none begins a stretch before all have
/// ended the one before. Each run has the bits that it has alone.
class Lockstep : public QObject {
    Q_OBJECT

public:
    /// Two models or more, at least one seed, and the first model's data.
    Lockstep(std::vector<LockstepModel> models, std::vector<std::int64_t> seeds,
             std::shared_ptr<const Dataset> data, QObject* parent = nullptr);
    ~Lockstep() override;

    void start();
    void pause();
    bool isRunning() const { return running_; }
    /// All runs have ended.
    bool isDone() const { return done_; }
    /// The test point that all runs have passed that had not ended before.
    std::int64_t reached() const { return reached_; }
    /// Updates from one test point to the next.
    std::int64_t stretch() const { return stretch_; }

    const std::vector<LockstepModel>& models() const { return models_; }
    const std::vector<std::int64_t>& seeds() const { return seeds_; }
    RunStatus status(std::size_t model, std::size_t seed) const { return runner(model, seed).status(); }
    std::shared_ptr<const Journal> journal(std::size_t model, std::size_t seed) const {
        return runner(model, seed).journal();
    }

    /// All of them, for a figure to carry: each model's seeds, model after model.
    std::vector<PlotRun> plotRuns() const;

Q_SIGNALS:
    /// A test point was passed by all.
    void advanced();
    /// It runs or does not, or is done.
    void stateChanged();
    void failed(const QString& sentence);

private:
    struct Member {
        std::unique_ptr<Runner> runner;
        std::int64_t asked = -1; ///< the update that it was last told to go to since start()
    };
    const Runner& runner(std::size_t model, std::size_t seed) const {
        return *members_[model * seeds_.size() + seed].runner;
    }
    void poll();
    void setRunning(bool running);

    std::vector<LockstepModel> models_;
    std::vector<std::int64_t> seeds_;
    std::vector<Member> members_; ///< each model's seeds, model after model
    std::int64_t stretch_, reached_ = 0;
    bool running_ = false, done_ = false;
    QTimer poll_;
};

} // namespace dalescope
