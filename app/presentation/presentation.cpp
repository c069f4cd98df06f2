#include "app/presentation/presentation.h"

#include "app/docks/arrangement.h"
#include "app/docks/dock.h"
#include "app/lessons/lesson_panel.h"
#include "app/lessons/lessons.h"
#include "app/palette/search_words.h"
#include "widgets/plots/plot_panel.h"
#include "widgets/plots/qcp.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QDockWidget>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>
#include <QSplitter>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

constexpr int hintMs = 5000;
constexpr double lessonShare = 0.3; // of the screen's height: the plots are what an audience looks at

/// All actions of a menu and its submenus that have a key.
void collectKeys(const QList<QAction*>& actions, QList<QAction*>& found) {
    for (auto* action : actions) {
        if (action->menu())
            collectKeys(action->menu()->actions(), found);
        else if (!action->shortcut().isEmpty())
            found << action;
    }
}

} // namespace

Metrics scaled(const Metrics& m, double by) {
    const auto pixels = [by](int length) { return static_cast<int>(std::lround(by * length)); };
    return {pixels(m.textPx), pixels(m.smallTextPx), pixels(m.titlePx), pixels(m.gap), pixels(m.margin),
            by * m.hairline,  by * m.curve,          by * m.faintCurve, by * m.dot};
}

Presentation::Presentation(QMainWindow& window, Lessons& lessons, Arrangement& arrangement,
                           QList<PlotPanel*> plots, std::function<void(double)> setScale)
    : QObject(&window), window_(window), lessons_(lessons), arrangement_(arrangement),
      plots_(std::move(plots)), setScale_(std::move(setScale)),
      action_(new QAction(tr("&Presentation mode"), this)) {
    action_->setCheckable(true);
    action_->setShortcut(QKeySequence(Qt::Key_F11));
    action_->setToolTip(tr("Full screen, large type, only the plots wanted and the lesson (F11)"));
    withWords(action_, tr("font size, zoom in, bigger text, larger letters, projector"));
    connect(action_, &QAction::toggled, this, &Presentation::turn);
    for (const auto& name : {tr("&Upper plot"), tr("Lower &left plot"), tr("Lower &right plot")}) {
        auto* wanted = new QAction(name, this);
        wanted->setCheckable(true);
        wanted->setChecked(wanted_.isEmpty());
        connect(wanted, &QAction::toggled, this, &Presentation::showWanted);
        wanted_ << wanted;
    }
    connect(&lessons_.guide(), &WindowGuide::plotsChosen, this, [this](const QList<QWidget*>& panels) {
        for (qsizetype i = 0; i < plots_.size(); ++i)
            wanted_[i]->setChecked(panels.contains(plots_[i]));
    });
    connect(&lessons_.player(), &LessonPlayer::changed, this, [this] {
        if (isOn() && besideEachOther_ != bool(lessons_.player().lesson()))
            arrange();
    });
}

void Presentation::fill(QMenu& menu) {
    menu.addAction(action_);
    auto* plots = menu.addMenu(tr("Show in presen&tation"));
    plots->addActions(wanted_);
}

void Presentation::turn(bool on) {
    on ? enter() : leave();
}

/// So that a line of a lesson can be read from the last row, on any screen.
double Presentation::scale() const {
    const QScreen* screen = window_.screen();
    return std::clamp(screen->size().height() / 620.0, 1.4, 3.0);
}

void Presentation::enter() {
    layout_ = window_.saveState();
    state_ = window_.windowState();
    hadPlots_ = !window_.centralWidget()->isHidden();
    window_.centralWidget()->show();
    lendShortcuts(true);
    hidden_.clear();
    QList<QWidget*> bars = {window_.menuBar(), window_.statusBar()};
    for (auto* bar : window_.findChildren<QToolBar*>())
        bars << bar;
    for (auto* bar : bars)
        if (bar->isVisible()) {
            hidden_ << bar;
            bar->hide();
        }
    docked_.clear();
    widths_.clear();
    for (auto* dock : window_.findChildren<QDockWidget*>()) {
        if (dock->isVisible() && !dock->isFloating() && dock != &lessons_.dock()) {
            docked_ << dock;
            widths_ << dock->width();
        }
        if (dock != &lessons_.dock())
            dock->hide();
    }
    arrangement_.dockInspectors(true); // one that a lesson opens must cover neither plots nor words
    for (auto* plot : plots_)
        plot->setBare(true);
    splitters_.clear();
    for (auto* splitter : window_.centralWidget()->findChildren<QSplitter*>())
        splitters_ << Usual{splitter, splitter->orientation(), splitter->saveState()};
    setScale_(scale());
    lessons_.panel().setCompact(true);
    showWanted();
    lessons_.dock().setTitleBarWidget(new QWidget); // no row of its own for what stands below it
    window_.showFullScreen();
    const int text = static_cast<int>(lessonShare * window_.screen()->size().height());
    window_.resizeDocks({&lessons_.dock()}, {text}, Qt::Vertical);
    qApp->installEventFilter(this);
    showHint();
}

/// Between the axes of the first plot: whatever stands around them is to be read.
void Presentation::showHint() {
    const auto shown = std::ranges::find_if(plots_, [](const PlotPanel* plot) { return !plot->isHidden(); });
    QCustomPlot& canvas = (shown == plots_.end() ? plots_.front() : *shown)->plot().canvas();
    hint_ = new QLabel(tr("Right, Space, Page Down: next step   Esc: leave"), &canvas);
    hint_->setAutoFillBackground(true);
    hint_->setMargin(8);
    hint_->setAttribute(Qt::WA_TransparentForMouseEvents);
    hint_->adjustSize();
    const auto place = [hint = hint_.data(), &canvas] {
        hint->move(canvas.axisRect()->rect().bottomRight() - hint->rect().bottomRight() - QPoint(8, 8));
    };
    connect(&canvas, &QCustomPlot::afterReplot, hint_, place);
    place();
    hint_->show();
    QTimer::singleShot(hintMs, hint_, &QObject::deleteLater);
}

void Presentation::leave() {
    qApp->removeEventFilter(this);
    delete hint_;
    setScale_(1);
    auto* none = lessons_.dock().titleBarWidget();
    lessons_.dock().setTitleBarWidget(nullptr);
    delete none;
    lessons_.panel().setCompact(false);
    for (auto* plot : plots_) {
        plot->setBare(false);
        plot->show();
    }
    for (const auto& usual : std::as_const(splitters_))
        usual.splitter->show();
    lessons_.guide().leaveOpen(); // its panels are as they were before
    const bool lesson = lessons_.dock().isVisible();
    for (const auto& bar : hidden_)
        if (bar)
            bar->show();
    window_.centralWidget()->setVisible(hadPlots_);
    window_.setWindowState(state_);
    restoreDocks(window_, layout_);
    lessons_.dock().setVisible(lesson && lessons_.player().lesson());
    lendShortcuts(false);
    restoreSizes();
    // The system makes the window smaller a little later, and the plots with it, each by as much.
    QTimer::singleShot(200, this, [this] {
        if (!isOn())
            restoreSizes();
    });
}

void Presentation::restoreSizes() {
    window_.resizeDocks(docked_, widths_, Qt::Horizontal);
    for (const auto& [splitter, orientation, state] : std::as_const(splitters_))
        splitter->restoreState(state);
}

void Presentation::showWanted() {
    if (!isOn())
        return;
    const bool none = std::ranges::none_of(wanted_, &QAction::isChecked);
    for (qsizetype i = 0; i < plots_.size(); ++i)
        plots_[i]->setVisible(wanted_[i]->isChecked() || (none && i == 0));
    arrange();
}

/// Above a lesson beside each other: one above the other, neither would be high enough to be read from afar.
void Presentation::arrange() {
    besideEachOther_ = lessons_.player().lesson();
    const auto shown = [this](const QWidget& part) {
        return static_cast<int>(std::ranges::count_if(plots_, [&part](const PlotPanel* plot) {
            return !plot->isHidden() && (plot == &part || part.isAncestorOf(plot));
        }));
    };
    for (const auto& [splitter, orientation, state] : std::as_const(splitters_)) {
        splitter->setOrientation(besideEachOther_ ? Qt::Horizontal : orientation);
        splitter->setVisible(shown(*splitter) > 0);
        QList<int> sizes;
        for (int i = 0; i < splitter->count(); ++i)
            sizes << 1000 *
                         (besideEachOther_ ? shown(*splitter->widget(i)) : shown(*splitter->widget(i)) > 0);
        splitter->setSizes(sizes);
    }
}

/// A hidden menu bar's keys do not work.
void Presentation::lendShortcuts(bool lend) {
    if (!lend) {
        for (auto* action : std::as_const(lent_))
            window_.removeAction(action);
        lent_.clear();
        return;
    }
    collectKeys(window_.menuBar()->actions(), lent_);
    window_.addActions(lent_);
}

bool Presentation::eventFilter(QObject* object, QEvent* event) {
    if (event->type() != QEvent::KeyPress || !object->isWidgetType() ||
        static_cast<QWidget*>(object)->window() != &window_)
        return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    const Qt::KeyboardModifiers modifiers = key->modifiers() & ~Qt::KeypadModifier;
    if (modifiers != Qt::NoModifier)
        return false;
    QWidget* focus = QApplication::focusWidget();
    const auto* number = qobject_cast<QAbstractSpinBox*>(focus);
    const bool leads =
        key->key() == Qt::Key_Right || key->key() == Qt::Key_Left || key->key() == Qt::Key_Space;
    const bool isOpen = leads && number && number->text() == number->specialValueText(); // nothing typed yet
    return press(key->key(), (qobject_cast<QLineEdit*>(focus) || number) && !isOpen);
}

/// True where the key was for the presentation. While a number is typed, most keys are for its field.
bool Presentation::press(int key, bool typing) {
    LessonPlayer& player = lessons_.player();
    if (key == Qt::Key_Escape)
        action_->setChecked(false);
    else if (key == Qt::Key_PageDown || (!typing && (key == Qt::Key_Right || key == Qt::Key_Space)))
        player.next();
    else if (key == Qt::Key_PageUp || (!typing && key == Qt::Key_Left))
        player.back();
    else if (!typing && key >= Qt::Key_1 && key <= Qt::Key_9)
        player.choose(key - Qt::Key_1);
    else
        return false;
    return true;
}

} // namespace dalescope
