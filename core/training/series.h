// Which quantities a run records, and where each stands in its journal.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dalescope {

/// Indices of a journal's series for a network of `layers` layers. Per-layer quantities come one after
/// another for each layer.
class SeriesIndex {
public:
    explicit SeriesIndex(std::size_t layers) : layers_(layers) {}

    enum Run : std::size_t { TrainLoss, TrainError, TestLoss, TestError, EpochTrainError, RunCount };
    enum PerLayer : std::size_t {
        EiRatio,
        DivisiveMatch,
        ZMean,
        ZStd,
        Active,
        EiCorrelation,
        GammaMin,
        PerLayerCount
    };
    enum Cosine : std::size_t { Corrected, Uncorrected, CosineCount };

    std::size_t layer(std::size_t l, PerLayer quantity) const {
        return RunCount + l * PerLayerCount + quantity;
    }
    std::size_t cosine(Cosine which) const { return RunCount + layers_ * PerLayerCount + which; }
    std::size_t layerCosine(std::size_t l, Cosine which) const {
        return cosine(Corrected) + CosineCount * (l + 1) + which;
    }

    /// The layer's rate after learning-rate scaling.
    std::size_t learningRate(std::size_t l) const { return layerCosine(layers_, Corrected) + l; }

    /// The penalty on imbalance, summed over the layers.
    std::size_t balancePenalty() const { return learningRate(layers_); }

    /// What came of a layer's last step, for each kind of its parameters (see StepAccount): lengths of the
    /// plain gradient and of the step made, and, where the kind is clamped, the share cut off, the cosine of
    /// wanted and made, and the share of silent elements.
    enum Ledger : std::size_t {
        GradientNorm,
        UpdateNorm,
        ClampedShare,
        UpdateCosine,
        SilentShare,
        LedgerCount
    };
    /// Kinds by their roles; a recurrent layer's two parameters of a role are taken together.
    static constexpr std::array<const char*, 8> kinds = {"WEE", "WIE", "WEI", "alpha", "g", "b", "W", "U"};
    /// kind: index into kinds.
    std::size_t ledger(std::size_t l, std::size_t kind, Ledger quantity) const {
        return balancePenalty() + 1 + (l * kinds.size() + kind) * LedgerCount + quantity;
    }
    /// role: one of kinds.
    static std::size_t kindOf(std::string_view role) {
        return static_cast<std::size_t>(std::find(kinds.begin(), kinds.end(), role) - kinds.begin());
    }

    /// The name of every series: "train_loss", "ei_ratio.0", "cosine_corrected", "cosine_corrected.0",
    /// "clamped_share.0.WEI", ...
    std::vector<std::string> names() const;

private:
    std::size_t layers_;
};

} // namespace dalescope
