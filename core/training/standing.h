// Where a run stands between two updates, with everything it recorded until then.
#pragma once

#include "core/training/checkpoint.h"
#include "core/training/journal_npz.h"

namespace dalescope {

/// What another Runner, in this program or a later one, goes on from with the same bits.
struct Standing {
    std::shared_ptr<const Checkpoint> checkpoint; ///< null: the run has made no update yet
    std::shared_ptr<Journal> journal;             ///< null with it
    JournalExtent extent; ///< how much of the journal there was then; it may have grown since
};

} // namespace dalescope
