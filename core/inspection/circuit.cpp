#include "core/inspection/circuit.h"

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

const ParameterSpec* find(const ParameterLayout& layout, const std::string& name) {
    const auto spec = std::ranges::find(layout.specs, name, &ParameterSpec::name);
    return spec == layout.specs.end() ? nullptr : &*spec;
}

/// Adds one layer after another to a circuit.
class Builder {
public:
    Builder(const Network<float>& network, Circuit& circuit) : network_(network), circuit_(circuit) {}

    void addInput(const FeatureShape& input) {
        Population population;
        if (input.rows > 1) {
            population.units = input.channels;
            population.rows = input.rows;
            population.columns = input.columns;
        } else {
            population.units = input.features();
        }
        circuit_.populations.push_back(population);
    }

    void addLayer(std::size_t i) {
        const Layer<float>& layer = network_[i];
        const FeatureShape z = layer.zShape();
        const Index inhibitory = i + 1 < network_.size() ? network_[i + 1].inhibitoryInputs() : 0;
        Population units;
        units.layer = static_cast<int>(i);
        units.units = (z.isImage() ? z.channels : z.columns) - inhibitory;
        if (z.isImage()) {
            units.rows = z.rows;
            units.columns = z.columns;
        } else {
            units.steps = z.rows;
        }
        const std::size_t to = add(units);
        const std::size_t columnInhibitory = inhibitory > 0 ? addInhibitory(units, inhibitory) : to;
        if (find(layer.layout(), "WEI")) {
            const bool recurrent = find(layer.layout(), "UWEE");
            addInhibited(i, recurrent ? "U" : "", before_, to, recurrent);
            if (recurrent)
                addInhibited(i, "", to, to, false);
        } else {
            const bool recurrent = find(layer.layout(), "U");
            addSigned(i, recurrent ? "U" : "W", before_, to, columnInhibitory);
            if (recurrent)
                addSigned(i, "W", to, to, to);
        }
        before_ = to;
        beforeInhibitory_ = columnInhibitory;
    }

private:
    std::size_t add(const Population& population) {
        circuit_.populations.push_back(population);
        return circuit_.populations.size() - 1;
    }

    /// ColumnEi: the last of the layer's units.
    std::size_t addInhibitory(const Population& others, Index units) {
        Population population = others;
        population.inhibitory = true;
        population.units = units;
        population.firstRow = others.units;
        return add(population);
    }

    Projection whole(std::size_t layer, const std::string& matrix, std::size_t from, std::size_t to) const {
        const ParameterSpec& spec = *find(network_[layer].layout(), matrix);
        Projection projection;
        projection.from = from, projection.to = to;
        projection.layer = layer, projection.matrix = matrix;
        projection.rows = spec.rows, projection.columns = spec.columns;
        return projection;
    }

    void add(Projection projection) { circuit_.projections.push_back(std::move(projection)); }

    /// WEE, WIE and WEI with their interneurons.
    void addInhibited(std::size_t layer, const std::string& prefix, std::size_t from, std::size_t to,
                      bool ofInputTerm) {
        Population interneurons = circuit_.populations[to];
        interneurons.inhibitory = true;
        interneurons.ownsZ = false;
        interneurons.ofInputTerm = ofInputTerm;
        interneurons.units = find(network_[layer].layout(), prefix + "WIE")->rows;
        const std::size_t between = add(interneurons);
        add(whole(layer, prefix + "WEE", from, to));
        add(whole(layer, prefix + "WIE", from, between));
        for (const Effect effect : {Effect::Subtracts, Effect::Divides}) {
            Projection projection = whole(layer, prefix + "WEI", between, to);
            projection.effect = effect;
            add(projection);
        }
    }

    /// W onto the layer's units, which may be two populations.
    void addSigned(std::size_t layer, const std::string& matrix, std::size_t from, std::size_t to,
                   std::size_t toInhibitory) {
        const ParameterSpec& spec = *find(network_[layer].layout(), matrix);
        const Index inhibitory = from == before_ ? network_[layer].inhibitoryInputs() : 0;
        const auto onto = [&](std::size_t target) {
            Projection projection = whole(layer, matrix, from, target);
            const Population& population = circuit_.populations[target];
            projection.firstRow = population.firstRow;
            projection.rows = population.units;
            projection.columns -= inhibitory;
            if (!spec.nonNegative)
                projection.sign = 1;
            add(projection);
            projection.effect = Effect::Subtracts;
            if (inhibitory > 0) {
                projection.from = beforeInhibitory_;
                projection.firstColumn = projection.columns;
                projection.columns = inhibitory;
                add(projection);
            } else if (!spec.nonNegative) {
                projection.sign = -1;
                add(projection);
            }
        };
        onto(to);
        if (toInhibitory != to)
            onto(toInhibitory);
    }

    const Network<float>& network_;
    Circuit& circuit_;
    std::size_t before_ = 0, beforeInhibitory_ = 0;
};

} // namespace

std::size_t Circuit::excitatoryOf(int layer) const {
    const auto found = std::ranges::find_if(
        populations, [layer](const Population& p) { return p.layer == layer && !p.inhibitory; });
    return static_cast<std::size_t>(found - populations.begin());
}

Index Circuit::steps() const {
    return std::ranges::max(populations, {}, &Population::steps).steps;
}

Circuit circuitOf(const Network<float>& network, const FeatureShape& input) {
    Circuit circuit;
    Builder builder(network, circuit);
    builder.addInput(input);
    for (std::size_t i = 0; i < network.size(); ++i)
        builder.addLayer(i);
    return circuit;
}

float meanWeight(const Network<float>& network, const Projection& projection) {
    const Layer<float>& layer = network[projection.layer];
    const auto weights =
        view(layer.parameters(), *find(layer.layout(), projection.matrix))
            .block(projection.firstRow, projection.firstColumn, projection.rows, projection.columns);
    if (weights.size() == 0)
        return 0;
    if (projection.effect == Effect::Divides) {
        const std::string prefix = projection.matrix.starts_with('U') ? "U" : "";
        const auto alpha = view(layer.parameters(), *find(layer.layout(), prefix + "alpha"));
        return (weights * alpha.array().exp().matrix()).sum() / static_cast<float>(weights.size());
    }
    return projection.sign == 0
               ? weights.cwiseAbs().mean()
               : (weights.array() * static_cast<float>(projection.sign)).cwiseMax(0.0f).mean();
}

} // namespace dalescope
