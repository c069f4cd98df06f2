// A journal as metrics.csv.
#pragma once

#include "core/training/journal_columns.h"
#include "core/training/series.h"

#include <string>

namespace dalescope {

/// Which columns a run has beside those that all runs have.
struct MetricsColumns {
    bool alignment = false;     ///< the cosines
    bool learningRates = false; ///< each layer's rate, where learning-rate scaling is on
    bool penalty = false;       ///< on imbalance, where it is on
};

/// Turns rows into lines as they come. Columns: update, epoch, seconds, the losses and errors, the balance of
/// each layer, then the cosines, the layers' learning rates and the penalty where the run has them, and at
/// the end each layer's share of active units, E/I correlation and smallest gamma. `seconds` is left empty,
/// so that two runs with the same seed give the same bytes; wall times are in times.csv.
class MetricsCsv {
public:
    MetricsCsv(std::size_t layers, const MetricsColumns& columns);

    std::string header() const;
    /// The lines of all rows that were committed since the last call.
    std::string newLines(const Journal& journal);
    /// update,epoch,seconds of the same rows.
    const std::string& newTimes() const { return times_; }

private:
    JournalColumns columns_;
    std::size_t nextRow_ = 0;
    std::string times_;
};

} // namespace dalescope
