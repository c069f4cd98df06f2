// How a run stands, in a word.
#pragma once

#include <QString>

namespace dalescope {

class Run;

/// "Running", "Ended", "No data"
QString stateText(const Run& run);

} // namespace dalescope
