#include "core/inspection/outcome.h"

#include "core/network/loss.h"

#include <algorithm>
#include <limits>

namespace dalescope {

namespace {

constexpr std::int32_t notAsked = -2;

} // namespace

double Outcome::errorRate() const {
    const auto all = static_cast<double>(examples());
    return all == 0 ? 0 : 100.0 * (all - counts.trace()) / all;
}

double Outcome::errorRateOf(Index label) const {
    const int all = counts.row(label).sum() + unanswered(label);
    return all == 0 ? std::numeric_limits<double>::quiet_NaN() : 100.0 * (all - counts(label, label)) / all;
}

Outcome outcomeOf(const Network<float>& network, const Dataset& data, Index most) {
    constexpr Index chunk = 250;
    // Neither outlives this call.
    RollingOutcome rolling({std::shared_ptr<void>(), &data}, most);
    rolling.setNetwork({std::shared_ptr<void>(), &network}, 0);
    while (rolling.left() > 0)
        rolling.advance(chunk);
    return rolling.outcome();
}

RollingOutcome::RollingOutcome(std::shared_ptr<const Dataset> data, Index most)
    : data_(std::move(data)), examples_(std::min(most, data_->test.count())),
      answers_(static_cast<std::size_t>(examples_), notAsked),
      answered_(static_cast<std::size_t>(examples_), 0), probabilities_(data_->classes, examples_) {}

void RollingOutcome::setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update) {
    if (update < update_) { // an earlier moment: answers of both would be no network's
        std::ranges::fill(answers_, notAsked);
        next_ = 0;
    }
    network_ = std::move(network);
    update_ = update;
    left_ = examples_;
}

void RollingOutcome::advance(Index count) {
    count = std::min({count, left_, examples_ - next_});
    if (count <= 0)
        return;
    Matrix<float> x(data_->test.features, count);
    std::vector<std::int32_t> y(static_cast<std::size_t>(count));
    data_->test.gatherRange<float>(next_, x, y);
    Pass<float> pass(*network_);
    pass.forward(*network_, x);
    const Matrix<float>& p = pass.probabilities();
    for (Index i = 0; i < count; ++i) {
        const Index answer = answerOf<float>({p.col(i).data(), static_cast<std::size_t>(data_->classes)});
        answers_[static_cast<std::size_t>(next_ + i)] = static_cast<std::int32_t>(answer);
        answered_[static_cast<std::size_t>(next_ + i)] = update_;
    }
    probabilities_.middleCols(next_, count) = p;
    left_ -= count;
    next_ = (next_ + count) % examples_;
    if (left_ == 0)
        network_ = nullptr;
}

std::int64_t RollingOutcome::oldest() const {
    const auto next = static_cast<std::size_t>(next_);
    return answers_.empty() ? 0 : answered_[answers_[next] == notAsked ? 0 : next];
}

Outcome RollingOutcome::outcome(bool withMistakes) const {
    Outcome outcome;
    outcome.counts.setZero(data_->classes, data_->classes);
    outcome.unanswered.setZero(data_->classes);
    for (std::size_t i = 0; i < answers_.size(); ++i) {
        const std::int32_t label = data_->test.labels[i], answer = answers_[i];
        if (answer == notAsked)
            continue;
        ++(answer < 0 ? outcome.unanswered(label) : outcome.counts(label, answer));
        if (answer == label || !withMistakes)
            continue;
        const auto p = probabilities_.col(static_cast<Index>(i));
        outcome.mistakes.push_back(
            {static_cast<std::uint32_t>(i), label, answer, {p.data(), p.data() + data_->classes}});
    }
    std::ranges::stable_sort(outcome.mistakes, std::ranges::greater(), [](const Mistake& m) {
        return m.answer < 0 ? -1 : m.probabilities[static_cast<std::size_t>(m.answer)];
    });
    return outcome;
}

} // namespace dalescope
