#include "core/training/stop_rules.h"

#include "core/common/text.h"

#include <cmath>

namespace dalescope {

namespace {

/// "All 20 epochs are done."
std::string allOf(std::int64_t count, const std::string& what, const std::string& how) {
    return count == 1 ? "The one " + what + " is " + how + "."
                      : "All " + grouped(count) + " " + what + "s are " + how + ".";
}

} // namespace

void StopRules::afterEpoch(double trainError) {
    if (trainError < best_) {
        best_ = trainError;
        sinceBest_ = 0;
    } else {
        ++sinceBest_;
    }
}

std::optional<RunEnd> StopRules::end(const Config& config, const RunPoint& point) const {
    using Kind = RunEnd::Kind;
    if (!std::isfinite(point.loss))
        return RunEnd{Kind::NotFinite, "The loss is not finite at update " + grouped(point.update) +
                                           ": the run diverged. Try a smaller learning rate."};
    if (config.stop.targetError > 0 && point.testError <= config.stop.targetError)
        return RunEnd{Kind::TargetError, "The test error reached its target of " +
                                             shortNumber(config.stop.targetError) + " % at update " +
                                             grouped(point.update) + "."};
    if (config.training.updates > 0 && point.update >= config.training.updates)
        return RunEnd{Kind::Updates, allOf(config.training.updates, "update", "made")};
    if (point.epochs >= config.training.epochs)
        return RunEnd{Kind::Epochs, allOf(config.training.epochs, "epoch", "done")};
    if (point.epochOver && config.stop.plateauEpochs > 0 && sinceBest_ >= config.stop.plateauEpochs)
        return RunEnd{Kind::Plateau,
                      "The training error has not improved for " + grouped(sinceBest_) + " epochs."};
    return std::nullopt;
}

} // namespace dalescope
