#include "app/time/time_bar.h"

#include "app/palette/search_words.h"
#include "app/time/time_slider.h"
#include "widgets/plots/help_button.h"
#include "widgets/theme/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>
#include <limits>

namespace dalescope {

TimeBar::TimeBar(TimeTravel& time, QWidget* parent)
    : QFrame(parent), time_(time), back_(make(tr("Step &back"), tr("Look at the kept update before"),
                                              QKeySequence(tr("Alt+Left")), &TimeBar::stepBack)),
      play_(make(tr("Pla&y"), tr("Play the run from one kept update to the next, from the first one or on"),
                 QKeySequence(tr("Ctrl+Space")), &TimeBar::playOrPause)),
      forward_(make(tr("Step f&orward"), tr("Look at the next kept update"), QKeySequence(tr("Alt+Right")),
                    &TimeBar::stepForward)),
      goTo_(make(tr("&Go to moment\u2026"), tr("Look at the run as it was after so many updates"), {},
                 &TimeBar::askMoment)),
      live_(make(tr("Li&ve"), tr("Look at the run as it is now"), QKeySequence(tr("Alt+End")),
                 &TimeBar::goLive)),
      fork_(make(tr("&Fork here"), tr("Make a new run that goes on from what is looked at, at rest"),
                 QKeySequence(tr("Ctrl+Shift+F")), &TimeBar::fork)),
      interval_(make(tr("&Keep moments\u2026"),
                     tr("How often runs keep a moment of themselves to go back to"), {},
                     &TimeBar::askInterval)),
      pace_(make(tr("&Playing speed"), tr("How many kept updates are shown in a second"), {},
                 &TimeBar::enterSpeed)),
      where_(new QLabel(this)), speed_(new QSpinBox(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 1, 4, 1);
    row->setSpacing(4);
    const auto add = [&](QAction* action, bool withText) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setToolButtonStyle(withText ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
        if (withText)
            worded_ << button;
        row->addWidget(button);
    };
    for (auto* action : {back_, play_, forward_})
        add(action, false);
    row->addWidget(new TimeSlider(time, this), 1);
    row->addWidget(where_);
    row->addWidget(speed_);
    add(live_, true);
    add(fork_, true);
    setHelpTopic(*this, QStringLiteral("time"));
    row->addWidget(new HelpButton(*this, tr("the time bar"), this));
    where_->setToolTip(tr("What the inspectors show and the plots' line marks"));
    where_->setAlignment(Qt::AlignCenter);
    speed_->setRange(1, 60);
    speed_->setValue(time.speed());
    speed_->setSuffix(tr(" /s"));
    speed_->setAccessibleName(tr("Playing speed"));
    speed_->setToolTip(tr("Kept updates that are shown in a second"));
    connect(speed_, &QSpinBox::valueChanged, &time_, &TimeTravel::setSpeed);
    connect(&time_, &TimeTravel::changed, this, &TimeBar::follow);
    withWords(back_, tr("earlier, past, rewind"));
    withWords(goTo_, tr("checkpoint, earlier, past, time travel, jump to update"));
    withWords(interval_, tr("checkpoints, snapshots"));
    withWords(pace_, tr("faster, slower, time bar"));
    where_->installEventFilter(this);
    drawIcons();
    fitWhere();
    follow();
}

QAction* TimeBar::make(const QString& text, const QString& tip, const QKeySequence& key,
                       void (TimeBar::*act)()) {
    auto* action = new QAction(text, this);
    action->setObjectName(QString(text).remove(u'&'));
    action->setShortcut(key);
    action->setToolTip(
        key.isEmpty() ? tip : tip + QStringLiteral(" (%1)").arg(key.toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, act);
    return action;
}

int TimeBar::widthOfWords() const {
    int width = 0;
    for (const auto* button : worded_)
        width += button->fontMetrics().horizontalAdvance(button->text()) + 8;
    return width;
}

QSize TimeBar::minimumSizeHint() const {
    QSize size = QFrame::minimumSizeHint();
    if (worded_.first()->toolButtonStyle() != Qt::ToolButtonIconOnly)
        size.rwidth() -= widthOfWords();
    return size;
}

void TimeBar::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    const bool haveRoom = width() >= minimumSizeHint().width() + widthOfWords();
    for (auto* button : std::as_const(worded_))
        button->setToolButtonStyle(haveRoom ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
}

void TimeBar::askInterval() {
    auto* ask = new QInputDialog(this);
    ask->setAttribute(Qt::WA_DeleteOnClose);
    ask->setInputMode(QInputDialog::IntInput);
    ask->setWindowTitle(tr("Keep moments"));
    ask->setLabelText(
        tr("Keep the run's state every so many updates, to go back to and to fork from; 0 for never.\n"
           "Old ones are thinned out, so that no run takes more than %1 MB for them.")
            .arg(CheckpointShelf::usualBytes >> 20));
    ask->setIntRange(0, 1000000);
    ask->setIntValue(time_.keepEvery());
    connect(ask, &QInputDialog::intValueSelected, &time_, &TimeTravel::setKeepEvery);
    ask->open();
}

void TimeBar::askMoment() {
    const Moments& kept = time_.kept();
    if (kept.empty())
        return;
    auto* ask = new QInputDialog(this);
    ask->setAttribute(Qt::WA_DeleteOnClose);
    ask->setInputMode(QInputDialog::IntInput);
    ask->setWindowTitle(tr("Go to moment"));
    ask->setLabelText(
        tr("Look at the run as it was after so many updates, or at the nearest moment that it has kept."));
    const auto number = [](std::int64_t update) {
        return static_cast<int>(std::min<std::int64_t>(update, std::numeric_limits<int>::max()));
    };
    ask->setIntRange(number(kept.front()->state.update), number(time_.now()));
    ask->setIntValue(number(time_.update()));
    connect(ask, &QInputDialog::intValueSelected, &time_, &TimeTravel::goTo);
    ask->open();
}

void TimeBar::enterSpeed() {
    window()->activateWindow();
    speed_->setFocus(Qt::ShortcutFocusReason);
    speed_->selectAll();
}

void TimeBar::follow() {
    const auto number = [](std::int64_t n) { return QLocale().toString(static_cast<qlonglong>(n)); };
    const bool live = time_.isLive();
    where_->setText(live ? tr("Live: update %1").arg(number(time_.now()))
                         : tr("Update %1 of %2").arg(number(time_.update()), number(time_.now())));
    const bool past = !time_.kept().empty() && time_.kept().front()->state.update < time_.now();
    back_->setEnabled(past && time_.update() > time_.kept().front()->state.update);
    forward_->setEnabled(!live);
    play_->setEnabled(past);
    goTo_->setEnabled(past);
    live_->setEnabled(!live);
    fork_->setEnabled(time_.canFork());
    if ((where_->font().weight() == QFont::DemiBold) == live) {
        QFont weight; // of which the rest is inherited
        weight.setWeight(live ? QFont::Normal : QFont::DemiBold);
        where_->setFont(weight);
        where_->setForegroundRole(live ? QPalette::WindowText : QPalette::Link);
    }
    if (playing_ != time_.isPlaying())
        drawIcons();
}

/// A fixed size: numbers that change must not move their neighbours, nor make the window lay itself out.
void TimeBar::fitWhere() {
    QFont bold = where_->font();
    bold.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(bold);
    where_->setFixedSize(metrics.horizontalAdvance(tr("Update 000,000 of 000,000")), metrics.height() + 2);
}

bool TimeBar::eventFilter(QObject* watched, QEvent* event) {
    // Its own: the bar's may come before the label has the new font, or not at all.
    if (watched == where_ && (event->type() == QEvent::FontChange || event->type() == QEvent::Polish))
        fitWhere();
    return QFrame::eventFilter(watched, event);
}

void TimeBar::drawIcons() {
    playing_ = time_.isPlaying();
    const Theme theme = Theme::forPalette(palette());
    play_->setText(playing_ ? tr("Pause pla&ying") : tr("Pla&y"));
    play_->setIcon(themeIcon(playing_ ? QStringLiteral("pause") : QStringLiteral("play"), theme));
    back_->setIcon(themeIcon(QStringLiteral("step-back"), theme));
    forward_->setIcon(themeIcon(QStringLiteral("step-forward"), theme));
    live_->setIcon(themeIcon(QStringLiteral("live"), theme));
    fork_->setIcon(themeIcon(QStringLiteral("fork"), theme));
}

void TimeBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        drawIcons();
}

} // namespace dalescope
