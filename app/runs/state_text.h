// How a run stands, in a word.
#pragma once

#include <QStringList>

namespace dalescope {

class Run;

/// "Running", "Ended", "No data"
QString stateText(const Run& run);
/// Every word that it can be, for what must have room for them.
QStringList stateTexts();

} // namespace dalescope
