#include "core/settings/value_json.h"

#include "core/common/error.h"

#include <algorithm>

namespace dalescope {

using Json = nlohmann::ordered_json;

Json parseJson(const std::string& text, const std::string& file) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        const auto before = text.substr(0, error.byte);
        throw Error(file,
                    "it is not valid JSON at line " + std::to_string(1 + std::ranges::count(before, '\n')),
                    "mend that line");
    } catch (const Json::out_of_range& error) { // its message ends with the number between quotes
        const std::string message = error.what();
        const auto first = std::min(message.find('\''), message.size() - 1);
        throw Error(file, "it has a number that is out of range, " + message.substr(first),
                    "give a number of smaller size");
    }
}

Json toJson(const Value& value) {
    return std::visit([](const auto& v) { return Json(v); }, value);
}

Value toValue(const Json& json, const std::string& path) {
    if (json.is_boolean())
        return json.get<bool>();
    if (json.is_number_integer())
        return json.get<std::int64_t>();
    if (json.is_number_float())
        return json.get<double>();
    if (json.is_string())
        return json.get<std::string>();
    throw Error(path, "it is neither a number, a text, nor true or false", "give a single value");
}

} // namespace dalescope
