// The loop: one update at a time, on the caller's thread.
#pragma once

#include "core/data/dataset.h"
#include "core/learning/alignment.h"
#include "core/learning/fisher_squares.h"
#include "core/learning/update.h"
#include "core/training/batch_source.h"
#include "core/training/checkpoint.h"
#include "core/training/evaluate.h"
#include "core/training/journal.h"
#include "core/training/moment.h"
#include "core/training/probes.h"
#include "core/training/stop_rules.h"

#include <memory>
#include <optional>

namespace dalescope {

/// Trains the network of a Config on a Dataset. All randomness comes from the seed and the position in the
/// run, so the same Config, data and threads give the same bits whenever and however often it is paused.
class Trainer {
public:
    /// Makes the network and draws its weights. `journal` must have the series of
    /// SeriesIndex(layersWithWeights(config.layers).size()). Throws Error where the layers do not fit the
    /// data.
    Trainer(Config config, std::shared_ptr<const Dataset> data, std::shared_ptr<Journal> journal);

    /// Takes a run up where checkpoint() left it: the same bits follow as if it had gone on. `journal` is new
    /// and receives what comes from here on. Throws Error where the checkpoint does not fit the data.
    Trainer(const Checkpoint& checkpoint, std::shared_ptr<const Dataset> data,
            std::shared_ptr<Journal> journal);

    /// Measures test error and balance of the untrained network and records them as row 0. Once, before
    /// step(); not for a run taken up from a checkpoint.
    void recordStart();

    /// Makes one update and records it. Not to be called once end() has a value for a divergence; after any
    /// other end it goes on, since a person may want more.
    void step();

    /// Changes a setting from the next update on and marks it in the journal. A limit that is moved on may
    /// take end() back. Throws Error where it may not change in mid-run or the value is out of range.
    void edit(const std::string& path, const Value& value);

    /// Ends the run where it is because a person says so, and marks it; nothing where it has ended already.
    void stop();

    const std::optional<RunEnd>& end() const { return end_; }
    std::int64_t update() const { return update_; }
    double epoch() const { return batches_.progress(); }
    bool atEpochStart() const { return batches_.atEpochStart(); }
    double seconds() const { return seconds_; }
    /// What the measurements of the test error took of that, in all and the last one.
    double testSeconds() const { return testSeconds_; }
    double lastTestSeconds() const { return lastTestSeconds_; }
    /// Settings as they are now, and the edits made so far.
    const Config& config() const { return config_; }
    /// What replays this run: the settings it began with and the edits since.
    Config replayConfig() const;
    /// Everything from which the run can be taken up after this update.
    Checkpoint checkpoint() const;
    /// The same, quickly: the weights are copied as they are.
    Moment moment() const;
    const Network<float>& network() const { return network_; }
    /// The running mean of the Fisher information, as DiagonalFisher keeps it; null where the run keeps none.
    const PerLayer<float>* information() const { return fisher_ ? &fisher_->information() : nullptr; }
    const Dataset& data() const { return *data_; }
    std::shared_ptr<const Dataset> sharedData() const { return data_; }
    /// Percent; NaN before the first epoch's end (then of the examples seen so far in it).
    double epochTrainError() const;
    double lastTestError() const { return testError_; }

private:
    Checkpoint state() const; ///< without weights
    void restore(const Checkpoint& checkpoint);
    void applyScheduledEdits();
    void learn();
    void measureTest();
    void measureBalance();
    void warnOfSmallGamma(const std::vector<Balance>& balances);
    Rng fisherRng() const;
    void makeFisher();
    void advanceFisher();
    void descendWithFisher(const std::vector<std::vector<float>>& rates);
    bool fisherDue() const;
    bool balanceDue() const { return config_.balance.every > 0 && update_ % config_.balance.every == 0; }

    Config config_;
    Config initial_;
    std::size_t nextEdit_ = 0;
    std::shared_ptr<const Dataset> data_;
    std::shared_ptr<Journal> journal_;
    SeriesIndex index_;
    Network<float> network_;
    Pass<float> pass_;
    BatchSource batches_;
    Evaluator evaluate_;
    BalanceProbe balanceProbe_;
    PerLayer<float> gradients_;
    std::optional<DiagonalFisher<float>> fisher_;       ///< made when first needed
    std::optional<FisherSquares<float>> fisherSquares_; ///< with fisher_
    Alignment alignment_;
    WeightUpdate<float> updateWeights_;
    UpdateLedger ledger_; ///< of the last update that was due for it
    StopRules stopRules_;
    std::optional<RunEnd> end_;
    std::vector<bool> gammaWarned_;
    LossSum epochSum_;
    double epochTrainError_;
    double testError_; ///< the last that was measured
    std::int64_t update_ = 0;
    double seconds_ = 0;
    double testSeconds_ = 0;
    double lastTestSeconds_ = 0;
};

/// How a journal marks an edit: "Learning rate 0.1 → 0.05".
std::string editText(const Config& config, const std::string& path, const Value& before, const Value& after);

} // namespace dalescope
