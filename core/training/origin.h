// A point of a run, with everything it recorded and kept until then, from which another one goes on.
#pragma once

#include "core/training/checkpoint_shelf.h"
#include "core/training/journal.h"

#include <memory>
#include <string>

namespace dalescope {

/// Where a run stood when it was saved, or where a fork begins: what a Runner, in this program or a later
/// one, goes on from with the same bits.
struct Origin {
    std::shared_ptr<const Moment> moment; ///< null: the untrained network, and nothing of what follows
    /// Holds what was recorded up to moment->place, and perhaps what came later.
    std::shared_ptr<const Journal> journal = nullptr;
    Moments kept = {};     ///< older ones to go back to; later ones are left out
    std::string mark = {}; ///< what the journal says there; empty: nothing
};

} // namespace dalescope
