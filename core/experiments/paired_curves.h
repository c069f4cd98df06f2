// Two configurations against each other, seed by seed: runs that share a seed share its luck.
#pragma once

#include "core/experiments/result_table.h"
#include "core/experiments/run_curves.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dalescope {

/// Series of pairedCurves()' journal for quantity "train_error" or "test_error": the mean over seeds of
/// a's error less b's, and one sample standard deviation below and above it.
std::string differenceSeries(const std::string& quantity);
std::string differenceLow(const std::string& quantity);
std::string differenceHigh(const std::string& quantity);

/// From the journal that seedMeans() made: at each point that both runs of a seed have reached, the mean over
/// those of `seeds` that have. A band needs two of them.
std::shared_ptr<const Journal> pairedCurves(const Journal& curves, const std::string& a, const std::string& b,
                                            const std::vector<std::int64_t>& seeds);

/// The same of each of the other names against the first, in one journal: of NAME, the series are
/// NAME + ": " + differenceSeries(quantity) and so on.
std::shared_ptr<const Journal> differencesToFirst(const Journal& curves,
                                                  const std::vector<std::string>& names,
                                                  const std::vector<std::int64_t>& seeds);

/// Final errors of the seeds that ended in both without diverging, a less b in percent points; none where
/// there is no such seed. The interval and the effect need two.
std::optional<Difference> pairedResult(const std::map<std::int64_t, RunSummary>& a,
                                       const std::map<std::int64_t, RunSummary>& b,
                                       double RunSummary::*error);

} // namespace dalescope
