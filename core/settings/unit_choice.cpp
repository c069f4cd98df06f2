#include "core/settings/unit_choice.h"

#include "core/common/error.h"
#include "core/common/rng.h"
#include "core/common/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <sstream>

namespace dalescope {

namespace {

constexpr Index mostUnits = 1'000'000;
constexpr std::int64_t mostDraws = 1'000'000;

Error fault(const std::string& text, const std::string& what) {
    return Error("units", "\"" + text + "\" " + what,
                 "write numbers from 0 such as 3, 5, 10-20, or a random share such as 25 %");
}

/// The whole of `text` as a number.
template <class Number>
bool read(std::string_view text, Number& number) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc{} && end == text.data() + text.size() && !text.empty();
}

UnitChoice parseShare(const std::string& text, std::string_view rest) {
    UnitChoice choice;
    const auto sign = rest.find('%');
    if (!read(rest.substr(0, sign), choice.percent))
        throw fault(text, "is not a share of the units");
    if (!(choice.percent >= 0 && choice.percent <= 100))
        throw fault(text, "is not from 0 to 100 %");
    rest.remove_prefix(sign + 1);
    if (!rest.empty() && (rest.front() != '#' || !read(rest.substr(1), choice.draw) || choice.draw < 1 ||
                          choice.draw > mostDraws))
        throw fault(text, "has more after its share than the number of a draw, such as #2");
    return choice.percent == 0 ? UnitChoice{} : choice;
}

} // namespace

UnitChoice UnitChoice::parse(const std::string& text) {
    std::string rest = text;
    std::erase_if(rest, [](char c) { return c == ' ' || c == '\t'; });
    if (rest.find('%') != std::string::npos)
        return parseShare(text, rest);
    UnitChoice choice;
    std::istringstream stream(rest);
    for (std::string part; std::getline(stream, part, ',');) {
        const auto dash = part.find('-');
        Index first = 0, last = 0;
        const std::string_view view = part;
        if (!read(view.substr(0, dash), first))
            throw fault(text, "is not a list of units");
        last = first;
        if (dash != std::string::npos && !read(view.substr(dash + 1), last))
            throw fault(text, "is not a list of units");
        if (last < first || last >= mostUnits)
            throw fault(text, last < first ? "has a range that ends before it begins"
                                           : "names units that no network has");
        choice.ranges.emplace_back(first, last);
    }
    std::ranges::sort(choice.ranges);
    std::vector<std::pair<Index, Index>> apart;
    for (const auto& [first, last] : choice.ranges)
        if (!apart.empty() && first <= apart.back().second + 1)
            apart.back().second = std::max(apart.back().second, last);
        else
            apart.emplace_back(first, last);
    choice.ranges = std::move(apart);
    return choice;
}

std::string UnitChoice::text() const {
    if (ranges.empty())
        return percent == 0 ? ""
                            : shortNumber(percent) + " %" + (draw > 1 ? " #" + std::to_string(draw) : "");
    std::string text;
    for (const auto& [first, last] : ranges) {
        text += (text.empty() ? "" : ", ") + std::to_string(first);
        if (last > first)
            text += (last == first + 1 ? ", " : "-") + std::to_string(last);
    }
    return text;
}

std::vector<Index> UnitChoice::of(Index units, std::uint64_t seed, std::uint64_t population) const {
    std::vector<Index> chosen;
    for (const auto& [first, last] : ranges)
        for (Index unit = first; unit <= std::min(last, units - 1); ++unit)
            chosen.push_back(unit);
    if (!ranges.empty() || percent == 0)
        return chosen;
    // Fisher and Yates, from the front, as far as the share reaches.
    std::vector<Index> order(static_cast<std::size_t>(units));
    std::iota(order.begin(), order.end(), Index(0));
    Rng rng = makeRng(seed, RngStream::Intervention, population << 32 | static_cast<std::uint64_t>(draw));
    const auto count = static_cast<std::size_t>(std::llround(static_cast<double>(units) * percent / 100));
    for (std::size_t i = 0; i < count; ++i)
        std::swap(order[i], order[i + uniformBelow(rng, order.size() - i)]);
    chosen.assign(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
    std::ranges::sort(chosen);
    return chosen;
}

} // namespace dalescope
