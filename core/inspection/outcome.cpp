#include "core/inspection/outcome.h"

#include <algorithm>
#include <limits>

namespace dalescope {

double Outcome::errorRate() const {
    const int all = counts.sum();
    return all == 0 ? 0 : 100.0 * (all - counts.trace()) / all;
}

double Outcome::errorRateOf(Index label) const {
    const int all = counts.row(label).sum();
    return all == 0 ? std::numeric_limits<double>::quiet_NaN() : 100.0 * (all - counts(label, label)) / all;
}

Outcome outcomeOf(const Network<float>& network, const Dataset& data, Index most) {
    constexpr Index chunk = 250;
    Outcome outcome;
    outcome.counts.setZero(data.classes, data.classes);
    Pass<float> pass(network);
    Matrix<float> x;
    std::vector<std::int32_t> y;
    const Index examples = std::min(most, data.test.count());
    for (Index first = 0; first < examples; first += chunk) {
        const Index count = std::min(chunk, examples - first);
        x.resize(data.test.features, count);
        y.resize(static_cast<std::size_t>(count));
        data.test.gatherRange<float>(first, x, y);
        pass.forward(network, x);
        const Matrix<float>& p = pass.probabilities();
        for (Index i = 0; i < count; ++i) {
            const std::int32_t label = y[static_cast<std::size_t>(i)];
            Index answer = 0;
            for (Index c = 1; c < data.classes; ++c)
                if (p(c, i) > p(answer, i))
                    answer = c;
            ++outcome.counts(label, answer);
            if (answer != label)
                outcome.mistakes.push_back({static_cast<std::uint32_t>(first + i),
                                            label,
                                            static_cast<std::int32_t>(answer),
                                            {p.col(i).data(), p.col(i).data() + data.classes}});
        }
    }
    std::ranges::stable_sort(outcome.mistakes, std::ranges::greater(), [](const Mistake& m) {
        return m.probabilities[static_cast<std::size_t>(m.answer)];
    });
    return outcome;
}

} // namespace dalescope
