// Words of a line without the spaces around them.
#pragma once

#include <string>
#include <utility>

namespace dalescope {

inline std::string trimmed(const std::string& text) {
    constexpr auto spaces = " \t\r\n";
    const auto first = text.find_first_not_of(spaces);
    return first == std::string::npos ? std::string()
                                      : text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

/// The parts before and after the first `separator`, trimmed; the second is empty where there is none.
inline std::pair<std::string, std::string> halves(const std::string& text, const std::string& separator) {
    const auto at = text.find(separator);
    if (at == std::string::npos)
        return {trimmed(text), {}};
    return {trimmed(text.substr(0, at)), trimmed(text.substr(at + separator.size()))};
}

} // namespace dalescope
