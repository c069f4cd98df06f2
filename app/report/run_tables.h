// The tables of a report, as HTML.
#pragma once

#include "app/session.h"

namespace dalescope {

/// Of each run: updates, epochs, training error of the last epoch, test error, the lowest one and when.
QString errorsTable(const Session& session);
QString layersTable(const Config& config);
/// All but the layers: those that matter or differ from their defaults, and the others folded away.
QString settingsTable(const Config& config);
/// What was changed on the way, warnings and the end; empty where there was nothing.
QString marksTable(const Run& run);

} // namespace dalescope
