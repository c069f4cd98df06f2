// Everything from which a run goes on with the same bits as if it had never stopped. Randomness needs no
// place here: it derives from the seed and the position in the run.
#pragma once

#include "core/io/npz.h"
#include "core/network/network.h"
#include "core/training/stop_rules.h"

#include <optional>
#include <string>
#include <vector>

namespace dalescope {

struct Checkpoint {
    Config config;             ///< settings at the run's beginning, and all edits: made and still to come
    std::size_t editsMade = 0; ///< the first so many of them are in effect
    std::int64_t update = 0;   ///< updates made
    std::int64_t epoch = 0;    ///< whole passes made
    Index offset = 0;          ///< examples taken in the current pass
    Index examples = 0;        ///< examples of a pass: the data set must still have as many
    double seconds = 0;        ///< time spent training
    LossSum epochSum;          ///< of the current pass
    double epochTrainError = 0, testError = 0; ///< percent; NaN where never measured
    StopRules stopRules;
    std::optional<RunEnd> end;
    std::vector<bool> gammaWarned; ///< of each layer
    /// A snapshot, and layers.i.NAME.fisher where the run keeps a running mean of the Fisher information.
    Npz weights;
    std::string file; ///< where it was read from, for messages
};

/// The snapshot with config.json and state.json beside its meta.json.
Npz checkpointToNpz(const Checkpoint& checkpoint);

/// Throws Error naming `file` where the archive is no checkpoint or is damaged. Whether the weights fit the
/// network is found when a Trainer takes them.
Checkpoint checkpointFromNpz(Npz npz, const std::string& file);

/// The running means as layers.i.NAME.fisher.
void putFisher(Npz& npz, const Network<float>& network, const PerLayer<float>& information);
/// Sets `information` to them. Throws Error naming `file` where they do not fit.
void takeFisher(const Npz& npz, const Network<float>& network, PerLayer<float>& information,
                const std::string& file);
bool hasFisher(const Npz& npz);

} // namespace dalescope
