// What every kind of layer can do. A layer is weights and formulas; what one pass through it computes is kept
// in a work space of its own, so that the trainer and a probe can use the same weights side by side.
#pragma once

#include "core/common/rng.h"
#include "core/network/parameters.h"

#include <memory>

namespace dalescope {

template <class Scalar>
using ConstMatrixRef = Eigen::Ref<const Matrix<Scalar>, 0, Eigen::OuterStride<>>;

/// Excitatory and inhibitory input of a layer's units for one batch.
template <class Scalar>
struct Currents {
    Matrix<Scalar> excitatory; ///< n x B
    Matrix<Scalar> inhibitory; ///< n x B, counted positive
    Matrix<Scalar> gamma;      ///< n x B divisive inhibition; empty for kinds that have none
};

/// What a pass leaves behind for the steps after it. Sized at the first pass and again when B changes.
template <class Scalar>
struct LayerWork {
    virtual ~LayerWork() = default;
    Matrix<Scalar> z; ///< n x B pre-activation
};

struct InitialisationContext {
    bool firstLayer = false;
    double meanPixel = 0; ///< E[x] over the training data, for ColumnEi's first bias (eq. 25)
};

template <class Scalar>
class Layer {
public:
    virtual ~Layer() = default;
    virtual std::unique_ptr<Layer> clone() const = 0;
    virtual std::unique_ptr<LayerWork<Scalar>> makeWork() const = 0;

    const ParameterLayout& layout() const { return layout_; }
    const Vector<Scalar>& parameters() const { return parameters_; }
    Vector<Scalar>& parameters() { return parameters_; }
    virtual Index inputs() const = 0;  ///< d
    virtual Index outputs() const = 0; ///< rows of z

    virtual void initialise(Rng& rng, const InitialisationContext& context) = 0;

    /// x: d x B. Sets work.z.
    virtual void forward(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>& work) const = 0;

    /// delta: dLoss/dz, n x B, after forward() on the same work. Keeps what gradient() and squares() need
    /// and, where `dx` is not null, sets it to dLoss/dx, d x B.
    virtual void backward(const Matrix<Scalar>& delta, LayerWork<Scalar>& work, Matrix<Scalar>* dx) const = 0;

    /// Sets `out` (flat, this layout) to the gradient summed over the batch; after backward() with the same
    /// delta.
    virtual void gradient(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                          LayerWork<Scalar>& work, Vector<Scalar>& out) const = 0;

    /// Sets `out` to the sum over the batch of squared per-example gradients, exact for every parameter.
    virtual void squares(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                         LayerWork<Scalar>& work, Vector<Scalar>& out) const = 0;

    /// The currents of the batch last passed forward.
    virtual void currents(const ConstMatrixRef<Scalar>& x, const LayerWork<Scalar>& work,
                          Currents<Scalar>& out) const = 0;

protected:
    ParameterLayout layout_;
    Vector<Scalar> parameters_;
};

} // namespace dalescope
