// How far a journal had got, and journals that begin with what another one held by then.
#pragma once

#include "core/training/journal.h"

namespace dalescope {

struct JournalPlace {
    std::size_t rows = 0, marks = 0;
    std::int64_t weightOffers = 0; ///< see WeightHistory::offers()
};

/// Where it is. Its writer's thread only.
JournalPlace placeOf(const Journal& journal);

/// Puts into `journal`, which is empty, what `parent`, whose writer may go on meanwhile, held at `place`.
/// What follows is recorded as the parent would have. A series that one of them has not is left out.
/// isFork: an end there is the parent's alone.
void beginFrom(const Journal& parent, const JournalPlace& place, Journal& journal, bool isFork = false);

} // namespace dalescope
