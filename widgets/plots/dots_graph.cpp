#include "widgets/plots/dots_graph.h"

#include <cmath>

namespace dalescope {

void DotsGraph::drawScatterPlot(QCPPainter* painter, const QVector<QPointF>& dots,
                                const QCPScatterStyle& style) const {
    const bool scaled = painter->transform().type() > QTransform::TxTranslate;
    if (scaled || painter->modes().testFlag(QCPPainter::pmVectorized))
        return QCPGraph::drawScatterPlot(painter, dots, style);
    const double ratio = painter->device()->devicePixelRatioF();
    const int side = static_cast<int>(std::ceil(style.size())) + 2;
    QPixmap dot(QSize(side, side) * ratio);
    dot.setDevicePixelRatio(ratio);
    dot.fill(Qt::transparent);
    const double middle = side / 2.0;
    {
        QCPPainter once(&dot);
        once.setAntialiasing(true);
        style.applyTo(&once, mPen);
        style.drawShape(&once, middle, middle);
    }
    for (const QPointF& at : dots)
        painter->drawPixmap(at - QPointF(middle, middle), dot);
}

} // namespace dalescope
