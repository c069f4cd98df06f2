#include "widgets/diagram/diagram_painting.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace dalescope {

void DiagramPainting::text(const QRectF& area, int flags, const QString& words, const QColor& colour,
                           int pixels, bool bold) {
    painter_.setFont(Theme::font(pixels, bold));
    painter_.setPen(colour);
    painter_.drawText(area, flags | Qt::TextDontClip, words);
}

auto DiagramPainting::bars(const DiagramLayout::Card& card) const -> std::vector<Bar> {
    const LayerMeans& means = scene_.means[static_cast<std::size_t>(card.layer)];
    double largest = 0;
    for (const LayerMeans& m : scene_.means)
        for (const double value : {m.excitation, m.subtraction, m.division})
            largest = std::isfinite(value) ? std::max(largest, value) : largest;
    const double high = card.bars.height() / 4, names = 46, numbers = 38;
    QRectF line(card.bars.left(), card.bars.top(), card.bars.width(), high);
    std::vector<Bar> bars;
    const auto add = [&](const QString& name, double value, double full, const QString& number,
                         const QBrush& brush) {
        if (!std::isnan(value))
            bars.push_back({name, number, line,
                            QRectF(line.left() + names, line.top() + 0.25 * high,
                                   line.width() - names - numbers, 0.5 * high),
                            full > 0 ? std::clamp(value / full, 0.0, 1.0) : 0, brush});
        line.translate(0, high);
    };
    const auto addCurrent = [&](UnitTerm term, double value, const QBrush& brush) {
        add(DiagramText::term(scene_, card.layer, term), value, largest, QString::number(value, 'g', 3),
            brush);
    };
    addCurrent(UnitTerm::Excitation, means.excitation, theme_.excitatory);
    addCurrent(UnitTerm::Subtraction, means.subtraction, theme_.inhibitory);
    addCurrent(UnitTerm::Division, means.division, QBrush(theme_.inhibitory, Qt::Dense4Pattern));
    add(DiagramText::tr("z > 0"), means.active, 1, QStringLiteral("%1 %").arg(100 * means.active, 0, 'f', 0),
        theme_.axis);
    return bars;
}

auto DiagramPainting::answers() const -> std::vector<Answer> {
    const auto probabilities = scene_.activity.probabilities();
    const Index chosen = scene_.activity.answer(), classes = static_cast<Index>(probabilities.size());
    if (chosen < 0)
        return {};
    const auto probability = [&](Index c) {
        return static_cast<double>(probabilities[static_cast<std::size_t>(c)]);
    };
    const std::size_t outputs = scene_.circuit.excitatoryOf(static_cast<int>(scene_.means.size()) - 1);
    const auto& block = scene_.layout.blocks[outputs];
    const bool beside = block.across == 1;
    std::vector<Index> shown;
    for (Index c = 0; c < classes; ++c)
        shown.push_back(c);
    if (!beside) {
        std::ranges::stable_sort(shown, std::ranges::greater(), probability);
        shown.resize(std::min<std::size_t>(shown.size(), 12));
    }
    const QRectF& card = scene_.layout.answer;
    const QFontMetrics metrics(Theme::font(theme_.metrics.textPx, true));
    double names = 52;
    for (const Index c : shown)
        names = std::max(names, metrics.horizontalAdvance(scene_.className(c)) + 12.0);
    names = std::min(names, card.width() / 2);
    constexpr double numbers = 44, half = 9;
    std::vector<Answer> answers;
    for (const Index c : shown) {
        const double share = probability(c), place = static_cast<double>(answers.size());
        const double middle = beside ? block.cellOf(c, 0).center().y() : card.top() + 64 + 18 * place;
        const bool right = c == scene_.request.right;
        answers.push_back(
            {metrics.elidedText(scene_.className(c), Qt::ElideRight, static_cast<int>(names) - 8),
             QStringLiteral("%1 %").arg(100 * share, 0, 'f', share < 0.0995 ? 1 : 0),
             QRectF(card.left(), middle - half, names - 6, 2 * half),
             QRectF(card.left() + names, middle - 5, card.width() - names - numbers - 8, 10), share,
             right         ? theme_.good
             : c == chosen ? theme_.accent
                           : theme_.axis,
             right, c == chosen, beside});
    }
    return answers;
}

} // namespace dalescope
