#include "core/common/text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstring>

namespace dalescope {

namespace {

// Optimal string alignment distance.
std::size_t distance(std::string_view a, std::string_view b) {
    const std::size_t columns = b.size() + 1;
    std::vector<std::size_t> d((a.size() + 1) * columns);
    auto at = [&](std::size_t i, std::size_t j) -> std::size_t& { return d[i * columns + j]; };
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                at(i, j) = i + j;
                continue;
            }
            const std::size_t substitution = at(i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1);
            at(i, j) = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, substitution});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                at(i, j) = std::min(at(i, j), at(i - 2, j - 2) + 1);
        }
    }
    return at(a.size(), b.size());
}

} // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t bestDistance = std::max<std::size_t>(2, word.size() / 2);
    for (const auto& candidate : candidates) {
        const std::size_t here = distance(word, candidate);
        if (here < bestDistance || (here == bestDistance && best.empty())) {
            best = candidate;
            bestDistance = here;
        }
    }
    return best;
}

std::string shortNumber(double x) {
    char buffer[40];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, x).ptr};
}

std::string shellWord(const std::string& word) {
    const auto plain = [](unsigned char c) {
        return std::isalnum(c) || c > 127 || std::strchr("/._-+=:,@%", c);
    };
    if (!word.empty() && std::ranges::all_of(word, plain))
        return word;
    std::string quoted = "'";
    for (const char c : word)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::string roughNumber(double x) {
    char buffer[40];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, x, std::chars_format::general, 3).ptr};
}

double rounded(double x, int digits) {
    char buffer[40];
    const auto [end, problem] =
        std::to_chars(buffer, buffer + sizeof buffer, x, std::chars_format::scientific, digits - 1);
    std::from_chars(buffer, end, x);
    return x;
}

std::string inSentence(std::string label) {
    if (label.size() > 1 && std::islower(static_cast<unsigned char>(label[1])))
        label[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(label[0])));
    return label;
}

std::string grouped(long long n) {
    std::string digits = std::to_string(n);
    const std::size_t sign = n < 0 ? 1 : 0;
    for (std::size_t i = digits.size(); i > sign + 3;)
        digits.insert(i -= 3, ",");
    return digits;
}

} // namespace dalescope
