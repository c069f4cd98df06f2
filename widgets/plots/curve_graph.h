// A graph that draws fast however many points and however much noise its line has.
#pragma once

#include "widgets/plots/qcp.h"

namespace dalescope {

/// On a screen, a line with a point in every other pixel or more is drawn column by column of pixels, as what
/// it covers of each: at a cost of the plot's size, not of the line's length. Where it goes up and down in
/// every pixel, it is thin and its dashes become stripes of the band that it fills, in print too.
class CurveGraph : public QCPGraph {
    Q_OBJECT

public:
    using QCPGraph::QCPGraph;
    /// In print, lines stay lines. `crowdedWidth` is that of a crowded one, in pixels.
    void setPrint(bool print, double crowdedWidth);

protected:
    void drawLinePlot(QCPPainter* painter, const QVector<QPointF>& line) const override;

private:
    bool print_ = false;
    double crowdedWidth_ = 1;
};

} // namespace dalescope
