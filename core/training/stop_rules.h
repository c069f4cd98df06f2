// When a run ends, and what it says then.
#pragma once

#include "core/settings/config.h"

#include <optional>
#include <string>

namespace dalescope {

struct RunEnd {
    /// The numbers stand in checkpoints.
    enum class Kind { Epochs, Updates, TargetError, Plateau, NotFinite, Stopped };
    Kind kind;
    std::string text; ///< one sentence for a person
    /// Whether the run cannot go on as it is: it diverged, or a limit has to be raised first.
    bool isFinal() const { return kind == Kind::NotFinite || kind == Kind::Epochs || kind == Kind::Updates; }
};

/// A run just after an update.
struct RunPoint {
    std::int64_t update = 0; ///< updates made
    std::int64_t epochs = 0; ///< whole passes made
    double loss = 0;         ///< of the update's batch
    double testError = 0;    ///< percent; NaN where it was not measured at this update
    bool epochOver = false;
};

class StopRules {
public:
    StopRules() = default;
    /// As a checkpoint kept them.
    StopRules(double best, std::int64_t epochsSinceBest) : best_(best), sinceBest_(epochsSinceBest) {}

    /// At an epoch's end, with its mean training error in percent; before end().
    void afterEpoch(double trainError);
    /// Whether the run is over at `point`, and why. Asking changes nothing.
    std::optional<RunEnd> end(const Config& config, const RunPoint& point) const;

    /// Best epoch error so far and epochs since, for checkpoints.
    double best() const { return best_; }
    std::int64_t epochsSinceBest() const { return sinceBest_; }

private:
    double best_ = 101;
    std::int64_t sinceBest_ = 0;
};

} // namespace dalescope
