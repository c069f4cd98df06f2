// Single values between JSON and settings.
#pragma once

#include "core/settings/config.h"

#include <nlohmann/json.hpp>
#include <string>

namespace dalescope {

/// Throws Error naming `file` and the line where `text` is not JSON.
nlohmann::ordered_json parseJson(const std::string& text, const std::string& file);

nlohmann::ordered_json toJson(const Value& value);

/// Throws Error naming `path` for a list, a group or null.
Value toValue(const nlohmann::ordered_json& json, const std::string& path);

} // namespace dalescope
