// The plots of a training run.
#pragma once

#include "widgets/plots/plot_spec.h"

#include <vector>

namespace dalescope {

/// Train and test error in percent.
PlotSpec errorPlot();
/// Train and test loss.
PlotSpec lossPlot();
/// Each layer's learning rate, where learning-rate scaling is on (algorithm 6).
PlotSpec ratePlot(int layers);
/// E/I ratio, divisive match, mean and spread of z, each with a curve a layer: alternatives of one panel.
std::vector<PlotSpec> balancePlots(int layers);
/// Cosine with the Fisher-corrected gradient: of the whole network, then of each layer; alternatives of one
/// panel.
std::vector<PlotSpec> alignmentPlots(int layers);
/// What comes of a layer's updates, with a curve for each kind of parameter: norm of the gradient, share of
/// the update that the clamp cuts off, cosine of wanted and made update, share of silent synapses; each for
/// every layer that has such a thing. layers: those with weights, by their kinds' names (see layerKinds()).
std::vector<PlotSpec> ledgerPlots(const std::vector<std::string>& layers);

/// All of them in the order error, loss, learning rate, balance, alignment (where its probe is on).
std::vector<PlotSpec> runPlots(int layers, bool alignment);

} // namespace dalescope
