#include "core/common/text_template.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace dalescope {

namespace {

struct Block {
    bool outer;  ///< what is around it is kept
    bool chosen; ///< by its #if
    bool kept;
};

Block openBlock(const std::string& line, bool outer, const std::set<std::string>& chosen) {
    std::istringstream words(line);
    std::string word;
    words >> word; // #if
    bool any = false;
    while (words >> word)
        any = any || chosen.contains(word);
    return {outer, any, outer && any};
}

std::string fillLine(const std::string& line, const std::map<std::string, std::string>& values) {
    std::string filled;
    std::size_t from = 0;
    while (true) {
        const auto at = line.find('@', from), end = at == std::string::npos ? at : line.find('@', at + 1);
        filled += line.substr(from, at - from);
        if (end == std::string::npos)
            return at == std::string::npos ? filled : filled + line.substr(at);
        const std::string name = line.substr(at + 1, end - at - 1);
        const bool isName = !name.empty() && std::ranges::all_of(name, [](char c) {
            return (c >= 'A' && c <= 'Z') || c == '_';
        });
        if (isName && !values.contains(name))
            throw std::logic_error("the template's " + name + " has no value");
        filled += isName ? values.at(name) : "@" + name;
        from = isName ? end + 1 : end;
    }
}

} // namespace

std::string fillTemplate(std::string_view text, const std::set<std::string>& chosen,
                         const std::map<std::string, std::string>& values) {
    std::istringstream lines{std::string(text)};
    std::vector<Block> blocks;
    std::string result;
    const auto kept = [&] { return blocks.empty() || blocks.back().kept; };
    for (std::string line; std::getline(lines, line);) {
        const bool closes = line == "#else" || line == "#end";
        if (closes && blocks.empty())
            throw std::logic_error("the template has " + line + " without #if");
        if (line.starts_with("#if "))
            blocks.push_back(openBlock(line, kept(), chosen));
        else if (line == "#else")
            blocks.back().kept = blocks.back().outer && !blocks.back().chosen;
        else if (line == "#end")
            blocks.pop_back();
        else if (kept())
            result += fillLine(line, values) + "\n";
    }
    if (!blocks.empty())
        throw std::logic_error("the template has #if without #end");
    return result;
}

} // namespace dalescope
