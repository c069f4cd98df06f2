// Thousands of dots that follow one another thirty times a second.
#pragma once

#include "widgets/plots/qcp.h"

namespace dalescope {

/// A graph of dots without a line. On a screen a dot is painted once and its picture put wherever there is
/// one, at the nearest pixel; in print each is a shape.
class DotsGraph : public QCPGraph {
    Q_OBJECT

public:
    DotsGraph(QCPAxis* keyAxis, QCPAxis* valueAxis) : QCPGraph(keyAxis, valueAxis) { setLineStyle(lsNone); }

protected:
    void drawScatterPlot(QCPPainter* painter, const QVector<QPointF>& dots,
                         const QCPScatterStyle& style) const override;
};

} // namespace dalescope
