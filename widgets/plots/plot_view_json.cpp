#include "widgets/plots/plot_view_json.h"

#include <algorithm>

namespace dalescope {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* axisNames[] = {"updates", "epochs", "seconds"}; // in the order of XAxis

} // namespace

Json toJson(const PlotView& view) {
    Json hidden = Json::array();
    for (const QString& series : view.hidden)
        hidden.push_back(series.toStdString());
    return {{"id", view.plot.toStdString()},
            {"x_axis", axisNames[static_cast<int>(view.xAxis)]},
            {"log_x", view.logX},
            {"log_y", view.logY},
            {"smoothing", view.smoothing},
            {"hidden", hidden}};
}

PlotView plotViewFromJson(const Json& json) {
    PlotView view;
    view.plot = QString::fromStdString(json.at("id").get<std::string>());
    const auto axis = std::ranges::find(axisNames, json.at("x_axis").get<std::string>());
    view.xAxis = axis == std::end(axisNames) ? XAxis::Updates : static_cast<XAxis>(axis - axisNames);
    view.logX = json.at("log_x").get<bool>();
    view.logY = json.at("log_y").get<bool>();
    view.smoothing = std::clamp(json.at("smoothing").get<int>(), 1, 1000000);
    for (const auto& series : json.at("hidden"))
        view.hidden.append(QString::fromStdString(series.get<std::string>()));
    return view;
}

} // namespace dalescope
