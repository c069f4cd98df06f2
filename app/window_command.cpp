#include "app/window_command.h"

#include "app/command_line.h"
#include "app/main_window.h"
#include "app/welcome/welcome.h"
#include "core/common/error.h"
#include "core/common/freed_memory.h"
#include "core/experiments/presets.h"
#include "core/io/atomic_file.h"
#include "core/settings/config_json.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QFileInfo>
#include <QIcon>
#include <QSettings>
#include <QStandardPaths>
#include <QThread>
#include <QWindow>

#include <algorithm>
#include <cstdio>

namespace dalescope {

namespace {

/// The paper's network on the best images at hand, or a small one on images drawn by the program.
Config firstConfig() {
    return findPreset(bestData() + "-dann").config;
}

/// Whether Qt would find a screen, as far as the environment tells; without one it would abort.
bool hasDisplay() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        if (qEnvironmentVariableIsSet(name))
            return true;
    return false;
}

struct Request {
    Config config;
    QStringList files; ///< to open: sessions, figures, lessons, sweeps, data
    /// Of a configuration among the files: the window finds it again and says it, since who clicks on a file
    /// sees no other place.
    std::string fault;
    bool start = false;
    bool isOpen = true; ///< nothing was asked for
};

Request understand(const QStringList& arguments) {
    Request request;
    bool chosen = false;
    request.isOpen = arguments.isEmpty();
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& argument = arguments[i];
        if (argument == QLatin1String("--start")) {
            request.start = true;
        } else if (argument == QLatin1String("--preset") && i + 1 < arguments.size()) {
            request.config = findPreset(arguments[++i].toStdString()).config;
            chosen = true;
        } else if (argument.startsWith(u'-')) {
            throw Error(argument.toStdString(), "it is not understood", "see dalescope --help");
        } else if (!QFileInfo::exists(argument)) {
            throw Error(argument.toStdString(), "it cannot be opened",
                        "check that it exists and may be read");
        } else if (argument.endsWith(QLatin1String(".json"))) { // what the session begins with
            try {
                request.config = configFromJson(readFile(argument.toStdString()), argument.toStdString());
                chosen = true;
            } catch (const std::exception& error) {
                request.fault = error.what();
                request.files << argument;
            }
        } else {
            request.files << argument;
        }
    }
    if (!chosen)
        request.config = firstConfig();
    return request;
}

/// Until the system has put it in its place, relative to which inspectors appear; no longer than a second.
void awaitPlace(const QWidget& window) {
    const QDeadlineTimer deadline(1000);
    while (!window.windowHandle()->isExposed() && !deadline.hasExpired()) {
        QApplication::processEvents();
        QThread::msleep(5);
    }
}

} // namespace

int runWindow(int& argc, char** argv, const QStringList& arguments) {
    keepFreedMemory();
    Request request;
    try {
        request = understand(arguments);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "dalescope: %s\n", error.what());
        return WrongUse;
    }
    if (!hasDisplay() && !request.fault.empty()) {
        std::fprintf(stderr, "dalescope: %s\n", request.fault.c_str());
        return WrongUse;
    }
    if (!hasDisplay()) {
        std::fputs(
            "dalescope: there is no display for a window; without one, train with: dalescope train --preset "
            "mnist-dann --out DIR.\n",
            stderr);
        return Failed;
    }
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("dalescope"));
    QApplication::setApplicationName(QStringLiteral("dalescope"));
    QApplication::setApplicationDisplayName(QStringLiteral("Dalescope"));
    applyTheme(application, Theme::named(QSettings().value(QStringLiteral("look")).toString()));
    Session session(request.config);
    MainWindow window(session);
    window.show();
    window.keepCopies(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
                      QStringLiteral("/unsaved"));
    const auto start = [&session] { session.current().startWhenReady(); };
    const auto isSession = [](const QString& file) { return file.endsWith(QLatin1String(sessionSuffix)); };
    if (!request.files.isEmpty())
        awaitPlace(window);
    for (const QString& file : request.files)
        window.openFile(file);
    if (!request.fault.empty())
        request.start = false; // another run than was asked for
    if (request.start && std::ranges::any_of(request.files, isSession))
        QObject::connect(&window.files(), &SessionFiles::opened, &session, start, Qt::SingleShotConnection);
    else if (request.start)
        start();
    if (request.isOpen && Welcome::isWanted())
        window.welcome();
    return QApplication::exec();
}

} // namespace dalescope
