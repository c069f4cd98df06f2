// One function for each headless command; each gets the arguments after its name and returns an ExitCode.
#pragma once

#include "core/common/error.h"

#include <QStringList>

namespace dalescope {

/// A command line that cannot be understood.
class WrongUseError : public Error {
public:
    using Error::Error;
};

int trainCommand(const QStringList& arguments);
int gradientsCommand(const QStringList& arguments);
int exportPyTorchCommand(const QStringList& arguments);
int sweepCommand(const QStringList& arguments);
int tableCommand(const QStringList& arguments);
int benchCommand(const QStringList& arguments);
int presetsCommand(const QStringList& arguments);
int datasetsCommand(const QStringList& arguments);

} // namespace dalescope
