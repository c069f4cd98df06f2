#include "core/training/trainer.h"

#include "core/common/error.h"
#include "core/common/gemm.h"
#include "core/common/text.h"
#include "core/learning/alignment.h"
#include "core/network/step.h"
#include "core/settings/field.h"
#include "core/settings/layer_kinds.h"
#include "core/training/weight_history.h"

#include <chrono>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

constexpr double unmeasured = std::numeric_limits<double>::quiet_NaN();

Network<float> initialNetwork(const Config& config, const Dataset& data) {
    Network<float> network(config.layers, data.shape, data.classes);
    const bool needsMean = layersWithWeights(config.layers).front().kind == "columnei";
    network.initialise(static_cast<std::uint64_t>(config.training.seed),
                       needsMean ? data.train.meanPixel() : 0);
    network.intervene(config.layers, static_cast<std::uint64_t>(config.training.seed));
    return network;
}

class Stopwatch {
public:
    explicit Stopwatch(double& total) : total_(total) {}
    ~Stopwatch() {
        total_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;

private:
    double& total_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

} // namespace

Trainer::Trainer(Config config, std::shared_ptr<const Dataset> data, std::shared_ptr<Journal> journal)
    : config_(std::move(config)), initial_(config_), data_(std::move(data)), journal_(std::move(journal)),
      index_(layersWithWeights(config_.layers).size()), network_(initialNetwork(config_, *data_)),
      pass_(network_), batches_(data_->train, static_cast<std::uint64_t>(config_.training.seed)),
      evaluate_(network_), balanceProbe_(network_, data_->train, config_.balance.probeSize,
                                         static_cast<std::uint64_t>(config_.training.seed)),
      gradients_(zerosLike(network_)), gammaWarned_(network_.size(), false), epochTrainError_(unmeasured),
      testError_(unmeasured) {
    config_.edits.clear(); // they come in again one by one, when their updates are reached
    setGemmThreads(static_cast<int>(config_.training.threads));
}

Trainer::Trainer(const Checkpoint& checkpoint, std::shared_ptr<const Dataset> data,
                 std::shared_ptr<Journal> journal)
    : Trainer(checkpoint.config, std::move(data), std::move(journal)) {
    restore(checkpoint);
}

void Trainer::recordStart() {
    const Stopwatch stopwatch(seconds_);
    journal_->beginRow({});
    measureTest();
    measureBalance();
    journal_->commitRow();
}

void Trainer::step() {
    applyScheduledEdits();
    const Stopwatch stopwatch(seconds_);
    batches_.next(config_.training.batchSize);
    pass_.forward(network_, batches_.x(),
                  PassMode::training(static_cast<std::uint64_t>(config_.training.seed), update_ + 1));
    const LossSum batch = crossEntropy<float>(pass_.logits(), batches_.y());
    ++update_;
    journal_->beginRow({update_, batches_.progress(), seconds_});
    journal_->put(SeriesIndex::TrainLoss, batch.meanLoss());
    journal_->put(SeriesIndex::TrainError, batch.errorRate());
    epochSum_ += batch;
    const bool finite = std::isfinite(batch.loss);
    if (finite)
        learn();

    double measuredTest = unmeasured;
    const bool epochOver = batches_.atEpochStart();
    const bool last = update_ == config_.training.updates;
    if (finite && (update_ % config_.training.testEvery == 0 || epochOver || last)) {
        measureTest();
        measuredTest = testError_;
    }
    if (finite && balanceDue())
        measureBalance();
    if (epochOver) {
        epochTrainError_ = epochSum_.errorRate();
        epochSum_ = {};
        journal_->put(SeriesIndex::EpochTrainError, epochTrainError_);
        stopRules_.afterEpoch(epochTrainError_);
    }
    journal_->commitRow();

    end_ = stopRules_.end(config_, {update_, batches_.epoch(), batch.meanLoss(), measuredTest, epochOver});
    if (end_) {
        journal_->addMark({update_, end_->text, JournalMark::Kind::End});
        applyScheduledEdits(); // a run whose limits were moved on at its end is replayed beyond it
    }
}

void Trainer::learn() {
    pass_.updateState(network_);
    const LearningConfig& learning = config_.learning;
    if (config_.balance.penalty > 0)
        journal_->put(index_.balancePenalty(),
                      pass_.penaliseImbalance(network_, batches_.x(), config_.balance.penalty));
    const bool keepsLedger =
        balanceDue(); // a ledger is kept of the gradient, and so that must be written down
    if (keepsLedger || WeightUpdate<float>::looksAtGradient(learning)) {
        pass_.gradients(network_, batches_.x(), batches_.y(), gradients_);
        if (fisherDue())
            advanceFisher();
        updateWeights_(network_, gradients_, fisher_ ? &*fisher_ : nullptr, config_.training.learningRate,
                       learning, keepsLedger ? &ledger_ : nullptr);
        if (keepsLedger)
            recordLedger(ledger_, network_, index_, *journal_);
        if (learning.rateScaling > 0)
            for (std::size_t l = 0; l < network_.size(); ++l)
                journal_->put(index_.learningRate(l), updateWeights_.rates()[l]);
    } else {
        const auto& rates = updateWeights_.plainRates(network_, config_.training.learningRate, learning);
        if (!fisherDue())
            pass_.descend(network_, batches_.x(), batches_.y(), rates, gradients_);
        else
            descendWithFisher(rates);
    }
    if (config_.fisher.probe && update_ % config_.fisher.every == 0) {
        measureAlignment(network_, *fisher_, config_.learning, alignment_);
        recordAlignment(alignment_, index_, *journal_);
    }
}

Rng Trainer::fisherRng() const {
    return makeRng(static_cast<std::uint64_t>(config_.training.seed), RngStream::FisherLabels,
                   static_cast<std::uint64_t>(update_));
}

void Trainer::makeFisher() {
    if (fisher_)
        return;
    fisher_.emplace(network_);
    fisherSquares_.emplace(network_);
}

void Trainer::advanceFisher() {
    makeFisher();
    const auto& squares =
        (*fisherSquares_)(pass_, network_, batches_.x(), batches_.y(), config_.fisher.labels, fisherRng());
    fisher_->advance(network_, squares, gradients_, config_.fisher);
}

void Trainer::descendWithFisher(const std::vector<std::vector<float>>& rates) {
    makeFisher();
    const auto& x = batches_.x();
    const auto labels = fisherSquares_->choose(pass_, batches_.y(), config_.fisher.labels, fisherRng());
    if (!labels.empty() && pass_.descendsWithFisher(network_, x.cols())) {
        pass_.descendWithFisher(network_, x, batches_.y(), labels, rates,
                                fisher_->beginSteps(network_, config_.fisher));
        return;
    }
    pass_.gradients(network_, x, batches_.y(), gradients_);
    advanceFisher();
    for (std::size_t l = 0; l < network_.size(); ++l)
        takeStep<float>(network_[l].layout(), gradients_[l], rates[l], network_[l].parameters());
}

bool Trainer::fisherDue() const {
    return config_.learning.correction == "fisher" ||
           (config_.fisher.probe && update_ % config_.fisher.every == 0);
}

void Trainer::measureTest() {
    lastTestSeconds_ = 0;
    LossSum sum;
    {
        const Stopwatch stopwatch(lastTestSeconds_);
        sum = evaluate_(network_, data_->test);
    }
    testSeconds_ += lastTestSeconds_;
    testError_ = sum.errorRate();
    journal_->put(SeriesIndex::TestLoss, sum.meanLoss());
    journal_->put(SeriesIndex::TestError, testError_);
}

void Trainer::measureBalance() {
    warnOfSmallGamma(balanceProbe_.measure(network_, index_, *journal_));
    journal_->weights().offer(network_, update_);
}

void Trainer::warnOfSmallGamma(const std::vector<Balance>& balances) {
    std::vector<std::size_t> layers;
    for (std::size_t l = 0; l < balances.size(); ++l) {
        const bool small = balances[l].gammaMin < config_.balance.gammaLimit * balances[l].gammaMean;
        if (small && !gammaWarned_[l])
            layers.push_back(l);
        gammaWarned_[l] = small;
    }
    if (layers.empty())
        return;
    std::string where = (layers.size() > 1 ? "layers " : "layer ") + std::to_string(layers.front()), values;
    for (std::size_t i = 1; i < layers.size(); ++i)
        where += (i + 1 < layers.size() ? ", " : " and ") + std::to_string(layers[i]);
    const auto worst = std::ranges::min(
        layers, {}, [&](std::size_t l) { return balances[l].gammaMin / balances[l].gammaMean; });
    if (layers.size() > 1)
        values = "in layer " + std::to_string(worst) + " ";
    journal_->addMark({update_,
                       "Gamma nears zero in " + where + ": " + values + "its smallest value is " +
                           roughNumber(balances[worst].gammaMin) + ", its mean " +
                           roughNumber(balances[worst].gammaMean) + "; gradients there grow without bound.",
                       JournalMark::Kind::Warning});
}

void Trainer::applyScheduledEdits() {
    for (; nextEdit_ < initial_.edits.size() && initial_.edits[nextEdit_].update <= update_; ++nextEdit_)
        edit(initial_.edits[nextEdit_].path, initial_.edits[nextEdit_].value);
}

std::string editText(const Config& config, const std::string& path, const Value& before, const Value& after) {
    const auto text = [](const Value& v) { return valueText(v).empty() ? "none" : valueText(v); };
    return labelOfPath(config, path) + " " + text(before) + " \u2192 " + text(after);
}

void Trainer::edit(const std::string& path, const Value& value) {
    if (!mayChangeInRun(path))
        throw Error(path, "it cannot change while a run goes on", "reset the run first");
    const Value before = valueByPath(config_, path);
    setValueByPath(config_, path, value);
    const Value after = valueByPath(config_, path);
    config_.edits.push_back({update_, path, after});
    network_.intervene(config_.layers, static_cast<std::uint64_t>(config_.training.seed));
    if (end_ && end_->kind != RunEnd::Kind::NotFinite && end_->kind != RunEnd::Kind::Stopped)
        end_ = stopRules_.end(config_, {update_, batches_.epoch(), 0, testError_, batches_.atEpochStart()});
    journal_->addMark({update_, editText(config_, path, before, after)});
}

void Trainer::stop() {
    if (end_)
        return;
    end_ = RunEnd{RunEnd::Kind::Stopped, "Stopped by hand at update " + grouped(update_) + "."};
    journal_->addMark({update_, end_->text, JournalMark::Kind::End});
}

double Trainer::epochTrainError() const {
    return std::isnan(epochTrainError_) && epochSum_.examples ? epochSum_.errorRate() : epochTrainError_;
}

} // namespace dalescope
