// Parts of a sweep file, checked. Each throws Error naming the place where something else stands.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace dalescope {

/// That `json` is a group of `known` keys alone; an unknown one suggests the nearest.
void checkKeys(const nlohmann::ordered_json& json, const std::string& where,
               const std::vector<std::string>& known);

/// The text under `key`; empty where there is none. `where` comes before the key, with its dot.
std::string textAt(const nlohmann::ordered_json& json, const char* key, const std::string& where);

/// `json` itself as a whole number from `least` to `most`.
std::int64_t wholeAt(const nlohmann::ordered_json& json, const std::string& where, std::int64_t least,
                     std::int64_t most);

/// The number under `key` of the range at `where`, which must have one.
double numberAt(const nlohmann::ordered_json& json, const char* key, const std::string& where);

} // namespace dalescope
