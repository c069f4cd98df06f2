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
    /// Of drawSign(), `size` pixels large, at even distances along the line.
    void setSign(int sign, double size, const QColor& ground);
    /// Shows the sign in the legend too, where it would hide a pattern.
    void setKeyOfRun(bool keyOfRun) { keyOfRun_ = keyOfRun; }

protected:
    void drawLinePlot(QCPPainter* painter, const QVector<QPointF>& line) const override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    void drawLineAlone(QCPPainter* painter, const QVector<QPointF>& line) const;
    void drawSigns(QCPPainter* painter, const QVector<QPointF>& line) const;

    bool print_ = false;
    double crowdedWidth_ = 1;
    int sign_ = 0;
    double signSize_ = 0;
    bool keyOfRun_ = false;
    QColor ground_;
};

} // namespace dalescope
