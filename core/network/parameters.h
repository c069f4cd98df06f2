// A layer's parameters are one flat buffer with named views into it. Gradients, squared gradients and running
// means have the same layout, so that norms, cosines and steps are operations on flat vectors.
#pragma once

#include "core/common/matrix.h"

#include <string>
#include <vector>

namespace dalescope {

/// One named parameter: a rows x columns matrix, or a vector where columns is 1, at `offset` in the flat
/// buffer with `leading` elements from one column to the next.
struct ParameterSpec {
    std::string name; ///< WEE, WIE, WEI, alpha, g, b or W
    Index rows = 0, columns = 1;
    bool vector = false;
    Index offset = 0, leading = 0;
    bool nonNegative = false; ///< clamped at zero after every step
    double correction = 1;    ///< heuristic factor on the gradient (algorithm 3)
    Index count() const { return rows * columns; }
};

struct ParameterLayout {
    std::vector<ParameterSpec> specs;
    Index size = 0; ///< elements of the flat buffer

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

} // namespace dalescope
