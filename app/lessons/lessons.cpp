#include "app/lessons/lessons.h"

#include "app/lessons/lesson_panel.h"
#include "core/common/error.h"
#include "core/common/text.h"
#include "core/io/atomic_file.h"
#include "core/lessons/parse_lesson.h"

#include <QDockWidget>
#include <QFileInfo>
#include <QMenu>

#include <algorithm>

namespace dalescope {

Lessons::Lessons(Session& session, QMainWindow& window)
    : QObject(&window), window_(window), guide_(new WindowGuide(window, this)),
      player_(new LessonPlayer(session, *guide_, this)), panel_(new LessonPanel(*player_)),
      dock_(new QDockWidget(tr("Lesson"), &window)) {
    dock_->setObjectName(QStringLiteral("Lesson"));
    dock_->setAccessibleName(tr("Lesson"));
    dock_->setWidget(panel_);
    window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window.addDockWidget(Qt::BottomDockWidgetArea, dock_);
    dock_->hide();
    connect(player_, &LessonPlayer::finished, this, [this] {
        dock_->close();
        player_->close();
    });
    // A lesson that is put away rests. Not where a tab or a minimised window hides it.
    connect(dock_->toggleViewAction(), &QAction::toggled, this,
            [this](bool shown) { player_->rest(!shown); });
}

void Lessons::fill(QMenu& menu) {
    menu.setToolTipsVisible(true);
    for (const auto& [name, lesson] : shippedLessons()) {
        auto* action = menu.addAction(QString::fromStdString(lesson.title), this, [this, name = name] {
            try {
                open(name);
            } catch (const Error& error) {
                Q_EMIT failed(QString::fromUtf8(error.what()));
            }
        });
        action->setToolTip(QString::fromStdString(lesson.about));
    }
    menu.addSeparator();
    menu.addAction(tr("&Open lesson\u2026"), this, &Lessons::fileWanted);
}

void Lessons::open(const std::string& name) {
    std::vector<std::string> known;
    for (const auto& shipped : shippedLessons()) {
        if (shipped.name == name)
            return begin(shipped.lesson, shipped.name + ".md");
        known.push_back(shipped.name);
    }
    const std::string guess = nearest(name, known);
    throw Error(name, "there is no such lesson",
                guess.empty() ? "see the menu Lessons" : "did you mean \"" + guess + "\"?");
}

void Lessons::openFile(const QString& path) {
    const std::string file = QFileInfo(path).fileName().toStdString();
    begin(parseLesson(readFile(path.toStdString()), file), file);
}

void Lessons::begin(const Lesson& lesson, const std::string& file) {
    LessonNames names = guide_->names();
    // Plots of layers that the window does not have yet come with the lesson's network.
    constexpr int mostLayers = 20;
    const std::string ofLayer = "-layer-";
    for (const auto& plot : std::vector(names.plots))
        if (const auto at = plot.find(ofLayer); at != std::string::npos)
            for (int layer = 0; layer < mostLayers; ++layer)
                names.plots.push_back(plot.substr(0, at) + ofLayer + std::to_string(layer));
    checkNames(lesson, file, names);
    dock_->show();
    dock_->raise();
    player_->open(lesson);
}

} // namespace dalescope
