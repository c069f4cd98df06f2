// What every kind of layer can do. A layer is weights and formulas; what one pass through it computes is kept
// in a work space of its own, so that the trainer and a probe can use the same weights side by side.
#pragma once

#include "core/common/feature_shape.h"
#include "core/common/rng.h"
#include "core/network/fisher_step.h"
#include "core/network/intervention.h"
#include "core/network/parameters.h"
#include "core/network/pass_mode.h"

#include <memory>
#include <span>

namespace dalescope {

template <class Scalar>
using ConstMatrixRef = Eigen::Ref<const Matrix<Scalar>, 0, Eigen::OuterStride<>>;

/// Excitatory and inhibitory input of a layer's units for one batch. Columns are examples; where weights are
/// shared, one column for each location or step of each example (and, for a recurrent layer, one for each of
/// its two inhibited terms).
template <class Scalar>
struct Currents {
    Matrix<Scalar> excitatory; ///< n x columns
    Matrix<Scalar> inhibitory; ///< n x columns, counted positive; as it acts, scaled by an intervention
    Matrix<Scalar>
        gamma; ///< n x columns, what divides, likewise; empty for kinds without divisive inhibition
    Matrix<Scalar> zI;         ///< n_i x columns, of the inhibitory units; empty likewise

    /// Except zI, which whoever has it resizes.
    void resize(Index units, Index columns, bool divisive) {
        excitatory.resize(units, columns);
        inhibitory.resize(units, columns);
        gamma.resize(divisive ? units : 0, divisive ? columns : 0);
        if (!divisive)
            zI.resize(0, 0);
    }
};

/// What a penalty on a layer's balance adds to the loss's gradient by its currents, the same for every unit
/// and column but for the part that grows with zE: to that by zE, offset + slope (zE - mean); to those by WEI
/// zI and by gamma a constant each. See balance_penalty.h.
template <class Scalar>
struct BalancePull {
    Scalar offset = 0, slope = 0, mean = 0;
    Scalar subtractive = 0, divisive = 0;
};

/// What a pass leaves behind for the steps after it. Sized at the first pass and again when B changes.
template <class Scalar>
struct LayerWork {
    virtual ~LayerWork() = default;
    Matrix<Scalar> z; ///< n x B pre-activation; n = outputs()
};

/// What backward() is to compute; null where it is not wanted.
template <class Scalar>
struct Wanted {
    Matrix<Scalar>* dx = nullptr;       ///< dLoss/dx, d x B
    Vector<Scalar>* gradient = nullptr; ///< flat, summed over the batch
    Vector<Scalar>* squares = nullptr;  ///< flat, sum over the batch of squared per-example gradients, exact
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

    /// What is carried along and not trained: batch norm's running statistics. Empty for most kinds.
    const ParameterLayout& stateLayout() const { return stateLayout_; }
    const Vector<Scalar>& state() const { return state_; }
    Vector<Scalar>& state() { return state_; }
    /// Takes the batch last passed forward with its own statistics into the running ones.
    virtual void updateState(const LayerWork<Scalar>&) {}

    virtual Index inputs() const = 0; ///< d
    /// The last so many of the inputs come from inhibitory units; ColumnEi only.
    virtual Index inhibitoryInputs() const { return 0; }
    /// What z is; outputs() of its features are the rows of z.
    virtual FeatureShape zShape() const = 0;
    Index outputs() const { return zShape().features(); }
    /// The last so many rows of z are what the next layer sees, rectified. All of them but for a recurrent
    /// layer that passes on its last step alone.
    virtual Index passedOn() const { return outputs(); }
    /// Whether an example's z depends on the other examples of the batch, in that mode.
    virtual bool couplesExamples(const PassMode&) const { return false; }

    virtual void initialise(Rng& rng, const InitialisationContext& context) = 0;

    /// x: d x B. Sets work.z.
    virtual void forward(const ConstMatrixRef<Scalar>& x, const PassMode& mode,
                         LayerWork<Scalar>& work) const = 0;

    /// delta: dLoss by the passedOn() last rows of z, as far as it does not go through this layer's own later
    /// steps; after forward() with the same x and work. Where examples are coupled, squares cannot be asked
    /// for here (see Pass::meanSquares).
    virtual void backward(const ConstMatrixRef<Scalar>& x, const Matrix<Scalar>& delta,
                          LayerWork<Scalar>& work, const Wanted<Scalar>& wanted) const = 0;

    /// theta -= rates(p) * gradient for each parameter p of the layout, then the clamp, without the gradient
    /// ever being written down: the same bits as gradient and step one after the other. After backward() with
    /// the same arguments. With `fisher`, and where descendsWithFisher(), delta is two deltas side by side,
    /// here and in the backward() before: that of the loss, and that whose squares, example by example, F
    /// takes in. Kinds that cannot, or not for this batch, say so in descends().
    virtual void descend(const ConstMatrixRef<Scalar>& /*x*/, const Matrix<Scalar>& /*delta*/,
                         LayerWork<Scalar>& /*work*/, std::span<const Scalar> /*rates*/,
                         const FisherStep<Scalar>* /*fisher*/ = nullptr) {}
    virtual bool descends(Index /*batch*/) const { return false; }
    virtual bool descendsWithFisher(Index /*batch*/) const { return false; }

    /// Whether its units have divisive inhibition, and so a balance that a penalty can pull to.
    virtual bool isDivisive() const { return false; }
    /// Lets backward() add the pull, until it is called with null; nothing where isDivisive() is false.
    virtual void setPull(LayerWork<Scalar>& /*work*/, const BalancePull<Scalar>* /*pull*/) const {}

    /// Acts so on the units in every pass from now on, until the next call: trainer, probes and inspectors
    /// all see it. A silenced unit's z is 0, whatever its currents; backward() is to be given a delta of 0
    /// there, as rectification does. Gradients are those of the network as it is with it.
    virtual void intervene(const Intervention& intervention) { intervention_ = intervention; }
    const Intervention& intervention() const { return intervention_; }

    /// The currents of the batch last passed forward.
    virtual void currents(const ConstMatrixRef<Scalar>& x, LayerWork<Scalar>& work,
                          Currents<Scalar>& out) const = 0;

protected:
    /// Drives and silences the rows of z, n x any number of columns.
    void actOnUnits(MatrixView<Scalar> z) const {
        driveAndSilence(intervention_.driven, intervention_.drive, intervention_.silenced, z);
    }

    Intervention intervention_;
    ParameterLayout layout_;
    Vector<Scalar> parameters_;
    ParameterLayout stateLayout_;
    Vector<Scalar> state_;
};

} // namespace dalescope
