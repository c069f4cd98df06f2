// The inhibited product: what dense, convolutional and recurrent DANN layers have in common (paper, eq. 1, 16
// and 19).
#pragma once

#include "core/common/buffer.h"
#include "core/common/gemm.h"
#include "core/network/initialisation.h"
#include "core/network/layer.h"

#include <array>

namespace dalescope {

enum class DannInitialisation { Paper, Reference, BothRandom };

struct DannShape {
    Index inputs;     ///< d
    Index excitatory; ///< n_e, the units that the next layer sees
    Index inhibitory; ///< n_i >= 1
};

/// zE = WEE x, zI = WIE x, gamma = WEI (e^alpha zI) + 1e-8, n = (zE - WEI zI) / gamma and then z = g n + b,
/// over N columns: examples, or an example's locations or steps one after another. x is d x N; as an Operand
/// it may lie transposed. Where x is all zero, n is 0 and so are all gradients.
///
/// Parameters: WEE n_e x d, WIE n_i x d (one above the other in memory, so that both are one product), WEI
/// n_e x n_i, alpha n_i, g n_e. The bias belongs to the layer.
template <class Scalar_>
class DannCore {
public:
    using Scalar = Scalar_;
    using Shape = DannShape;
    using Flat = Vector<Scalar>;
    using In = ConstMatrixView<Scalar>;
    using Out = MatrixView<Scalar>;
    static constexpr bool divisive = true;

    /// Adds its parameters to `layout`, their names after `prefix`.
    DannCore(const DannShape& shape, DannInitialisation initialisation, const std::string& prefix,
             ParameterLayout& layout);

    Index inputs() const { return shape_.inputs; }
    Index units() const { return shape_.excitatory; }

    void initialise(Flat& flat, Rng& rng, bool firstLayer) const;

    /// Scales inhibition and drives and silences inhibitory units from the next forward() on: n = (zE - s WEI
    /// zI) / gamma^t. What it does to excitatory units is the layer's to do.
    void intervene(const Intervention& intervention) { intervention_ = intervention; }

    /// What backward() needs of a forward(), for N columns or a part of them: n_e x N, n_e x N, n_i x N.
    /// Where gamma has a power t, gammaInverse is 1 / gamma^t, and slope t gamma^(t - 1), n_e x N; else it is
    /// empty.
    struct KeptView {
        Out n, gammaInverse, zI, slope;
    };
    struct Kept {
        Matrix<Scalar> n, gammaInverse, zI, slope;

        /// `count` columns from `first` on, each `step` columns after the one before.
        KeptView columns(Index first, Index count, Index step = 1);
        void resize(const DannCore& core, Index columns);
    };

    /// Used within a call; what backward() leaves there is for inputGradient(), addGradient() and squares().
    struct Scratch {
        Buffer<Scalar> stacked;                    // (n_e + n_i) x N: zE above zI
        Buffer<Scalar> interneurons;               // n_i x 2N: zI | e^alpha zI
        Buffer<Scalar> inhibition;                 // n_e x 2N: WEI zI | WEI (e^alpha zI)
        Buffer<Scalar> dInhibition;                // n_e x 2N: dLoss by the two halves of `inhibition`
        Buffer<Scalar> dInterneurons;              // n_i x 2N: WEI^T of that
        Buffer<Scalar> dStacked;                   // (n_e + n_i) x N: dLoss by zE above dLoss by zI
        const BalancePull<Scalar>* pull = nullptr; // added by backward() where it is not null
        Vector<Scalar> rates;                      // of each row, for descend()
        Vector<Scalar> small;                      // gradients of alpha and g, likewise
        Vector<Scalar> expAlpha;                   // n_i
        Matrix<Scalar> squaredStacked, squaredX, squaredLeft, squaredRight; // for squares()
        Vector<Scalar> squaredSmall;                                        // of alpha and g
        Buffer<Scalar> rowSums;                                             // for descend() with Fisher
    };

    /// z = g n + bias, or z += g n where `bias` is null. z: n_e x N.
    void forward(const Flat& flat, Operand<Scalar> x, KeptView kept, Scratch& scratch, const Scalar* bias,
                 Out z) const;

    /// delta: dLoss/dz, n_e x N; or more than one, side by side, all of which inputGradient() then takes, and
    /// gradient() and squares() the first.
    void backward(const Flat& flat, In delta, KeptView kept, Scratch& scratch) const;

    /// dLoss/dx, d x N, or N x d where `op` is Transpose; after backward().
    void inputGradient(const Flat& flat, In delta, Scratch& scratch, Op op, Out dx) const;

    /// The gradient summed over the columns, set or added to `out`; after backward().
    void gradient(Operand<Scalar> x, In delta, KeptView kept, Scratch& scratch, bool add, Flat& out) const;

    /// One step down that gradient; see Layer::descend(). rates: of WEE, WIE, WEI, alpha and g. x: d x N.
    void descend(const ConstMatrixRef<Scalar>& x, In delta, KeptView kept, Scratch& scratch,
                 std::span<const Scalar> rates, Flat& flat, const FisherStep<Scalar>* fisher) const;
    static bool descends(Index columns) { return gemmStepAvailable<Scalar>(2 * columns); }
    static bool descendsWithFisher(Index columns) {
        return gemmStepAvailable<Scalar>(3 * columns) && gemmKeepsOrder(2 * columns);
    }

    /// Sets `out` to the sum over the columns of squared gradients, each column an example; after backward().
    /// x: d x N.
    void squares(const ConstMatrixRef<Scalar>& x, In delta, KeptView kept, Scratch& scratch, Flat& out) const;

    /// Excitation, inhibition and gamma of the `count` columns that `kept` holds, into the columns of `out`
    /// from `first` on.
    void currents(const Flat& flat, Operand<Scalar> x, KeptView kept, Index first, Index count,
                  Currents<Scalar>& out) const;

private:
    enum Part : std::size_t { WEE, WIE, WEI, Alpha, Gain, Parts };
    Index rows() const { return shape_.excitatory + shape_.inhibitory; }
    Index stride() const { return specs_[WEE].leading; } // of whatever has WEE's rows above WIE's
    Operand<Scalar> stack(const Flat& flat, Op op) const {
        return {flat.data() + specs_[WEE].offset, stride(), op};
    }
    void setSquares(const ConstMatrixRef<Scalar>& x, In delta, const KeptView& kept, Scratch& scratch) const;
    void addPull(const Flat& flat, const KeptView& kept, Scratch& scratch) const;
    void vectorGradients(In delta, const KeptView& kept, Scratch& scratch, Scalar* alpha, Scalar* gain) const;
    void forwardScaled(const Flat& flat, KeptView kept, Scratch& scratch, const Scalar* bias, Out z) const;
    void scaleBack(Out dInhibition, const KeptView& kept) const;
    Out interneurons(const Flat& flat, const KeptView& kept, Scratch& scratch) const;

    DannShape shape_;
    DannInitialisation initialisation_;
    Intervention intervention_;
    std::array<ParameterSpec, Parts> specs_;
};

} // namespace dalescope
