// Which models train together, for a session's file. Their curves are not in it: so many runs would make it
// many times as long, and the same set-up makes the same bits again.
#pragma once

#include "app/lockstep/lockstep.h"

#include <nlohmann/json.hpp>

namespace dalescope {

nlohmann::ordered_json lockstepSetUp(const Lockstep& lockstep);

struct LockstepSetUp {
    std::vector<LockstepModel> models;
    std::vector<std::int64_t> seeds;
};
/// Throws an exception of nlohmann::json or Error, naming `file`, where it is none.
LockstepSetUp lockstepFromSetUp(const nlohmann::ordered_json& json, const std::string& file);

} // namespace dalescope
