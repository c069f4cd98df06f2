// strongestConnections() of circuit.h.
#include "core/inspection/circuit.h"

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

/// Which unit and place of its source population a column of a projection's matrix belongs to.
class Columns {
public:
    Columns(const Circuit& circuit, const Projection& projection, Index step)
        : source_(circuit.populations[projection.from]), columns_(projection.columns), step_(step) {
        const bool rowByRow = source_.isMaps() && circuit.populations[projection.to].steps > 1 &&
                              columns_ == source_.units * source_.columns;
        if (columns_ == source_.units * source_.places())
            kind_ = Kind::Places;
        else if (rowByRow)
            kind_ = Kind::Step;
        // Otherwise a kernel, or maps that were pooled on the way: so many columns a unit.
        per_ = std::max<Index>(1, columns_ / std::max<Index>(1, source_.units));
    }

    UnitAddress at(std::size_t population, Index column) const {
        switch (kind_) {
        case Kind::Places:
            return {population, column / source_.places(), column % source_.places()};
        case Kind::Step:
            return {population, column / source_.columns, step_ * source_.columns + column % source_.columns};
        case Kind::Groups:
            break;
        }
        return {population, std::min(column / per_, source_.units - 1), source_.isMaps() ? -1 : 0};
    }

    /// The columns that belong to `unit`: the first and how many.
    std::pair<Index, Index> of(const UnitAddress& unit) const {
        switch (kind_) {
        case Kind::Places:
            return unit.place < 0 ? std::pair(unit.unit * source_.places(), source_.places())
                                  : std::pair(unit.unit * source_.places() + unit.place, Index(1));
        case Kind::Step:
            return {unit.unit * source_.columns + unit.place % source_.columns, 1};
        case Kind::Groups:
            break;
        }
        return {unit.unit * per_, std::min(per_, columns_ - unit.unit * per_)};
    }

    Index groups() const { return kind_ == Kind::Groups ? (columns_ + per_ - 1) / per_ : columns_; }
    Index width() const { return kind_ == Kind::Groups ? per_ : 1; }

private:
    enum class Kind { Places, Step, Groups };
    const Population& source_;
    Index columns_, step_, per_ = 1;
    Kind kind_ = Kind::Groups;
};

void keepStrongest(std::vector<Connection>& connections, std::size_t most) {
    const auto stronger = [](const Connection& a, const Connection& b) {
        return std::abs(a.weight) > std::abs(b.weight);
    };
    const std::size_t kept = std::min(most, connections.size());
    std::ranges::partial_sort(connections, connections.begin() + static_cast<std::ptrdiff_t>(kept), stronger);
    connections.resize(kept);
    std::erase_if(connections, [](const Connection& c) { return !(std::abs(c.weight) > 0); });
}

} // namespace

std::vector<Connection> strongestConnections(const Network<float>& network, const Circuit& circuit,
                                             const UnitAddress& unit, std::size_t most, Index step) {
    std::vector<Connection> all;
    for (std::size_t i = 0; i < circuit.projections.size(); ++i) {
        const Projection& projection = circuit.projections[i];
        if (projection.effect == Effect::Divides)
            continue;
        const Layer<float>& layer = network[projection.layer];
        const auto& spec = *std::ranges::find(layer.layout().specs, projection.matrix, &ParameterSpec::name);
        const auto weights =
            view(layer.parameters(), spec)
                .block(projection.firstRow, projection.firstColumn, projection.rows, projection.columns);
        const Columns columns(circuit, projection, step);
        const auto strength = [&](Index row, Index first, Index count) {
            const auto part = weights.row(row).segment(first, count);
            return projection.sign == 0  ? part.sum()
                   : projection.sign > 0 ? part.cwiseMax(0.0f).sum()
                                         : part.cwiseMin(0.0f).sum();
        };
        const Index places = circuit.populations[projection.to].places();
        std::vector<Connection> found;
        if (projection.to == unit.population && unit.unit < projection.rows) {
            for (Index group = 0; group < columns.groups(); ++group) {
                const Index first = group * columns.width();
                const Index count = std::min(columns.width(), projection.columns - first);
                found.push_back(
                    {columns.at(projection.from, first), unit, i, strength(unit.unit, first, count)});
            }
            keepStrongest(found, most);
            all.insert(all.end(), found.begin(), found.end());
            found.clear();
        }
        if (projection.from == unit.population) {
            const auto [first, count] = columns.of(unit);
            for (Index row = 0; count > 0 && row < projection.rows; ++row)
                found.push_back(
                    {unit, {projection.to, row, places > 1 ? -1 : 0}, i, strength(row, first, count)});
            keepStrongest(found, most);
            all.insert(all.end(), found.begin(), found.end());
        }
    }
    return all;
}

} // namespace dalescope
