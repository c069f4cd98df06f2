// In which settings runs differ, as a person would say it.
#pragma once

#include "app/runs/run.h"

#include <QString>

#include <vector>

namespace dalescope {

/// One line for each setting in which at least two of the runs (two or more) differ: "Learning rate: Run 1
/// 0.1, Run 2 0.3"; a sentence where there is none. Edits made in mid-run count.
QString differencesOf(const std::vector<const Run*>& runs);

} // namespace dalescope
