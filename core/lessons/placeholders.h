// Names in braces, which stand for values.
#pragma once

#include <string>

namespace dalescope {

/// Calls `use` with each name in braces: "{test_error}". A brace without its partner is text.
template <class Use>
void forPlaceholders(const std::string& text, Use use) {
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
        const std::size_t close = text.find('}', open);
        if (close == std::string::npos)
            return;
        use(open, close);
    }
}

} // namespace dalescope
