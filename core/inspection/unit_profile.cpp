#include "core/inspection/unit_profile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace dalescope {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Takes units x columns of a chunk's currents to units x examples: the mean over each example's locations,
/// or, over its steps, of the sum of a recurrent layer's two terms.
class PerExample {
public:
    PerExample(const Population& population, Index examples)
        : examples_(examples), each_(population.steps > 1 ? population.steps : population.places()) {}

    Matrix<float> of(const Matrix<float>& values) const {
        Matrix<float> sums = input(values);
        if (values.cols() > examples_ * each_)
            sums += hidden(values);
        return sums / static_cast<float>(each_);
    }
    /// One term of a recurrent layer alone. The hidden one begins with the second step; before, it is 0.
    Matrix<float> ofTerm(const Matrix<float>& values, bool inputTerm) const {
        const bool recurrent = values.cols() > examples_ * each_;
        return (inputTerm || !recurrent ? input(values) : hidden(values)) / static_cast<float>(each_);
    }

private:
    Matrix<float> input(const Matrix<float>& values) const {
        Matrix<float> sums(values.rows(), examples_);
        for (Index i = 0; i < examples_; ++i)
            sums.col(i) = values.middleCols(i * each_, each_).rowwise().sum();
        return sums;
    }
    /// Step by step from the second one on, each of all examples.
    Matrix<float> hidden(const Matrix<float>& values) const {
        Matrix<float> sums = Matrix<float>::Zero(values.rows(), examples_);
        for (Index first = examples_ * each_; first < values.cols(); first += examples_)
            sums += values.middleCols(first, examples_);
        return sums;
    }

    Index examples_, each_;
};

/// Where a unit's values are among the rows of a layer's z: the first, how many, and how far apart.
struct Rows {
    Index first, count, apart;
};
Rows rowsOf(const Population& population, Index unit, Index unitsOfLayer) {
    const Index row = population.firstRow + unit;
    if (population.steps > 1)
        return {row, population.steps, unitsOfLayer};
    return {row * population.places(), population.places(), 1};
}

void tune(UnitProfile& profile, const std::vector<std::int32_t>& labels, Index classes) {
    profile.tuning.assign(static_cast<std::size_t>(classes), {});
    std::vector<double> squares(profile.tuning.size(), 0);
    for (Index i = 0; i < profile.examples(); ++i) {
        const auto label = static_cast<std::size_t>(labels[static_cast<std::size_t>(i)]);
        profile.tuning[label].mean += static_cast<double>(profile.h[i]);
        squares[label] += static_cast<double>(profile.h[i]) * static_cast<double>(profile.h[i]);
        ++profile.tuning[label].examples;
    }
    for (std::size_t c = 0; c < squares.size(); ++c) {
        ClassTuning& tuning = profile.tuning[c];
        const auto count = static_cast<double>(tuning.examples);
        tuning.mean = count > 0 ? tuning.mean / count : none;
        tuning.deviation =
            count > 0 ? std::sqrt(std::max(0.0, squares[c] / count - tuning.mean * tuning.mean)) : none;
    }
}

} // namespace

double UnitProfile::activeFraction() const {
    return examples() > 0 ? static_cast<double>((z.array() > 0).count()) / static_cast<double>(examples())
                          : none;
}

double UnitProfile::correlation() const {
    if (excitation.size() == 0)
        return none;
    const Eigen::ArrayXd e = excitation.cast<double>(), i = subtraction.cast<double>();
    const Eigen::ArrayXd de = e - e.mean(), di = i - i.mean();
    const double norm = std::sqrt(de.square().sum() * di.square().sum());
    return norm > 0 ? (de * di).sum() / norm : none;
}

UnitProfile profileOf(const Network<float>& network, const Circuit& circuit, std::size_t index, Index unit,
                      const Dataset& data, Index examples) {
    constexpr Index chunk = 100;
    const Population& population = circuit.populations[index];
    const auto layer = static_cast<std::size_t>(population.layer);
    const bool isOutput = layer + 1 == network.size();
    const Index all = std::min(examples, data.test.count());
    const FeatureShape shape = network[layer].zShape();
    const Index unitsOfLayer = shape.isImage() ? shape.channels : shape.columns;

    UnitProfile profile;
    profile.z.resize(all);
    profile.h.resize(all);
    std::vector<std::int32_t> labels(static_cast<std::size_t>(all));
    Pass<float> pass(network);
    Currents<float> currents;
    Matrix<float> x;
    for (Index first = 0; first < all; first += chunk) {
        const Index count = std::min(chunk, all - first);
        x.resize(data.test.features, count);
        data.test.gatherRange<float>(first, x, {labels.data() + first, static_cast<std::size_t>(count)});
        pass.forward(network, x);
        pass.currents(network, x, layer, currents);
        const PerExample perExample(population, count);
        if (!population.ownsZ) {
            profile.z.segment(first, count) =
                perExample.ofTerm(currents.zI, population.ofInputTerm).row(unit).transpose();
            profile.h.segment(first, count) = profile.z.segment(first, count);
            continue;
        }
        const Rows rows = rowsOf(population, unit, unitsOfLayer);
        for (Index i = 0; i < count; ++i) {
            float z = 0, h = 0;
            for (Index r = 0; r < rows.count; ++r) {
                const float value = pass.z(layer)(rows.first + r * rows.apart, i);
                z += value;
                h += std::max(value, 0.0f);
            }
            profile.z[first + i] = z / static_cast<float>(rows.count);
            profile.h[first + i] =
                isOutput ? pass.probabilities()(rows.first, i) : h / static_cast<float>(rows.count);
        }
        const auto take = [&](const Matrix<float>& values, Vector<float>& own, Vector<float>* sums) {
            if (values.size() == 0)
                return;
            const Matrix<float> each = perExample.of(values);
            own.conservativeResize(all);
            own.segment(first, count) = each.row(population.firstRow + unit).transpose();
            if (sums && first == 0)
                sums->setZero(each.rows());
            if (sums)
                *sums += each.rowwise().sum() / static_cast<float>(all);
        };
        take(currents.excitatory, profile.excitation, &profile.layerExcitation);
        take(currents.inhibitory, profile.subtraction, &profile.layerSubtraction);
        take(currents.gamma, profile.division, nullptr);
    }
    tune(profile, labels, data.classes);
    profile.strongest.resize(static_cast<std::size_t>(all));
    std::iota(profile.strongest.begin(), profile.strongest.end(), 0u);
    std::erase_if(profile.strongest, [&](std::uint32_t i) { return !(profile.h[i] > 0); });
    std::ranges::stable_sort(profile.strongest, std::ranges::greater(),
                             [&](std::uint32_t i) { return profile.h[i]; });
    return profile;
}

} // namespace dalescope
