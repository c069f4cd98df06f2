#include "core/inspection/weights.h"

#include "core/common/error.h"
#include "core/common/gemm.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace dalescope {

namespace {

const ParameterSpec* find(const ParameterLayout& layout, const std::string& name) {
    const auto spec = std::ranges::find(layout.specs, name, &ParameterSpec::name);
    return spec == layout.specs.end() ? nullptr : &*spec;
}

/// WEE - WEI WIE of the weights whose names begin with `prefix`; ColumnEi's W with its columns' signs.
Matrix<float> effective(const Layer<float>& layer, const std::string& prefix) {
    if (layer.inhibitoryInputs() > 0) {
        Matrix<float> values = view(layer.parameters(), *find(layer.layout(), "W"));
        values.rightCols(layer.inhibitoryInputs()) *= -1;
        return values;
    }
    const auto part = [&](const char* name) {
        return view(layer.parameters(), *find(layer.layout(), prefix + name));
    };
    Matrix<float> values = part("WEE");
    gemm(part("WEI"), Op::None, part("WIE"), Op::None, values, -1.0f, 1.0f);
    return values;
}

void addEffective(const Layer<float>& layer, const std::string& prefix, std::vector<WeightMatrix>& matrices) {
    if (find(layer.layout(), prefix + "WEE") || (prefix.empty() && layer.inhibitoryInputs() > 0))
        matrices.push_back({prefix + "effective", true, false, true});
}

} // namespace

std::vector<WeightMatrix> weightMatrices(const Layer<float>& layer) {
    std::vector<WeightMatrix> matrices;
    const auto& layout = layer.layout();
    for (const auto& spec : layout.specs)
        if (!spec.vector)
            matrices.push_back({spec.name, !spec.nonNegative, spec.role() == "WIE" || spec.role() == "WEI",
                                spec.role() != "WEI"});
    addEffective(layer, "", matrices);
    addEffective(layer, "U", matrices);
    return matrices;
}

Matrix<float> weightValues(const Layer<float>& layer, const std::string& name) {
    const auto known = weightMatrices(layer);
    if (std::ranges::find(known, name, &WeightMatrix::name) == known.end())
        throw Error(name, "the layer has no matrix of that name", "choose one of its own");
    if (const auto* spec = find(layer.layout(), name))
        return view(layer.parameters(), *spec);
    return effective(layer, name.starts_with('U') ? "U" : "");
}

std::vector<Index> rowOrder(const Matrix<float>& values, RowOrder order) {
    std::vector<Index> rows(static_cast<std::size_t>(values.rows()));
    std::iota(rows.begin(), rows.end(), Index(0));
    if (order == RowOrder::Stored || rows.empty())
        return rows;
    const Vector<float> norms = values.rowwise().norm();
    std::ranges::stable_sort(rows, [&](Index a, Index b) { return norms[a] > norms[b]; });
    if (order == RowOrder::Norm)
        return rows;
    Matrix<float> unit = values;
    for (Index row = 0; row < unit.rows(); ++row)
        if (norms[row] > 0)
            unit.row(row) /= norms[row];
    Matrix<float> cosines(unit.rows(), unit.rows());
    gemm(unit, Op::None, unit, Op::Transpose, cosines);
    for (std::size_t at = 1; at < rows.size(); ++at) {
        const Index before = rows[at - 1];
        const auto next =
            std::max_element(rows.begin() + static_cast<std::ptrdiff_t>(at), rows.end(),
                             [&](Index a, Index b) { return cosines(a, before) < cosines(b, before); });
        // Those left keep their order by norm, so that ties do not depend on the course so far.
        std::rotate(rows.begin() + static_cast<std::ptrdiff_t>(at), next, next + 1);
    }
    return rows;
}

std::vector<int> preferredClasses(const Network<float>& network, std::size_t layer, const Dataset& data,
                                  Index examples) {
    const Index count = std::min(examples, data.test.count()), units = network[layer].passedOn();
    Matrix<float> x(data.test.features, count);
    std::vector<std::int32_t> y(static_cast<std::size_t>(count));
    data.test.gatherRange<float>(0, x, y);
    Pass<float> pass(network);
    pass.forward(network, x);
    Matrix<float> sums = Matrix<float>::Zero(units, data.classes);
    Vector<float> counts = Vector<float>::Zero(data.classes);
    for (Index example = 0; example < count; ++example) {
        const Index label = y[static_cast<std::size_t>(example)];
        sums.col(label) += pass.z(layer).col(example).tail(units).cwiseMax(0.0f);
        counts[label] += 1;
    }
    std::vector<int> preferred;
    for (Index unit = 0; unit < units; ++unit) {
        Index best = 0;
        const Vector<float> means = sums.row(unit).transpose().cwiseQuotient(counts.cwiseMax(1.0f));
        preferred.push_back(means.maxCoeff(&best) > 0 ? static_cast<int>(best) : -1);
    }
    return preferred;
}

Index TiledRows::tileAt(Index row, Index column) const {
    const Index down = row / (tileRows + 1), right = column / (tileColumns + 1);
    const bool between = row % (tileRows + 1) == tileRows || column % (tileColumns + 1) == tileColumns;
    const Index tile = down * across + right;
    return row < 0 || column < 0 || between || right >= across || tile >= tiles ? -1 : tile;
}

TiledRows tileRows(const Matrix<float>& values, const std::vector<Index>& order, const FeatureShape& field) {
    TiledRows tiled;
    tiled.tiles = static_cast<Index>(order.size());
    tiled.tileRows = field.channels * field.rows;
    tiled.tileColumns = field.columns;
    const double wanted =
        std::sqrt(static_cast<double>(tiled.tiles) * static_cast<double>(tiled.tileRows + 1) /
                  static_cast<double>(tiled.tileColumns + 1));
    tiled.across =
        std::clamp<Index>(static_cast<Index>(std::lround(wanted)), 1, std::max<Index>(1, tiled.tiles));
    const Index down = (tiled.tiles + tiled.across - 1) / tiled.across;
    tiled.picture.setConstant(std::max<Index>(0, down * (tiled.tileRows + 1) - 1),
                              std::max<Index>(0, tiled.across * (tiled.tileColumns + 1) - 1),
                              std::numeric_limits<float>::quiet_NaN());
    // Rows that lie in one cache line together, column by column as the matrix lies in memory.
    constexpr Index together = 16;
    for (Index first = 0; first < tiled.tiles; first += together) {
        const Index count = std::min(together, tiled.tiles - first);
        std::array<Index, together> rows{};
        std::array<float*, together> corners{};
        for (Index i = 0; i < count; ++i) {
            const auto at = static_cast<std::size_t>(i);
            rows[at] = order[static_cast<std::size_t>(first + i)];
            corners[at] = &tiled.picture((first + i) / tiled.across * (tiled.tileRows + 1),
                                         (first + i) % tiled.across * (tiled.tileColumns + 1));
        }
        const Index height = tiled.picture.rows();
        for (Index row = 0; row < tiled.tileRows; ++row)
            for (Index column = 0; column < tiled.tileColumns; ++column) {
                const float* from = values.data() + (row * tiled.tileColumns + column) * values.rows();
                for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
                    corners[i][column * height + row] = from[rows[i]];
            }
    }
    return tiled;
}

} // namespace dalescope
