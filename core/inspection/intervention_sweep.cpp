#include "core/inspection/intervention_sweep.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/network/balance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

bool choosesUnits(const Value& value) {
    return std::holds_alternative<std::string>(value);
}

/// The setting's value at that strength.
Value valueAt(double strength, bool units, int draw) {
    if (!units)
        return strength;
    UnitChoice choice;
    choice.percent = strength;
    choice.draw = draw;
    return choice.text();
}

/// Takes one value after another; a NaN among them is left out.
class SpreadOfDraws {
public:
    void add(double value) {
        if (std::isnan(value))
            return;
        spread_ = count_ == 0
                      ? DrawSpread{0, value, value}
                      : DrawSpread{0, std::min(spread_.lowest, value), std::max(spread_.highest, value)};
        sum_ += value;
        ++count_;
    }
    DrawSpread spread() const {
        return count_ == 0 ? DrawSpread{none, none, none}
                           : DrawSpread{sum_ / count_, spread_.lowest, spread_.highest};
    }

private:
    DrawSpread spread_;
    double sum_ = 0;
    int count_ = 0;
};

/// The settings may already be those of a network that is still to be made. Throws Error.
void requireFit(const Network<float>& network, const Config& config, const Dataset& data) {
    const Network<float> expected(config.layers, data.shape, data.classes);
    bool fits = network.size() == expected.size();
    for (std::size_t i = 0; fits && i < network.size(); ++i)
        fits = std::ranges::equal(network[i].layout().specs, expected[i].layout().specs,
                                  [](const ParameterSpec& a, const ParameterSpec& b) {
                                      return a.name == b.name && a.rows == b.rows && a.columns == b.columns;
                                  });
    if (!fits)
        throw Error("network.layers", "they are no longer those of the network",
                    "sweep again once the new one is made");
}

class BalanceRatios {
public:
    BalanceRatios(const Network<float>& network, const Dataset& data, Index examples) : pass_(network) {
        const Index count = std::min(examples, data.test.count());
        x_.resize(data.test.features, count);
        std::vector<std::int32_t> labels(static_cast<std::size_t>(count));
        data.test.gatherRange<float>(0, x_, labels);
    }
    void addTo(std::vector<SpreadOfDraws>& ratios, const Network<float>& network) {
        pass_.forward(network, x_);
        for (std::size_t i = 0; i < network.size(); ++i) {
            pass_.currents(network, x_, i, currents_);
            ratios[i].add(measureBalance(currents_, pass_.z(i)).ratio);
        }
    }

private:
    Pass<float> pass_;
    Matrix<float> x_;
    Currents<float> currents_;
};

} // namespace

std::vector<double> interventionStrengths(const Field<LayerConfig>& field) {
    constexpr int steps = 20;
    const double most = choosesUnits(field.fallback()) ? 100 : std::min(field.maximum, 4.0);
    std::vector<double> strengths;
    for (int i = 0; i <= steps; ++i)
        strengths.push_back(most * i / steps);
    return strengths;
}

double testError(const Network<float>& network, const Dataset& data, Index examples,
                 const std::function<bool()>& goOn) {
    constexpr Index chunk = 250;
    Pass<float> pass(network);
    Matrix<float> x;
    std::vector<std::int32_t> y;
    LossSum sum;
    const Index all = std::min(examples, data.test.count());
    for (Index first = 0; first < all; first += chunk) {
        if (!goOn())
            return none;
        const Index count = std::min(chunk, all - first);
        x.resize(data.test.features, count);
        y.resize(static_cast<std::size_t>(count));
        data.test.gatherRange<float>(first, x, y);
        sum += crossEntropy<float>(pass.forward(network, x), y);
    }
    return all > 0 ? sum.errorRate() : none;
}

std::vector<InterventionEffect> sweepIntervention(const Network<float>& network, const Config& config,
                                                  const Dataset& data, const InterventionSweep& sweep,
                                                  const std::function<bool(double done)>& goOn) {
    if (!sweep.path.starts_with("network.layers.") || !mayChangeInRun(sweep.path))
        throw Error(sweep.path, "it is no intervention on a layer", "choose one such as subtractive");
    const bool units = choosesUnits(valueByPath(config, sweep.path));
    requireFit(network, config, data);
    Network<float> copy = network;
    BalanceRatios balance(copy, data, sweep.balanceExamples);
    Config tried = config;
    std::vector<InterventionEffect> effects;
    for (const double strength : sweep.strengths) {
        const int draws = units && strength > 0 && strength < 100 ? std::max(sweep.draws, 1) : 1;
        SpreadOfDraws error;
        std::vector<SpreadOfDraws> ratios(copy.size());
        for (int draw = 1; draw <= draws; ++draw) {
            const double done = (static_cast<double>(effects.size()) + double(draw - 1) / draws) /
                                static_cast<double>(sweep.strengths.size());
            setValueByPath(tried, sweep.path, valueAt(strength, units, draw));
            copy.intervene(tried.layers, static_cast<std::uint64_t>(tried.training.seed));
            const double wrong = testError(copy, data, sweep.testExamples, [&] { return goOn(done); });
            if (!goOn(done))
                return effects;
            error.add(wrong);
            balance.addTo(ratios, copy);
        }
        InterventionEffect effect{strength, error.spread(), {}};
        for (const auto& ratio : ratios)
            effect.ratio.push_back(ratio.spread());
        effects.push_back(std::move(effect));
    }
    return effects;
}

} // namespace dalescope
