// A journal as arrays, and back: the same bits, so that a run from a file shows what it recorded.
#pragma once

#include "core/io/npz.h"
#include "core/training/journal_place.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dalescope {

/// Puts what the journal, which may be growing, held at `place` in `npz`, with `prefix` before each name:
/// update (int64), epoch and seconds (float64) of each row; NAME (float32) and NAME.rows (int64) of each
/// series that holds values; marks.json; and per layer and parameter LAYER.PARAMETER.shares, .range and
/// .updates of the weights' histograms. After the journal's marks comes `mark`, where a run that has yet to
/// begin will make one. Any thread.
void putJournal(const Journal& journal, const JournalPlace& place, const std::string& prefix, Npz& npz,
                const std::optional<JournalMark>& mark = std::nullopt);

/// A journal with these series, of which those that `npz` has are filled; others in it are left out. Throws
/// Error naming `file` where an array is absent, of another length than its rows, or out of order.
std::shared_ptr<Journal> takeJournal(const Npz& npz, const std::string& prefix,
                                     const std::vector<std::string>& seriesNames, const std::string& file);

} // namespace dalescope
