// Where a lesson is read: its text, its questions, and the buttons that lead through it.
#pragma once

#include "app/lessons/lesson_player.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QTextBrowser;
class QVBoxLayout;

namespace dalescope {

/// Text beside its question where it is wide, above it where it is tall.
class LessonPanel : public QWidget {
    Q_OBJECT

public:
    explicit LessonPanel(LessonPlayer& player, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {420, 210}; }
    /// Without the lesson's title: before an audience every line counts.
    void setCompact(bool compact);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void showTitle();
    void showText();
    void showQuestions();
    void addOptions(QVBoxLayout& column, const LessonPlayer::Record::Answer& answer, bool open);
    void addGuess(QVBoxLayout& column, const LessonPlayer::Record::Answer& answer, bool open);
    void showButtons();
    QString outcome() const;

    LessonPlayer& player_;
    QLabel* title_;
    QLabel* count_;
    QProgressBar* progress_;
    QTextBrowser* text_;
    QBoxLayout* body_;
    QScrollArea* questionsArea_;
    QWidget* questions_;
    QLabel* waiting_;
    QPushButton* back_;
    QPushButton* again_;
    QPushButton* next_;
    bool compact_ = false;
    int awaited_ = -1; ///< the step of this run at which something had to be done or waited for
};

} // namespace dalescope
