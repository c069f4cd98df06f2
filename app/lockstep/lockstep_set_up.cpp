#include "app/lockstep/lockstep_set_up.h"

#include "core/common/error.h"
#include "core/settings/config_json.h"

namespace dalescope {

using Json = nlohmann::ordered_json;

Json lockstepSetUp(const Lockstep& lockstep) {
    Json models = Json::array();
    for (const LockstepModel& model : lockstep.models())
        models.push_back(
            {{"name", model.name.toStdString()}, {"config", Json::parse(configToJson(model.config))}});
    return {{"models", models}, {"seeds", lockstep.seeds()}};
}

LockstepSetUp lockstepFromSetUp(const Json& json, const std::string& file) {
    LockstepSetUp setUp;
    for (const Json& model : json.at("models"))
        setUp.models.push_back({QString::fromStdString(model.at("name").get<std::string>()),
                                configFromJson(model.at("config").dump(), file)});
    json.at("seeds").get_to(setUp.seeds);
    if (setUp.models.size() < 2 || setUp.seeds.empty() || setUp.models.size() * setUp.seeds.size() > 256)
        throw Error(file, "its models that train together are damaged", "choose an earlier copy");
    return setUp;
}

} // namespace dalescope
