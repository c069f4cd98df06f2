// The bar under the plots with which one goes back in a run, plays it and forks from it.
#pragma once

#include "app/time/time_travel.h"

#include <QAction>
#include <QFrame>

class QLabel;
class QSpinBox;
class QToolButton;

namespace dalescope {

class TimeBar : public QFrame {
    Q_OBJECT

public:
    explicit TimeBar(TimeTravel& time, QWidget* parent = nullptr);

    /// For a menu.
    QList<QAction*> actions() const {
        return {back_, play_, forward_, goTo_, live_, fork_, interval_, pace_};
    }

    /// Without the words on its buttons, which go where there is no room for them.
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QAction* make(const QString& text, const QString& tip, const QKeySequence& key, void (TimeBar::*act)());
    void stepBack() { time_.step(-1); }
    void stepForward() { time_.step(1); }
    void playOrPause() { time_.setPlaying(!time_.isPlaying()); }
    void goLive() { time_.goLive(); }
    void fork() { time_.fork(); }
    void askInterval();
    int widthOfWords() const;
    void askMoment();
    void enterSpeed();
    void follow();
    void fitWhere();
    void drawIcons();

    TimeTravel& time_;
    QAction *back_, *play_, *forward_, *goTo_, *live_, *fork_, *interval_, *pace_;
    QLabel* where_;
    QSpinBox* speed_;
    bool playing_ = false;
    QList<QToolButton*> worded_; ///< buttons with words
};

} // namespace dalescope
