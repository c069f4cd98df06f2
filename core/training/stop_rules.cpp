#include "core/training/stop_rules.h"

#include "core/common/text.h"

#include <cmath>

namespace dalescope {

std::optional<RunEnd> StopRules::afterUpdate(const Config& config, std::int64_t update, std::int64_t epochs,
                                             double loss, double testError) const {
    using Kind = RunEnd::Kind;
    if (!std::isfinite(loss))
        return RunEnd{Kind::NotFinite, "The loss is not finite at update " + grouped(update) +
                                           ": the run diverged. Try a smaller learning rate."};
    if (config.stop.targetError > 0 && testError <= config.stop.targetError)
        return RunEnd{Kind::TargetError, "The test error reached its target of " +
                                             shortNumber(config.stop.targetError) + " % at update " +
                                             grouped(update) + "."};
    if (config.training.updates > 0 && update >= config.training.updates)
        return RunEnd{Kind::Updates, "All " + grouped(config.training.updates) + " updates are made."};
    if (epochs >= config.training.epochs)
        return RunEnd{Kind::Epochs, "All " + grouped(config.training.epochs) + " epochs are done."};
    return std::nullopt;
}

std::optional<RunEnd> StopRules::afterEpoch(const Config& config, double trainError) {
    if (trainError < best_) {
        best_ = trainError;
        sinceBest_ = 0;
        return std::nullopt;
    }
    ++sinceBest_;
    if (config.stop.plateauEpochs > 0 && sinceBest_ >= config.stop.plateauEpochs)
        return RunEnd{RunEnd::Kind::Plateau,
                      "The training error has not improved for " + grouped(sinceBest_) + " epochs."};
    return std::nullopt;
}

} // namespace dalescope
