// The spread of every parameter of a layer: its values over the run as a density, and as they are now.
#pragma once

#include "core/inspection/weight_spread.h"
#include "widgets/plots/plot_style.h"
#include "widgets/plots/qcp.h"

namespace dalescope {

class SpreadGrid : public QCustomPlot {
    Q_OBJECT
public:
    explicit SpreadGrid(QWidget* parent = nullptr);

    /// Empty: there is no network.
    void setSpreads(std::vector<WeightSpread> spreads);
    const std::vector<WeightSpread>& spreads() const { return spreads_; }
    QSize sizeHint() const override { return {560, 480}; }
    QSize minimumSizeHint() const override { return {320, 240}; }

    /// One parameter's two pictures, which share their value axis.
    struct Cell {
        QCPTextElement* title;
        QCPAxisRect *course, *present;
        QCPColorMap* density;
        QCPBars* now;
    };

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    void fillAll();

    std::vector<WeightSpread> spreads_;
    std::vector<Cell> cells_; // one for each spread
};

/// Furnishes a plot as the grid is, for print.
void drawSpreads(QCustomPlot& plot, const PlotStyle& style, const std::vector<WeightSpread>& spreads);
/// What the bars show: a line for each bin of each parameter, exact zeros among the rest.
QByteArray spreadCsv(const std::vector<WeightSpread>& spreads);

} // namespace dalescope
