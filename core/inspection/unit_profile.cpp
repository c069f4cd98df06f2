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
    // Neither outlives this call.
    RollingProfile rolling({std::shared_ptr<void>(), &data}, examples);
    rolling.setUnit({std::shared_ptr<void>(), &network}, circuit, index, unit);
    while (rolling.left() > 0)
        rolling.advance();
    return rolling.profile();
}

RollingProfile::RollingProfile(std::shared_ptr<const Dataset> data, Index examples)
    : data_(std::move(data)), examples_(std::min(examples, data_->test.count())) {}

void RollingProfile::setUnit(std::shared_ptr<const Network<float>> network, const Circuit& circuit,
                             std::size_t population, Index unit) {
    network_ = std::move(network);
    if (unit_ != std::pair(population, unit)) {
        unit_ = {population, unit};
        next_ = passed_ = 0;
        all_ = {};
        layerExcitation_.resize(0, 0);
        layerSubtraction_.resize(0, 0);
    }
    population_ = circuit.populations[population];
    left_ = examples_;
}

void RollingProfile::advance() {
    const Index count = std::min({together, left_, examples_ - next_});
    if (count <= 0)
        return;
    passOn(next_, count);
    passed_ = std::max(passed_, next_ + count);
    left_ -= count;
    next_ = (next_ + count) % examples_;
    if (left_ == 0)
        network_ = nullptr;
}

void RollingProfile::passOn(Index first, Index count) {
    const auto layer = static_cast<std::size_t>(population_.layer);
    const Network<float>& network = *network_;
    const Index unit = unit_.second;
    const FeatureShape shape = network[layer].zShape();
    const Index unitsOfLayer = shape.isImage() ? shape.channels : shape.columns;
    Matrix<float> x(data_->test.features, count);
    std::vector<std::int32_t> labels(static_cast<std::size_t>(count));
    data_->test.gatherRange<float>(first, x, labels);
    Pass<float> pass(network);
    pass.forward(network, x);
    Currents<float> currents;
    pass.currents(network, x, layer, currents);
    const PerExample perExample(population_, count);
    const auto put = [&](Vector<float>& values) {
        values.conservativeResize(examples_);
        return values.segment(first, count);
    };
    if (!population_.ownsZ) {
        put(all_.z) = perExample.ofTerm(currents.zI, population_.ofInputTerm).row(unit).transpose();
        put(all_.h) = all_.z.segment(first, count);
        return;
    }
    const Rows rows = rowsOf(population_, unit, unitsOfLayer);
    auto allZ = put(all_.z), allH = put(all_.h);
    for (Index i = 0; i < count; ++i) {
        float z = 0, h = 0;
        for (Index r = 0; r < rows.count; ++r) {
            const float value = pass.z(layer)(rows.first + r * rows.apart, i);
            z += value;
            h += std::max(value, 0.0f);
        }
        allZ[i] = z / static_cast<float>(rows.count);
        allH[i] = layer + 1 == network.size() ? pass.probabilities()(rows.first, i)
                                              : h / static_cast<float>(rows.count);
    }
    const auto take = [&](const Matrix<float>& values, Vector<float>& own, Matrix<float>* sums) {
        if (values.size() == 0)
            return;
        const Matrix<float> each = perExample.of(values);
        put(own) = each.row(population_.firstRow + unit).transpose();
        if (!sums)
            return;
        if (sums->rows() != each.rows())
            sums->setZero(each.rows(), (examples_ + together - 1) / together);
        sums->col(first / together) = each.rowwise().sum();
    };
    take(currents.excitatory, all_.excitation, &layerExcitation_);
    take(currents.inhibitory, all_.subtraction, &layerSubtraction_);
    take(currents.gamma, all_.division, nullptr);
}

UnitProfile RollingProfile::profile() const {
    UnitProfile profile;
    const auto passed = [this](const Vector<float>& values) -> Vector<float> {
        return values.head(std::min(passed_, values.size()));
    };
    profile.z = passed(all_.z);
    profile.h = passed(all_.h);
    profile.excitation = passed(all_.excitation);
    profile.subtraction = passed(all_.subtraction);
    profile.division = passed(all_.division);
    const auto mean = [this](const Matrix<float>& sums) -> Vector<float> {
        return sums.rowwise().sum() / static_cast<float>(std::max<Index>(1, passed_));
    };
    profile.layerExcitation = mean(layerExcitation_);
    profile.layerSubtraction = mean(layerSubtraction_);
    const std::vector<std::int32_t> labels(data_->test.labels.begin(), data_->test.labels.begin() + passed_);
    tune(profile, labels, data_->classes);
    profile.strongest.resize(static_cast<std::size_t>(passed_));
    std::iota(profile.strongest.begin(), profile.strongest.end(), 0u);
    std::erase_if(profile.strongest, [&](std::uint32_t i) { return !(profile.h[i] > 0); });
    std::ranges::stable_sort(profile.strongest, std::ranges::greater(),
                             [&](std::uint32_t i) { return profile.h[i]; });
    return profile;
}

} // namespace dalescope
