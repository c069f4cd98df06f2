// The plain product W x of the standard layers, with the interface of DannCore, so that convolutional and
// recurrent layers can be made of either.
#pragma once

#include "core/common/gemm.h"
#include "core/network/layer.h"

namespace dalescope {

/// Splits W x (x: d x N, non-negative, as an Operand perhaps transposed) by the sign of the weights: both n x
/// N.
template <class Scalar>
void signedCurrents(const Matrix<Scalar>& w, Operand<Scalar> x, MatrixView<Scalar> excitatory,
                    MatrixView<Scalar> inhibitory);

enum class LinearInitialisation {
    He,        ///< normal with variance 2 / d (He et al., 2015)
    Orthogonal ///< a random rotation (Saxe et al., 2014): what recurs neither grows nor fades; d = n
};

struct LinearShape {
    Index inputs;  ///< d
    Index outputs; ///< n
    LinearInitialisation initialisation = LinearInitialisation::He;
};

/// z = W x over N columns. Parameter: W n x d.
template <class Scalar_>
class LinearCore {
public:
    using Scalar = Scalar_;
    using Shape = LinearShape;
    using Flat = Vector<Scalar>;
    using In = ConstMatrixView<Scalar>;
    using Out = MatrixView<Scalar>;
    static constexpr bool divisive = false;

    /// Adds its parameter `name` to `layout`.
    LinearCore(const LinearShape& shape, const std::string& name, ParameterLayout& layout);

    Index inputs() const { return shape_.inputs; }
    Index units() const { return shape_.outputs; }
    void initialise(Flat& flat, Rng& rng, bool firstLayer) const;

    struct KeptView {};
    struct Kept {
        KeptView columns(Index, Index, Index = 1) { return {}; }
        void resize(const LinearCore&, Index) {}
    };
    struct Scratch {};

    void forward(const Flat& flat, Operand<Scalar> x, KeptView, Scratch&, const Scalar* bias, Out z) const;
    void backward(const Flat&, In, KeptView, Scratch&) const {}
    void inputGradient(const Flat& flat, In delta, Scratch&, Op op, Out dx) const;
    void gradient(Operand<Scalar> x, In delta, KeptView, Scratch&, bool add, Flat& out) const;
    void currents(const Flat& flat, Operand<Scalar> x, KeptView, Index first, Index count,
                  Currents<Scalar>& out) const;

private:
    Operand<Scalar> weights(const Flat& flat, Op op) const {
        return {flat.data() + spec_.offset, spec_.leading, op};
    }

    LinearShape shape_;
    ParameterSpec spec_;
};

} // namespace dalescope
