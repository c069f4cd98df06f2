// Which quantities a run records, and where each stands in its journal.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace dalescope {

/// Indices of a journal's series for a network of `layers` layers. Per-layer quantities come one after
/// another for each layer, in the order of metrics.csv.
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

    /// The name of every series: "train_loss", "ei_ratio.0", "cosine_corrected", "cosine_corrected.0", ...
    std::vector<std::string> names() const;

private:
    std::size_t layers_;
};

} // namespace dalescope
