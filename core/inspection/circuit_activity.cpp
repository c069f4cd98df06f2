#include "core/inspection/circuit_activity.h"

#include <limits>

namespace dalescope {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// The columns of a layer's currents that belong to a step: of its input term, or of the hidden one, which
/// begins with the second step.
std::pair<Index, Index> columnsOf(const Population& population, Index step, bool hidden) {
    if (population.steps == 1)
        return {0, population.places()};
    if (!hidden)
        return {step, 1};
    return step > 0 ? std::pair(population.steps + step - 1, Index(1)) : std::pair(Index(0), Index(0));
}

/// Both terms of a recurrent layer's currents.
Matrix<float> currentsAt(const Matrix<float>& values, const Population& population, Index step) {
    const auto [first, count] = columnsOf(population, step, false);
    Matrix<float> sum = values.middleCols(first, count);
    if (population.steps > 1 && step > 0)
        sum += values.middleCols(columnsOf(population, step, true).first, 1);
    return sum;
}

double mean(const Matrix<float>& values) {
    return values.size() > 0 ? values.cast<double>().mean() : none;
}

} // namespace

Matrix<float> valuesOf(const Circuit& circuit, std::size_t index, UnitTerm term, const Activity& activity,
                       const Vector<float>& x, Index step) {
    const Population& population = circuit.populations[index];
    if (population.layer < 0) {
        if (term != UnitTerm::Activity || x.size() != population.units * population.places())
            return {};
        return Eigen::Map<const Matrix<float>>(x.data(), population.places(), population.units).transpose();
    }
    const LayerActivity& layer = activity.layers[static_cast<std::size_t>(population.layer)];
    if (!population.ownsZ) {
        if (term != UnitTerm::Activity)
            return {};
        const auto [first, count] = columnsOf(population, step, !population.ofInputTerm);
        return count > 0 ? Matrix<float>(layer.zI.middleCols(first, count))
                         : Matrix<float>(Matrix<float>::Zero(population.units, 1));
    }
    const auto own = [&](const Matrix<float>& values) -> Matrix<float> {
        return values.middleRows(population.firstRow, population.units);
    };
    const Index first = population.steps > 1 ? step : 0, count = population.places();
    switch (term) {
    case UnitTerm::Activity:
        return own(layer.h.middleCols(std::min(first, layer.h.cols() - count), count));
    case UnitTerm::PreActivation:
        return own(layer.z.middleCols(first, count));
    case UnitTerm::Excitation:
        return own(currentsAt(layer.excitatory, population, step));
    case UnitTerm::Subtraction:
        return own(currentsAt(layer.subtractive, population, step));
    case UnitTerm::Division:
        return layer.divisive.size() > 0 ? own(layer.divisive.middleCols(first, count)) : Matrix<float>();
    }
    return {};
}

double meanCurrent(const Circuit& circuit, const Projection& projection, const Activity& activity,
                   Index step) {
    const Population& to = circuit.populations[projection.to];
    const LayerActivity& layer = activity.layers[projection.layer];
    const bool ofInput = to.ownsZ ? projection.matrix.starts_with('U') : to.ofInputTerm;
    const auto [first, count] = columnsOf(to, step, !ofInput);
    const Matrix<float>& values = !to.ownsZ                                ? layer.zI
                                  : projection.effect == Effect::Excites   ? layer.excitatory
                                  : projection.effect == Effect::Subtracts ? layer.subtractive
                                                                           : layer.divisive;
    return values.size() > 0 ? mean(values.block(to.firstRow, first, to.units, count)) : none;
}

LayerMeans layerMeans(const LayerActivity& layer, const Population& population, Index step) {
    const Index first = population.steps > 1 ? step : 0;
    const auto z = layer.z.middleCols(first, population.places());
    LayerMeans means;
    means.excitation = mean(currentsAt(layer.excitatory, population, step));
    means.subtraction = mean(currentsAt(layer.subtractive, population, step));
    means.division =
        layer.divisive.size() > 0 ? mean(layer.divisive.middleCols(first, population.places())) : none;
    means.active = static_cast<double>((z.array() > 0).count()) / static_cast<double>(z.size());
    return means;
}

} // namespace dalescope
