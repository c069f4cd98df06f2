#include "widgets/plots/mark_lines.h"

namespace dalescope {

namespace {

/// As many words in each line as fit; a word that is too long has a line of its own.
QStringList flowed(const QStringList& words, const QFontMetrics& metrics, double room) {
    QStringList lines;
    for (const QString& word : words) {
        const QString longer = lines.isEmpty() ? word : lines.last() + u' ' + word;
        if (lines.isEmpty() || metrics.horizontalAdvance(longer) > room)
            lines.append(word);
        else
            lines.last() = longer;
    }
    return lines;
}

} // namespace

QStringList markLines(const QString& text, const QFontMetrics& metrics, double room, int most) {
    const qsizetype arrow = text.lastIndexOf(u'\u2192');
    QString value; // the word before the arrow and all that follows
    if (arrow > 1)
        value = text.sliced(text.lastIndexOf(u' ', arrow - 2) + 1);
    QStringList words = text.chopped(value.size()).split(u' ', Qt::SkipEmptyParts);
    if (metrics.horizontalAdvance(value) > room)
        value = text.sliced(arrow);
    const auto all = [&] { return value.isEmpty() ? words : words + QStringList(value); };
    QStringList lines = flowed(all(), metrics, room);
    while (lines.size() > most && words.size() > (value.isEmpty() ? 1 : 0)) {
        words.removeLast();
        if (!words.isEmpty() && !words.last().endsWith(u'\u2026'))
            words.last() += u'\u2026';
        lines = flowed(all(), metrics, room);
    }
    for (QString& line : lines)
        if (metrics.horizontalAdvance(line) > room) // elidedText() wants a pixel more than that
            line = metrics.elidedText(line, Qt::ElideRight, static_cast<int>(room));
    return lines;
}

} // namespace dalescope
