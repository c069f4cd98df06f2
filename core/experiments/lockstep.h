// Models trained together: what they share, and how far they are apart seed by seed.
#pragma once

#include "core/experiments/run_curves.h"
#include "core/experiments/statistics.h"
#include "core/settings/config.h"

#include <string>
#include <vector>

namespace dalescope {

/// `model` as it is trained together with `first` on `seed`: data, mini-batches, test points and length are
/// those of `first`, so that every model sees the same examples in the same order and is tested at the same
/// updates. Edits in mid-run are left out.
Config inLockstep(const Config& model, const Config& first, std::int64_t seed);

/// A model's test error beside that of the first one, in percent and percent points.
struct LockstepRow {
    std::string name;
    MeanSd testError;      ///< over its seeds
    Difference difference; ///< to the first model, over the seeds that both have; NaN in the first row
    Interval effect;       ///< of difference.effect, Cohen's d_z
    std::size_t pairs = 0;
};

struct LockstepTable {
    std::int64_t update = 0;
    std::vector<LockstepRow> rows;
};

/// Of each run's last test up to `update`, which all have reached that have not ended before. A run without
/// one does not count.
LockstepTable lockstepTable(const std::vector<SeedCurves>& models, std::int64_t update);

/// With a heading of names; numbers in full, empty where unknown.
std::string lockstepCsv(const LockstepTable& table);

} // namespace dalescope
