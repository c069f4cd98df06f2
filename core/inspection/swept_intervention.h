// What came of the sweep of an intervention, as a text that a session keeps.
#pragma once

#include "core/inspection/intervention_sweep.h"
#include "core/settings/config.h"

#include <string>
#include <vector>

namespace dalescope {

struct SweptIntervention {
    std::string path;                        ///< as in InterventionSweep
    std::int64_t update = 0;                 ///< updates made by the network
    int draws = 1;                           ///< of each random share
    std::string run;                         ///< name of the run then; empty in files of before
    Config config;                           ///< with the other interventions that were in effect
    std::vector<InterventionEffect> effects; ///< by rising strength
};

/// JSON, with null where there is no ratio; what its keys mean stands in core/sessions/README.md.
std::string toJson(const SweptIntervention& swept);

/// Throws Error naming `file` where it is damaged.
SweptIntervention sweptInterventionFromJson(const std::string& text, const std::string& file);

} // namespace dalescope
