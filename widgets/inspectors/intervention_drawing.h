// The sweep of an intervention as a plot, as numbers and in words.
#pragma once

#include "core/inspection/intervention_sweep.h"
#include "widgets/plots/drawing_export.h"

namespace dalescope {

struct InterventionCurves {
    std::string setting;                     ///< "network.layers.1.subtractive"
    QString title;                           ///< "Layer 1 subtractive inhibition"
    QString strength;                        ///< what the x axis shows, with its unit
    double factor = 1;                       ///< from a strength to what the x axis shows: 100 for percent
    double neutral = 0;                      ///< the strength that is no intervention
    int draws = 1;                           ///< of each random share
    QString run;                             ///< name of the run that the network is of; may be empty
    std::vector<InterventionEffect> effects; ///< by rising strength
    std::int64_t update = 0;                 ///< updates made by the network
};

/// Above the test error, below it the E/I ratio of every layer, both against the strength and with a band
/// from the lowest to the highest draw. Furnishes the whole of `plot`.
void drawIntervention(QCustomPlot& plot, const PlotStyle& style, const InterventionCurves& curves);

/// A row a strength, each after the setting and the updates made; an empty cell where there is no ratio.
QByteArray interventionCsv(const InterventionCurves& curves);

/// The error where nothing is done, the least and the most, and the course of every layer's E/I ratio.
QString interventionSummary(const InterventionCurves& curves);

} // namespace dalescope
