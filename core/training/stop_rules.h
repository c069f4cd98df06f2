// When a run ends, and what it says then.
#pragma once

#include "core/settings/config.h"

#include <optional>
#include <string>

namespace dalescope {

struct RunEnd {
    enum class Kind { Epochs, Updates, TargetError, Plateau, NotFinite, Stopped };
    Kind kind;
    std::string text; ///< one sentence for a person
};

class StopRules {
public:
    /// After an update. testError is NaN where it was not measured.
    std::optional<RunEnd> afterUpdate(const Config& config, std::int64_t update, std::int64_t epochs,
                                      double loss, double testError) const;
    /// At an epoch's end, with its mean training error in percent.
    std::optional<RunEnd> afterEpoch(const Config& config, double trainError);

    /// Best epoch error so far and epochs since, for checkpoints.
    double best() const { return best_; }
    std::int64_t epochsSinceBest() const { return sinceBest_; }

private:
    double best_ = 101;
    std::int64_t sinceBest_ = 0;
};

} // namespace dalescope
