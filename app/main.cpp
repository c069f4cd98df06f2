#include "app/command_line.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char** argv) {
    using namespace dalescope;
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    if (isHeadless(arguments))
        return runHeadless(arguments);
    std::fputs("dalescope: the window is not built yet; see dalescope --help.\n", stderr);
    return WrongUse;
}
