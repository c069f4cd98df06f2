// A point of a run that is kept: to be looked at again, gone on from, or written to a file.
#pragma once

#include "core/training/checkpoint.h"
#include "core/training/journal_place.h"

#include <memory>

namespace dalescope {

/// A checkpoint whose weights are held as the network that has them: quickly made while a run goes on, and
/// ready to be shown.
struct Moment {
    Checkpoint state; ///< without weights
    std::shared_ptr<const Network<float>> network;
    std::shared_ptr<const PerLayer<float>> fisher; ///< running mean of the information; null: none is kept
    std::string dataset;
    FeatureShape input; ///< of an example
    JournalPlace place; ///< what the run's journal held

    /// Whole, as Trainer::checkpoint() gave it there.
    Checkpoint checkpoint() const;
    Tick tick() const;
    /// About what it takes of memory.
    std::size_t bytes() const;
};

/// From what checkpointToNpz() made of its checkpoint(). Throws Error naming `file` where that is damaged or
/// its parts do not fit together; nothing is allocated that the archive's own arrays would not fill.
Moment momentFromNpz(Npz npz, const JournalPlace& place, const std::string& file);

/// The settings in effect at a checkpoint; their edits are those still to come.
Config settingsAt(const Checkpoint& checkpoint);

/// `state` with its weights.
Checkpoint withWeights(Checkpoint state, const Network<float>& network, const PerLayer<float>* fisher,
                       const std::string& dataset, const FeatureShape& input);

} // namespace dalescope
