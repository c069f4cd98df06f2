// A layer's parameters are one flat buffer with named views into it. Gradients, squared gradients and running
// means have the same layout, so that norms, cosines and steps are operations on flat vectors.
#pragma once

#include "core/common/matrix.h"

#include <algorithm>
#include <string>
#include <vector>

namespace dalescope {

/// One named parameter: a rows x columns matrix, or a vector where columns is 1, at `offset` in the flat
/// buffer with `leading` elements from one column to the next.
struct ParameterSpec {
    std::string name; ///< WEE, WIE, WEI, alpha, g, b or W; U before it for a recurrent layer's input weights
    Index rows = 0, columns = 1;
    bool vector = false;
    Index offset = 0, leading = 0;
    bool nonNegative = false; ///< clamped at zero after every step
    double correction = 1;    ///< heuristic factor on the gradient (algorithm 3)
    std::vector<Index> kernel =
        {}; ///< channels, rows, columns whose product is `columns`; empty but for kernels
    Index count() const { return rows * columns; }
    /// As files show it: rows; rows x columns; or, for kernels, rows x channels x rows x columns.
    std::vector<Index> shape() const;
    /// The name without the U of input weights: what the parameter does, whatever it acts on.
    std::string role() const { return name.size() > 1 && name.front() == 'U' ? name.substr(1) : name; }
};

/// Columns this far apart begin at whole cache lines (given that the first one does), so that no vector of a
/// column lies across two: products run a fifth faster. Small matrices are left dense. What lies between is
/// always zero.
inline constexpr Index smallMatrix = 64;
inline Index paddedLeading(Index rows) {
    constexpr Index line = 16;
    return rows < smallMatrix ? rows : (rows + line - 1) / line * line;
}

struct ParameterLayout {
    std::vector<ParameterSpec> specs;
    Index size = 0; ///< elements of the flat buffer, with padding

    /// Makes room for columns * leading elements after all there is, from a whole cache line on; returns its
    /// offset.
    Index reserve(Index leading, Index columns);

    /// Adds a matrix that is stored on its own, after all there is; returns it for the flags to be set.
    ParameterSpec& add(const std::string& name, Index rows, Index columns);
    ParameterSpec& addVector(const std::string& name, Index rows);
    const ParameterSpec& operator[](std::size_t index) const { return specs[index]; }
};

template <class Scalar>
MatrixView<Scalar> view(Vector<Scalar>& flat, const ParameterSpec& spec) {
    return {flat.data() + spec.offset, spec.rows, spec.columns, Eigen::OuterStride<>(spec.leading)};
}
template <class Scalar>
ConstMatrixView<Scalar> view(const Vector<Scalar>& flat, const ParameterSpec& spec) {
    return {flat.data() + spec.offset, spec.rows, spec.columns, Eigen::OuterStride<>(spec.leading)};
}

/// Calls visit(start, length) for each stretch of the flat buffer that belongs to `spec`.
template <class Visit>
void forEachStretch(const ParameterSpec& spec, Visit visit) {
    if (spec.leading == spec.rows)
        return visit(spec.offset, spec.count());
    for (Index column = 0; column < spec.columns; ++column)
        visit(spec.offset + column * spec.leading, spec.rows);
}

/// The same in at most `chunks` parts that can be visited on several threads: calls visit for those of part
/// `chunk`. How a parameter is divided depends on its shape alone.
template <class Visit>
void forEachStretchOf(const ParameterSpec& spec, Index chunk, Index chunks, Visit visit) {
    const Index columnsEach = (spec.columns + chunks - 1) / chunks;
    for (Index column = chunk * columnsEach; column < std::min((chunk + 1) * columnsEach, spec.columns);
         ++column)
        visit(spec.offset + column * spec.leading, spec.rows);
}

} // namespace dalescope
