// A trainer's state, kept and taken up again.
#include "core/common/error.h"
#include "core/common/text.h"
#include "core/settings/field.h"
#include "core/training/snapshot.h"
#include "core/training/trainer.h"

namespace dalescope {

Config Trainer::replayConfig() const {
    Config config = initial_;
    config.edits = config_.edits;
    return config;
}

Checkpoint Trainer::state() const {
    Checkpoint c{.config = replayConfig(),
                 .editsMade = config_.edits.size(),
                 .update = update_,
                 .epoch = batches_.epoch(),
                 .offset = batches_.offset(),
                 .examples = data_->train.count(),
                 .seconds = seconds_,
                 .epochSum = epochSum_,
                 .epochTrainError = epochTrainError_,
                 .testError = testError_,
                 .stopRules = stopRules_,
                 .end = end_,
                 .gammaWarned = gammaWarned_,
                 .weights = {},
                 .file = {}};
    c.config.edits.insert(c.config.edits.end(),
                          initial_.edits.begin() + static_cast<std::ptrdiff_t>(nextEdit_),
                          initial_.edits.end());
    return c;
}

Checkpoint Trainer::checkpoint() const {
    return withWeights(state(), network_, fisher_ ? &fisher_->information() : nullptr, data_->name,
                       data_->shape);
}

Moment Trainer::moment() const {
    return {state(),
            std::make_shared<const Network<float>>(network_),
            fisher_ ? std::make_shared<const PerLayer<float>>(fisher_->information()) : nullptr,
            data_->name,
            data_->shape,
            placeOf(*journal_)};
}

void Trainer::restore(const Checkpoint& c) {
    if (c.examples != data_->train.count() || c.gammaWarned.size() != network_.size())
        throw Error(c.file,
                    "its run learnt from " + grouped(c.examples) + " images and " + data_->name + " has " +
                        grouped(data_->train.count()),
                    "resume with the data it was begun with");
    for (std::size_t i = 0; i < network_.size(); ++i)
        readLayer(network_[i], c.weights, "layers." + std::to_string(i) + ".", c.file);
    if (hasFisher(c.weights)) {
        makeFisher();
        takeFisher(c.weights, network_, fisher_->information(), c.file);
    }
    for (; nextEdit_ < c.editsMade; ++nextEdit_) {
        const Edit& made = initial_.edits[nextEdit_];
        setValueByPath(config_, made.path, made.value);
        config_.edits.push_back(made);
    }
    network_.intervene(config_.layers, static_cast<std::uint64_t>(config_.training.seed));
    batches_.moveTo(c.epoch, c.offset);
    update_ = c.update;
    seconds_ = c.seconds;
    epochSum_ = c.epochSum;
    epochTrainError_ = c.epochTrainError;
    testError_ = c.testError;
    stopRules_ = c.stopRules;
    end_ = c.end;
    gammaWarned_ = c.gammaWarned;
}

} // namespace dalescope
