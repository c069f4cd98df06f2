// The headless commands of `dalescope`.
#pragma once

#include <QStringList>

namespace dalescope {

/// Exit codes: 0 done, 1 failed, 2 wrong use.
enum ExitCode { Done = 0, Failed = 1, WrongUse = 2 };

/// Whether the arguments (without the program's name) ask for a command and not for the window.
bool isHeadless(const QStringList& arguments);

/// Runs the command. A failure is one line on standard error.
int runHeadless(const QStringList& arguments);

} // namespace dalescope
