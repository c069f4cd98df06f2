#include "core/settings/config.h"

#include "core/common/error.h"
#include "core/common/text.h"

#include <charconv>
#include <cmath>

namespace dalescope {

Index InhibitoryUnits::count(Index excitatory) const {
    return static_cast<Index>(percent ? std::llround(static_cast<double>(excitatory) * amount / 100)
                                      : std::llround(amount));
}

std::string InhibitoryUnits::text() const {
    return shortNumber(amount) + (percent ? " %" : "");
}

InhibitoryUnits InhibitoryUnits::parse(const std::string& text) {
    const auto fail = [&](const std::string& fault) {
        return Error("inhibitory", "\"" + text + "\" " + fault,
                     "write a whole number such as 50 or a percentage such as 10 %");
    };
    std::string_view rest = text;
    const auto trim = [&] {
        while (!rest.empty() && rest.back() == ' ')
            rest.remove_suffix(1);
        while (!rest.empty() && rest.front() == ' ')
            rest.remove_prefix(1);
    };
    trim();
    InhibitoryUnits result{0, false};
    if (rest.ends_with('%')) {
        result.percent = true;
        rest.remove_suffix(1);
        trim();
    }
    const auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), result.amount);
    if (problem != std::errc{} || end != rest.data() + rest.size() || !std::isfinite(result.amount))
        throw fail("is not a number of units");
    if (result.amount < 0 || result.amount > (result.percent ? 1000 : 1e6))
        throw fail("is out of range");
    if (!result.percent && result.amount != std::floor(result.amount))
        throw fail("is not a whole number");
    return result;
}

Config defaultConfig() {
    Config config;
    config.layers = {{}, {}, {}, {.units = 10, .inhibitory = {1, false}}};
    return config;
}

} // namespace dalescope
