// The Fisher lens: how long the gradients of each kind of parameter are, plain and corrected, which factor
// the heuristic gives and which the Fisher information asks for, and what comes of the update.
#pragma once

#include "core/data/dataset.h"
#include "core/learning/fisher.h"
#include "core/learning/update_ledger.h"

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
};

/// Adds a batch to `lens` (which is empty at first): its `gradients` (of the mean loss), seen with `fisher`,
/// which must have been advanced with them, and the update that `learning` makes of them at `rate`. The
/// products are those of measureAlignment(). lambda: what `fisher` holds F times.
template <class Scalar>
void addToLens(LearningLens& lens, const Network<Scalar>& network, const PerLayer<Scalar>& gradients,
               const DiagonalFisher<Scalar>& fisher, const LearningConfig& learning, double rate,
               double lambda);

/// Looks at batches of config.training.batchSize training examples, drawn anew for each `update`: 16 of them,
/// or fewer where the network is so large that they would take long. information: the run's running mean F
/// (times lambda, as DiagonalFisher keeps it); null: F is estimated from the same batches. Dropout is left
/// out, batch norm takes the batch's statistics.
LearningLens lookAtLearning(const Network<float>& network, const Dataset& data, const Config& config,
                            std::int64_t update, const PerLayer<float>* information = nullptr);

} // namespace dalescope
