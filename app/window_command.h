// The window: dalescope [--preset NAME] [--start] [SESSION]
#pragma once

#include <QStringList>

namespace dalescope {

/// Opens the window and runs it until it is closed. Returns an ExitCode.
int runWindow(int& argc, char** argv, const QStringList& arguments);

} // namespace dalescope
