// How a plot is looked at, as JSON: in figures and in session files.
#pragma once

#include "widgets/plots/plot_spec.h"

#include <nlohmann/json.hpp>

namespace dalescope {

nlohmann::ordered_json toJson(const PlotView& view);
/// Throws an exception of nlohmann::json where something is absent or of another type.
PlotView plotViewFromJson(const nlohmann::ordered_json& json);

} // namespace dalescope
