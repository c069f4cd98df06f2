#include "widgets/plots/marks_layer.h"

#include "widgets/plots/curve_data.h"
#include "widgets/plots/mark_lines.h"

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
    shortened_.clear();
    if (journal_)
        drawMarks(painter);
    if (moment_)
        drawMoment(painter);
}

QString MarksLayer::shortenedAt(const QPointF& place) const {
    for (const auto& [area, whole] : shortened_)
        if (area.contains(place))
            return whole;
    return {};
}

/// On a ground that lets it be read where curves pass.
void MarksLayer::drawLabel(QCPPainter* painter, const QPointF& baseline, const QString& text,
                           const QFontMetrics& metrics) const {
    QColor ground = style_.theme.panel;
    ground.setAlphaF(0.7F); // a curve that passes can be followed
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
            placed.back().texts << labelOf(mark);
        else
            placed.push_back({x.coordToPixel(at), {labelOf(mark)}});
        update = mark.update;
    }
    return placed;
}

/// What is said of a place, in lines of at most `room` pixels.
QStringList MarksLayer::linesOf(const QStringList& texts, const QFontMetrics& metrics, double room) const {
    const int most =
        std::clamp(clipRect().height() / 3 / metrics.height(), 1, 3); // above the curves, not over them
    const int changes = static_cast<int>(texts.size());
    if (changes > most)
        return markLines(tr("%1 changes").arg(changes), metrics, room, 1);
    QStringList lines;
    for (const QString& text : texts)
        lines << markLines(text, metrics, room, (most + changes - 1) / changes);
    return lines;
}

/// A label lies between its own line and the next one to either side, in several lines or shortened where it
/// has to be, so that it is taken for no other's. Where there is no room it is left out: zooming in brings it
/// back.
void MarksLayer::drawMarks(QCPPainter* painter) {
    const QRect area = clipRect();
    painter->setFont(Theme::font(style_.textPx * 11 / 12));
    const QFontMetrics metrics(painter->font(), mParentPlot);
    const auto widest = [&metrics](const QStringList& lines) {
        int width = 0;
        for (const QString& line : lines)
            width = std::max(width, metrics.horizontalAdvance(line));
        return width;
    };
    const auto placed = marksInSight();
    const double gap = style_.scaled(4), least = style_.scaled(40), most = style_.scaled(240);
    double free = area.left();
    for (std::size_t i = 0; i < placed.size(); ++i) {
        const auto& [pixel, texts] = placed[i];
        painter->setPen(QPen(style_.theme.mutedText, style_.hairline, Qt::DotLine));
        painter->drawLine(QLineF(pixel, area.top(), pixel, area.bottom()));
        if (!labelled_)
            continue;
        const double end = i + 1 < placed.size() ? placed[i + 1].pixel : area.right();
        const double wanted = std::min<double>(widest(texts) + 1, most);
        const double right = end - pixel - 2 * gap, left = pixel - free - 2 * gap;
        const bool isRight = right >= wanted || (left < wanted && right >= least);
        const double room = std::min(wanted, isRight ? right : left);
        if (room < std::min(wanted, least)) {
            free = pixel;
            continue;
        }
        const QStringList lines = linesOf(texts, metrics, room);
        free = std::max(pixel, isRight ? pixel + gap + widest(lines) : 0);
        if (lines.join(u' ') != texts.join(u' '))
            shortened_.emplace_back(QRectF(isRight ? pixel : pixel - 2 * gap - widest(lines), area.top(),
                                           widest(lines) + 2 * gap, lines.size() * metrics.height()),
                                    texts.join(u'\n'));
        painter->setPen(style_.theme.mutedText);
        double baseline = area.top() + gap / 2 + metrics.ascent();
        for (const QString& line : lines) {
            const double from = isRight ? pixel + gap : pixel - gap - metrics.horizontalAdvance(line);
            drawLabel(painter, {from, baseline}, line, metrics);
            baseline += metrics.height();
        }
    }
}

} // namespace dalescope
