// The spread of every parameter of a layer: its values over the run as a density, and as they are now.
#pragma once

#include "core/inspection/weight_spread.h"
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

protected:
    void changeEvent(QEvent* event) override;

private:
    /// One parameter's two pictures, which share their value axis.
    struct Cell {
        QCPTextElement* title;
        QCPAxisRect *course, *present;
        QCPColorMap* density;
        QCPBars* now;
    };
    void build();
    void fill();
    void fill(const Cell& cell, const WeightSpread& spread);

    QCPMarginGroup* margins_; // of all pictures, so that they are as high as their neighbours
    std::vector<WeightSpread> spreads_;
    std::vector<Cell> cells_; // one for each spread
};

} // namespace dalescope
