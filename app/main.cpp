#include "app/command_line.h"
#include "app/window_command.h"

int main(int argc, char** argv) {
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    return dalescope::isHeadless(arguments) ? dalescope::runHeadless(arguments)
                                            : dalescope::runWindow(argc, argv, arguments);
}
