// What came of each layer's steps, as ledger.csv.
#pragma once

#include "core/training/journal_columns.h"
#include "core/training/series.h"

#include <string>
#include <vector>

namespace dalescope {

/// Turns the updates of which a ledger was kept (see UpdateLedger) into lines as they come; the others have
/// none. Columns: update, epoch, then for each layer and kind of its parameters gradient_norm.L.KIND and
/// update_norm.L.KIND, and, where the kind is clamped, clamped_share.L.KIND, update_cosine.L.KIND and
/// silent_share.L.KIND.
class LedgerCsv {
public:
    /// kinds: of the layers with weights (see layerKinds()); empty: no ledger is kept.
    explicit LedgerCsv(const std::vector<std::string>& kinds);

    bool isKept() const { return columns_.count() > 0; }
    std::string header() const;
    /// The lines of all rows that were committed since the last call.
    std::string newLines(const Journal& journal);

private:
    JournalColumns columns_;
    std::size_t nextRow_ = 0;
};

} // namespace dalescope
