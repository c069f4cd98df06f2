// How well a name fits what a person types.
#pragma once

#include <QString>

namespace dalescope {

/// Every word of `query` must be found in `text`, its letters in order; better at the beginning of a word and
/// in one piece, and in a short text. Negative where it does not fit; 0 for an empty query.
int fuzzyScore(QStringView query, QStringView text);

/// Whether every word of `query` begins a word of `text`.
bool hasWords(QStringView query, QStringView text);

} // namespace dalescope
