#include "core/settings/field.h"

#include "core/common/error.h"
#include "core/common/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace dalescope {

namespace {

bool parseNumber(const std::string& text, double& number) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc{} && end == text.data() + text.size();
}

std::string joined(const std::vector<Choice>& choices) {
    std::string text;
    for (const auto& choice : choices)
        text += (text.empty() ? "" : ", ") + choice.value;
    return text;
}

const char* typeName(const Value& value) {
    constexpr const char* names[] = {"true or false", "a whole number", "a number", "a text"};
    return names[value.index()];
}

} // namespace

std::string valueText(const Value& value) {
    if (const bool* b = std::get_if<bool>(&value))
        return *b ? "on" : "off";
    if (const auto* i = std::get_if<std::int64_t>(&value))
        return std::to_string(*i);
    if (const auto* d = std::get_if<double>(&value))
        return shortNumber(*d);
    return std::get<std::string>(value);
}

template <class Owner>
std::string Field<Owner>::allowed() const {
    if (!choices.empty())
        return "one of " + joined(choices);
    const bool below = std::isfinite(minimum), above = std::isfinite(maximum);
    if (below && above)
        return "from " + shortNumber(minimum) + " to " + shortNumber(maximum);
    if (below)
        return "at least " + shortNumber(minimum);
    return above ? "at most " + shortNumber(maximum) : "";
}

template <class Owner>
void Field<Owner>::set(Owner& owner, const Value& value) const {
    const Value type = fallback();
    Value converted = value;
    if (const auto* whole = std::get_if<std::int64_t>(&value); whole && std::holds_alternative<double>(type))
        converted = static_cast<double>(*whole);
    if (const auto* real = std::get_if<double>(&value); real && std::holds_alternative<std::int64_t>(type))
        if (std::abs(*real) < 9e15 && *real == std::floor(*real))
            converted = static_cast<std::int64_t>(*real);
    if (converted.index() != type.index())
        throw Error(path, "\"" + valueText(value) + "\" is not " + typeName(type),
                    std::string("give ") + typeName(type) + (allowed().empty() ? "" : ", " + allowed()));
    double number = 0;
    bool isNumber = true;
    if (const auto* whole = std::get_if<std::int64_t>(&converted))
        number = static_cast<double>(*whole);
    else if (const auto* real = std::get_if<double>(&converted))
        number = *real;
    else
        isNumber = false;
    if (isNumber && !(number >= minimum && number <= maximum))
        throw Error(path, valueText(converted) + " is out of range",
                    "give " + std::string(typeName(type)) + " " + allowed());
    if (const auto* text = std::get_if<std::string>(&converted); text && !choices.empty()) {
        std::vector<std::string> known;
        for (const auto& choice : choices)
            known.push_back(choice.value);
        if (std::find(known.begin(), known.end(), *text) == known.end()) {
            const std::string guess = nearest(*text, known);
            throw Error(path, "\"" + *text + "\" is not known",
                        (guess.empty() ? "" : "did you mean \"" + guess + "\"? It is ") + allowed());
        }
    }
    put(owner, converted);
}

template <class Owner>
void Field<Owner>::setText(Owner& owner, const std::string& text) const {
    const Value type = fallback();
    if (std::holds_alternative<bool>(type) && (text == "true" || text == "on" || text == "1"))
        return set(owner, true);
    if (std::holds_alternative<bool>(type) && (text == "false" || text == "off" || text == "0"))
        return set(owner, false);
    double number = 0;
    const bool numeric = std::holds_alternative<std::int64_t>(type) || std::holds_alternative<double>(type);
    if (numeric && parseNumber(text, number))
        return set(owner, number);
    set(owner, text);
}

template struct Field<Config>;
template struct Field<LayerConfig>;

} // namespace dalescope
