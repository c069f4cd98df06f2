// Words for messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dalescope {

/// The candidate that takes the fewest edits to reach from `word` (insertions, deletions, substitutions,
/// swaps of neighbours), or an empty string where even that is too far off to be what was meant.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// `x` in the fewest digits that read back as the same number: "0.1107", "32", "2.5e-05".
std::string shortNumber(double x);

/// `word` as a shell reads it in one piece: in quotes where it must be.
std::string shellWord(const std::string& word);

/// `x` in three digits, for a person to get the size of it: "0.000562".
std::string roughNumber(double x);

/// `x` rounded to so many significant digits.
double rounded(double x, int digits);

/// "Learning rate" as in the middle of a sentence: "learning rate"; "MLP" stays.
std::string inSentence(std::string label);

/// "1,234,567"
std::string grouped(long long n);

} // namespace dalescope
