#include "widgets/inspectors/answer_bars.h"

#include "core/network/loss.h"
#include "widgets/plots/chart_words.h"
#include "widgets/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace dalescope {

namespace {

QString noAnswer() {
    return AnswerBars::tr("Answer: none, its output is not finite");
}

} // namespace

AnswerBars::AnswerBars(QWidget* parent) : QWidget(parent) {
    makeChart(*this);
    setMinimumSize(140, 100);
    setToolTip(tr("The probability of each class: the softmax of the output"));
    setAnswer({}, {}, -1);
}

void AnswerBars::setAnswer(std::vector<float> probabilities, QStringList classes, int right) {
    probabilities_ = std::move(probabilities);
    classes_ = std::move(classes);
    right_ = right;
    QString said = tr("No answer yet");
    const Index best = answerOf<float>(probabilities_);
    if (best >= 0)
        said =
            tr("Answer: %1, %2 %")
                .arg(classes_.value(best))
                .arg(100.0 * static_cast<double>(probabilities_[static_cast<std::size_t>(best)]), 0, 'f', 1);
    else if (!probabilities_.empty())
        said = noAnswer();
    setAccessibleName(said);
    QStringList all;
    for (std::size_t i = 0; best >= 0 && i < probabilities_.size(); ++i)
        all << tr("%1: %2 %")
                   .arg(classes_.value(static_cast<qsizetype>(i)))
                   .arg(100.0 * static_cast<double>(probabilities_[i]), 0, 'f', 1);
    setAccessibleDescription(!all.isEmpty()           ? all.join(QStringLiteral(", "))
                             : probabilities_.empty() ? tr("The network has not answered yet.")
                                                      : said);
    update();
}

void AnswerBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::forPalette(palette());
    if (probabilities_.empty())
        return;
    const Index best = answerOf<float>(probabilities_);
    if (best < 0) {
        painter.setPen(theme.warning);
        return painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, noAnswer());
    }
    const auto classes = static_cast<int>(probabilities_.size());
    const double line = std::min(22.0, height() / static_cast<double>(classes));
    painter.setFont(Theme::font(std::clamp(static_cast<int>(line) - 4, 6, theme.metrics.textPx)));
    int names = 0;
    for (const QString& name : std::as_const(classes_))
        names = std::max(names, painter.fontMetrics().horizontalAdvance(name));
    names = std::min(names + 1, width() / 2) + 6; // and what is lost where an advance is rounded
    const double numbers = painter.fontMetrics().horizontalAdvance(QStringLiteral("100.0 %")) + 6;
    const double room = std::max(10.0, width() - names - numbers);
    for (int i = 0; i < classes; ++i) {
        const double y = i * line, share = static_cast<double>(probabilities_[static_cast<std::size_t>(i)]);
        painter.setPen(i == right_ ? theme.good : theme.text);
        painter.drawText(QRectF(0, y, names - 6, line), Qt::AlignRight | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(classes_.value(i), Qt::ElideRight, names - 6));
        const QColor colour = i == right_ ? theme.good : i == best ? theme.accent : theme.axis;
        painter.fillRect(QRectF(names, y + 0.2 * line, std::max(1.0, share * room), 0.6 * line), colour);
        painter.setPen(theme.mutedText);
        painter.drawText(QRectF(names + share * room + 4, y, numbers, line), Qt::AlignVCenter | Qt::AlignLeft,
                         tr("%1 %").arg(100 * share, 0, 'f', 1));
    }
}

} // namespace dalescope
