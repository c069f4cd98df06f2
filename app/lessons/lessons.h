// The lessons of a window: its menu, the panel in which they play, and those in files.
#pragma once

#include "app/lessons/lesson_player.h"
#include "app/lessons/window_guide.h"

class QDockWidget;
class QMenu;

namespace dalescope {

class LessonPanel;

class Lessons : public QObject {
    Q_OBJECT

public:
    /// Adds the panel to the window.
    Lessons(Session& session, QMainWindow& window);

    /// Every shipped lesson, and one that opens a file.
    void fill(QMenu& menu);
    /// `name` as in shippedLessons(). Throws Error.
    void open(const std::string& name);
    /// Reads, checks and begins the lesson in a file. Throws Error; what plays then goes on.
    void openFile(const QString& path);

    LessonPlayer& player() { return *player_; }
    WindowGuide& guide() { return *guide_; }
    QDockWidget& dock() { return *dock_; }
    LessonPanel& panel() { return *panel_; }

Q_SIGNALS:
    /// A person asked for a lesson in a file.
    void fileWanted();
    /// One sentence for a dialog.
    void failed(const QString& sentence);

private:
    void begin(const Lesson& lesson, const std::string& file);

    QMainWindow& window_;
    WindowGuide* guide_;
    LessonPlayer* player_;
    LessonPanel* panel_;
    QDockWidget* dock_;
};

} // namespace dalescope
