// The Fisher lens: how long the gradients of each kind of parameter are, plain and corrected, which factor
// the heuristic gives and which the Fisher information asks for, and what comes of the update.
#pragma once

#include "core/data/dataset.h"
#include "core/learning/fisher.h"
#include "core/learning/fisher_squares.h"
#include "core/learning/update_ledger.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dalescope {

/// A gradient in its three forms: plain, corrected by the heuristic (algorithm 3), and by the Fisher
/// information (algorithm 4).
enum class Correction { Plain, Heuristic, Fisher };
inline constexpr int corrections = 3;

/// Inner products of the three with one another, which add up over parameters and over batches.
struct CorrectionProducts {
    double of[corrections][corrections] = {};

    CorrectionProducts& operator+=(const CorrectionProducts& o);
    /// Length of that gradient; over several batches the root of the summed squares.
    double length(Correction c) const;
    /// NaN where one of them is zero.
    double cosine(Correction a, Correction b) const;
};

/// One parameter of a layer.
struct ParameterLens {
    std::string name; ///< WEE, UWEI, alpha, ...
    Index count = 0;  ///< elements
    CorrectionProducts products;
    /// The work's factor on this gradient (algorithm 3; 1 where `learning` has it switched off).
    double factor = 1;
    /// The same from the Fisher information as measured: sqrt(mean F of WEE / mean F of this parameter),
    /// means over the elements, WEE (or W, U, UWEE) the excitatory weights that it acts beside. Section 4: to
    /// second order a change delta of one element moves the output distribution by delta^2 F / 2 (eq. 10), so
    /// it is by the root of F that changes are made equal; 1/sqrt(n_e), 1/d and 1/(d sqrt(n_e)) are the same
    /// root of the terms counted in eqs. 12 to 14 over those of eq. 11. NaN where F is zero.
    double measuredFactor = 1;
    /// Mean of F over the elements, without lambda.
    double information = 0;
    /// Divergence of the output distribution, in nats, that this parameter's step alone would bring, for each
    /// correction: sum over elements of F delta^2 / 2 with delta = rate * gradient (eq. 4 with a diagonal F).
    double divergence[corrections] = {};
    StepAccount step; ///< by the rules in use

    /// Length of the Fisher-corrected gradient over the plain one's.
    double fisherRatio() const;
};

struct LayerLens {
    std::vector<ParameterLens> parameters;
    CorrectionProducts products; ///< of all of them as one vector
    StepAccount step;
    double rate = 0; ///< in use, after learning-rate scaling
};

struct LearningLens {
    std::vector<LayerLens> layers;
    CorrectionProducts products; ///< of the whole network
    Index batches = 0;           ///< that the sums are over
    Index examples = 0;          ///< in them
    bool ofRun = false;          ///< whether F is the run's own running mean

    /// Adds what is summed up; what is not becomes that of `later`, which is of the same layers.
    LearningLens& operator+=(const LearningLens& later);
};

/// Adds a batch to `lens` (which is empty at first): its `gradients` (of the mean loss), seen with `fisher`,
/// whose sums are then over them, and the update that `learning` makes of them at `rate`. The products are
/// those of measureAlignment(). lambda: what `fisher` holds F times.
template <class Scalar>
void addToLens(LearningLens& lens, const Network<Scalar>& network, const PerLayer<Scalar>& gradients,
               DiagonalFisher<Scalar>& fisher, const LearningConfig& learning, double rate, double lambda);

/// Looks at batches of config.training.batchSize training examples, drawn anew for each `update`: 16 of them,
/// or fewer where the network is so large that they would take long. information: the run's running mean F
/// (times lambda, as DiagonalFisher keeps it); null: F is estimated as a running mean over such batches.
/// Dropout is left out, batch norm takes the batch's statistics.
LearningLens lookAtLearning(const Network<float>& network, const Dataset& data, const Config& config,
                            std::int64_t update, const PerLayer<float>* information = nullptr);

/// The same of a network that goes on learning, batch by batch: over the last 16, or fewer where the network
/// is large, each as it was seen.
class RollingLens {
public:
    explicit RollingLens(std::shared_ptr<const Dataset> data) : data_(std::move(data)) {}

    /// Looks at `network` from now on, as it is after `update` updates; always of the same layers.
    void setNetwork(std::shared_ptr<const Network<float>> network, const Config& config, std::int64_t update,
                    std::shared_ptr<const PerLayer<float>> information);
    /// Looks at one more batch; nothing once left() is 0.
    void advance();
    /// Batches until hardly anything is left of the networks before.
    Index left() const { return left_; }
    LearningLens lens() const;

    const std::shared_ptr<const Dataset>& data() const { return data_; }

private:
    void draw();
    void estimate();
    /// In a stream of random numbers: one that no update of the run has.
    std::uint64_t position() const { return ~((static_cast<std::uint64_t>(update_) << 16) + drawn_ % 65536); }

    std::shared_ptr<const Dataset> data_;
    std::shared_ptr<const Network<float>> network_;
    std::shared_ptr<const PerLayer<float>> information_;
    Config config_;
    std::int64_t update_ = 0;
    std::uint64_t drawn_ = 0; ///< batches
    Index left_ = 0;
    Index estimated_ = 0; ///< batches that the running mean is over, if there is one: as many as are seen
    std::optional<DiagonalFisher<float>> fisher_;
    std::optional<FisherSquares<float>> squares_;
    std::optional<Pass<float>> pass_;
    PerLayer<float> gradients_;
    std::deque<LearningLens> seen_; ///< batch by batch
    Matrix<float> x_;
    std::vector<std::int32_t> y_; ///< the batch that was drawn last
};

} // namespace dalescope
