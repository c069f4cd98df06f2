// How a quantity of a layer's units is distributed over many examples, with one input beside it.
#pragma once

#include "core/inspection/layer_distribution.h"
#include "widgets/plots/plot_style.h"
#include "widgets/plots/qcp.h"

namespace dalescope {

struct DistributionPicture {
    Distribution many;       ///< over the examples; drawn as bars
    std::vector<double> one; ///< shares of one input in its bins; drawn as a line; empty: none
    QString quantity;        ///< as on the axis
    bool inhibitory = false; ///< for the colour
};

class DistributionPlot : public QCustomPlot {
    Q_OBJECT
public:
    explicit DistributionPlot(QWidget* parent = nullptr);

    void setPicture(DistributionPicture picture);
    const DistributionPicture& picture() const { return picture_; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void draw();

    DistributionPicture picture_;
};

/// Furnishes a plot, which may hold an older picture.
void drawDistribution(QCustomPlot& plot, const PlotStyle& style, const DistributionPicture& picture);
/// A line for each bin.
QByteArray distributionCsv(const DistributionPicture& picture);

/// "mean 0.31, standard deviation 0.52, from 0.002 to 3.1, 48 % are 0"; says so where there are no values.
QString inWords(const Distribution& distribution);

} // namespace dalescope
