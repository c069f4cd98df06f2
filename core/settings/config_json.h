// Config as JSON, made from the tables of fields.
#pragma once

#include "core/settings/config.h"

#include <string>

namespace dalescope {

/// Complete and in the tables' order; configFromJson() of it gives the same Config.
std::string configToJson(const Config& config);

/// Settings that are absent keep their defaults. "title" and "about" are allowed and left out. Throws Error
/// naming `file` and the line or the setting: bad JSON, another format, an unknown key (with the nearest
/// known one), a wrong type, a value out of range, an edit of what may not change in mid-run.
Config configFromJson(const std::string& text, const std::string& file);

} // namespace dalescope
