#include "widgets/plots/marks_layer.h"

#include "widgets/plots/curve_data.h"

#include <QCoreApplication>

namespace dalescope {

QString labelOf(const JournalMark& mark) {
    const QString text = QString::fromStdString(mark.text);
    switch (mark.kind) {
    case JournalMark::Kind::Warning:
        return text.section(u':', 0, 0);
    case JournalMark::Kind::End:
        return QCoreApplication::translate("MarksLayer", "end"); // why is said elsewhere, at length
    case JournalMark::Kind::Edit:
        break;
    }
    return text;
}

void MarksLayer::draw(QCPPainter* painter) {
    if (journal_)
        drawMarks(painter);
    if (moment_)
        drawMoment(painter);
}

/// On a ground that lets it be read where curves pass.
void MarksLayer::drawLabel(QCPPainter* painter, const QPointF& baseline, const QString& text,
                           const QFontMetrics& metrics) const {
    QColor ground = style_.theme.panel;
    ground.setAlphaF(0.85F);
    const QRectF words(baseline.x(), baseline.y() - metrics.ascent(), metrics.horizontalAdvance(text),
                       metrics.height());
    painter->fillRect(words.adjusted(-2, 0, 2, 0), ground);
    painter->drawText(baseline, text);
}

void MarksLayer::drawMoment(QCPPainter* painter) const {
    const QRect area = clipRect();
    const double at = xOf(*moment_, axis_);
    if (!mParentPlot->xAxis->range().contains(at))
        return;
    const double pixel = mParentPlot->xAxis->coordToPixel(at);
    painter->setPen(QPen(style_.theme.accent, style_.curve));
    painter->drawLine(QLineF(pixel, area.top(), pixel, area.bottom()));
    const QFont font = Theme::font(style_.textPx * 11 / 12, true);
    painter->setFont(font);
    const QFontMetrics metrics(font, mParentPlot);
    const QString text = tr("update %1").arg(QLocale().toString(static_cast<qlonglong>(moment_->update)));
    const double gap = style_.scaled(4), width = metrics.horizontalAdvance(text);
    const double left = pixel + gap + width <= area.right() ? pixel + gap : pixel - gap - width;
    drawLabel(painter, {left, area.bottom() - gap - metrics.descent()}, text, metrics);
}

void MarksLayer::drawMarks(QCPPainter* painter) const {
    const QRect area = clipRect();
    const QCPAxis& x = *mParentPlot->xAxis;
    QPen line(style_.theme.mutedText, style_.hairline, Qt::DotLine);
    QFont font = Theme::font(style_.textPx * 11 / 12);
    painter->setFont(font);
    const QFontMetrics metrics(font, mParentPlot);
    double free = area.left();
    for (std::size_t i = 0; i < journal_->marks(); ++i) {
        const JournalMark& mark = journal_->mark(i);
        const double at = xOfUpdate(*journal_, mark.update, axis_);
        if (!x.range().contains(at))
            continue;
        const double pixel = x.coordToPixel(at);
        painter->setPen(line);
        painter->drawLine(QLineF(pixel, area.top(), pixel, area.bottom()));
        // A label that would run into its neighbour is left out: zooming in brings it back.
        const QString text =
            metrics.elidedText(labelOf(mark), Qt::ElideRight, static_cast<int>(style_.scaled(240)));
        const double gap = style_.scaled(4), width = metrics.horizontalAdvance(text);
        const double left = pixel + gap + width <= area.right() ? pixel + gap : pixel - gap - width;
        if (left < free)
            continue;
        free = left + width + gap;
        painter->setPen(style_.theme.mutedText);
        drawLabel(painter, {left, area.top() + gap / 2 + metrics.ascent()}, text, metrics);
    }
}

} // namespace dalescope
