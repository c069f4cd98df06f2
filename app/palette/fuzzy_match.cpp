#include "app/palette/fuzzy_match.h"

#include <algorithm>

namespace dalescope {

namespace {

// What a word earns, from the best to the worst way of being found.
constexpr int whole = 120, wordStart = 90, inside = 60, scattered = 30, mostGaps = 2;

bool startsWord(QStringView text, qsizetype at) {
    return at == 0 || !text[at - 1].isLetterOrNumber();
}

/// The word's letters in order, fewer points the further they lie apart; the first must begin a word. Letters
/// that lie apart everywhere were not meant.
int scatteredScore(QStringView word, QStringView text) {
    int best = -1;
    for (qsizetype from = 0; from < text.size(); ++from) {
        if (text[from] != word[0] || !startsWord(text, from))
            continue;
        qsizetype at = from;
        int gaps = 0;
        bool found = true;
        for (const QChar letter : word.sliced(1)) {
            const qsizetype next = text.indexOf(letter, at + 1);
            found = next >= 0;
            if (!found)
                break;
            gaps += next > at + 1 && !startsWord(text, next);
            at = next;
        }
        if (found && gaps <= mostGaps)
            best = std::max(best, scattered - 6 * gaps);
    }
    return best;
}

int wordScore(QStringView word, QStringView text) {
    int best = -1;
    for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        const qsizetype end = at + word.size();
        const bool ends = end == text.size() || !text[end].isLetterOrNumber();
        best = std::max(best, !startsWord(text, at) ? inside : ends ? whole : wordStart);
    }
    return best >= 0 ? best : scatteredScore(word, text);
}

} // namespace

int fuzzyScore(QStringView query, QStringView text) {
    const QString typed = query.toString().toCaseFolded(), name = text.toString().toCaseFolded();
    int score = 0;
    for (const QString& word : typed.split(u' ', Qt::SkipEmptyParts)) {
        const int here = wordScore(word, name);
        if (here < 0)
            return -1;
        score += here;
    }
    if (score > 0 && name.startsWith(typed))
        score += 20;
    return score == 0 ? 0 : std::max(1, score * 4 - static_cast<int>(name.size()) / 2);
}

bool hasWords(QStringView query, QStringView text) {
    const QString typed = query.toString().toCaseFolded(), name = text.toString().toCaseFolded();
    const QStringList words = typed.split(u' ', Qt::SkipEmptyParts);
    return std::ranges::all_of(words, [&](const QString& word) {
        for (qsizetype at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1))
            if (startsWord(name, at))
                return true;
        return false;
    });
}

} // namespace dalescope
