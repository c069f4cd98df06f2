#include "core/experiments/json_reading.h"

#include "core/common/error.h"
#include "core/common/text.h"

#include <algorithm>

namespace dalescope {

using Json = nlohmann::ordered_json;

void checkKeys(const Json& json, const std::string& where, const std::vector<std::string>& known) {
    if (!json.is_object())
        throw Error(where, "it is not a group", "write { ... } there");
    for (const auto& [key, value] : json.items())
        if (std::ranges::find(known, key) == known.end()) {
            const std::string guess = nearest(key, known);
            throw Error(where.empty() ? key : where + "." + key, "there is no such key in a sweep",
                        guess.empty() ? "remove it" : "did you mean \"" + guess + "\"?");
        }
}

std::string textAt(const Json& json, const char* key, const std::string& where) {
    if (!json.contains(key))
        return {};
    if (!json[key].is_string())
        throw Error(where + key, "it is not a text", "write it in quotes");
    return json[key];
}

std::int64_t wholeAt(const Json& json, const std::string& where, std::int64_t least, std::int64_t most) {
    if (!json.is_number_integer() || json < least || json > most)
        throw Error(where,
                    json.dump() + " is not a whole number from " + std::to_string(least) + " to " +
                        grouped(most),
                    "give one");
    return json;
}

double numberAt(const Json& json, const char* key, const std::string& where) {
    if (!json.contains(key) || !json[key].is_number())
        throw Error(where + "." + key, "the range has no such number", "give \"from\" and \"to\"");
    return json[key];
}

} // namespace dalescope
