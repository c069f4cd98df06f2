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

/// Those in sight; what happened at one update is one of them.
std::vector<MarksLayer::Placed> MarksLayer::marksInSight() const {
    const QCPAxis& x = *mParentPlot->xAxis;
    std::vector<Placed> placed;
    std::int64_t update = -1;
    const std::size_t rows = journal_->rows();
    const std::int64_t last = rows > 0 ? journal_->tick(rows - 1).update : 0;
    for (std::size_t i = 0; i < journal_->marks(); ++i) {
        const JournalMark& mark = journal_->mark(i);
        if (mark.kind == JournalMark::Kind::End && mark.update < last)
            continue; // it went on
        const double at = xOfUpdate(*journal_, mark.update, axis_);
        if (!x.range().contains(at))
            continue;
        if (mark.update == update)
            placed.back().text += QStringLiteral("; ") + labelOf(mark);
        else
            placed.push_back({x.coordToPixel(at), labelOf(mark)});
        update = mark.update;
    }
    return placed;
}

/// A label lies between its own line and the next one to either side, shortened where it has to be, so that
/// it is taken for no other's. Where there is no room it is left out: zooming in brings it back.
void MarksLayer::drawMarks(QCPPainter* painter) const {
    const QRect area = clipRect();
    painter->setFont(Theme::font(style_.textPx * 11 / 12));
    const QFontMetrics metrics(painter->font(), mParentPlot);
    const auto placed = marksInSight();
    const double gap = style_.scaled(4), least = style_.scaled(40), most = style_.scaled(240);
    double free = area.left();
    for (std::size_t i = 0; i < placed.size(); ++i) {
        const auto& [pixel, whole] = placed[i];
        painter->setPen(QPen(style_.theme.mutedText, style_.hairline, Qt::DotLine));
        painter->drawLine(QLineF(pixel, area.top(), pixel, area.bottom()));
        const double end = i + 1 < placed.size() ? placed[i + 1].pixel : area.right();
        const double wanted = std::min<double>(metrics.horizontalAdvance(whole) + 1, most);
        const double right = end - pixel - 2 * gap, left = pixel - free - 2 * gap;
        const bool isRight = right >= wanted || (left < wanted && right >= least);
        const double room = std::min(wanted, isRight ? right : left);
        if (room < std::min(wanted, least)) {
            free = pixel;
            continue;
        }
        const QString text = metrics.elidedText(whole, Qt::ElideRight, static_cast<int>(std::ceil(room)));
        const double width = metrics.horizontalAdvance(text),
                     from = isRight ? pixel + gap : pixel - gap - width;
        free = std::max(pixel, from + width);
        painter->setPen(style_.theme.mutedText);
        drawLabel(painter, {from, area.top() + gap / 2 + metrics.ascent()}, text, metrics);
    }
}

} // namespace dalescope
