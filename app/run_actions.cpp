#include "app/run_actions.h"

#include "app/palette/search_words.h"
#include "widgets/theme/icons.h"

namespace dalescope {

RunActions::RunActions(Session& session, std::function<bool()> mayDropRun, QObject* parent)
    : QObject(parent), session_(session), mayDropRun_(std::move(mayDropRun)) {
    startOrPause = make(tr("&Start"), tr("Train until paused or done"), QKeySequence(Qt::Key_F5), [this] {
        session_.current().isRunning() ? session_.current().pause() : session_.current().start();
    });
    oneUpdate = make(tr("+&1"), tr("Make one update, then pause"), QKeySequence(Qt::Key_F6),
                     [this] { session_.current().runUpdates(1); });
    tenUpdates = make(tr("+10"), tr("Make ten updates, then pause"), QKeySequence(Qt::Key_F7),
                      [this] { session_.current().runUpdates(10); });
    hundredUpdates = make(tr("+100"), tr("Make a hundred updates, then pause"), QKeySequence(Qt::Key_F8),
                          [this] { session_.current().runUpdates(100); });
    epoch = make(tr("+&Epoch"), tr("Train to the end of the epoch, then pause"), QKeySequence(Qt::Key_F9),
                 [this] { session_.current().runEpoch(); });
    stop = make(tr("S&top"), tr("End the run here; Continue takes it up again"), QKeySequence(tr("Shift+F5")),
                [this] { session_.current().stop(); });
    reset = make(tr("&Reset"), tr("Stop, and go back to the same initial weights"),
                 QKeySequence(tr("Ctrl+R")), [this] {
                     if (mayDropRun_())
                         session_.reset(false);
                 });
    newSeed = make(tr("&New seed"), tr("Stop, and draw other initial weights"),
                   QKeySequence(tr("Ctrl+Shift+R")), [this] {
                       if (mayDropRun_())
                           session_.reset(true);
                   });
    undo = make(tr("&Undo"), {}, QKeySequence(QKeySequence::Undo), [this] { session_.history().undo(); });
    redo = make(tr("&Redo"), {}, QKeySequence(QKeySequence::Redo), [this] { session_.history().redo(); });
    withWords(startOrPause, tr("run, train, play, go on, resume, halt"));
    withWords(oneUpdate, tr("next step, single step, one update"));
    withWords(tenUpdates, tr("next steps, ten updates"));
    withWords(hundredUpdates, tr("next steps, hundred updates"));
    withWords(epoch, tr("next epoch, one epoch"));
    withWords(stop, tr("end, abort, cancel"));
    withWords(reset, tr("restart, begin again, start over, initial weights"));
    withWords(newSeed, tr("random, other initial weights"));
    withWords(undo, tr("take back, revert"));
    withWords(redo, tr("do again, repeat"));
    connect(&session_, &Session::statusChanged, this, &RunActions::updateRun);
    connect(&session_.history(), &History::changed, this, &RunActions::updateHistory);
    updateRun();
    updateHistory();
}

QAction* RunActions::make(const QString& text, const QString& tip, const QKeySequence& key,
                          std::function<void()> act) {
    auto* action = new QAction(text, this);
    action->setObjectName(QString(text).remove(u'&')); // which stays, while "Start" becomes "Pause"
    action->setShortcut(key);
    action->setToolTip(tip + QStringLiteral(" (%1)").arg(key.toString(QKeySequence::NativeText)));
    tips_[action] = action->toolTip();
    connect(action, &QAction::triggered, this, std::move(act));
    return action;
}

void RunActions::updateRun() {
    const bool running = session_.current().isRunning();
    startOrPause->setText(running                            ? tr("&Pause")
                          : session_.current().hasProgress() ? tr("&Continue")
                                                             : tr("&Start"));
    showIcon(running);
    const QString obstacle = running ? QString() : session_.current().obstacle();
    for (auto* action : {oneUpdate, tenUpdates, hundredUpdates, epoch})
        enable(action, !running, obstacle);
    enable(startOrPause, true, obstacle);
    stop->setEnabled(session_.current().hasProgress() && // there is nothing to end before
                     (running || session_.current().status().state == RunStatus::State::Paused));
    reset->setEnabled(session_.current().journal() != nullptr);
}

// Only when it changes: this is called ten times a second, and a new icon makes the tool bar lay itself out.
void RunActions::showIcon(bool running) {
    const QString name = running ? QStringLiteral("pause") : QStringLiteral("start");
    if (name == icon_)
        return;
    icon_ = name;
    startOrPause->setIcon(themeIcon(name, theme_));
}

/// An action that cannot be used says why.
void RunActions::enable(QAction* action, bool possible, const QString& obstacle) {
    action->setEnabled(possible && obstacle.isEmpty());
    action->setToolTip(obstacle.isEmpty() ? tips_.value(action) : obstacle);
}

void RunActions::setTheme(const Theme& theme) {
    theme_ = theme;
    icon_.clear();
    const std::pair<QAction*, const char*> icons[] = {{oneUpdate, "step"},   {stop, "stop"}, {reset, "reset"},
                                                      {newSeed, "new-seed"}, {undo, "undo"}, {redo, "redo"}};
    for (const auto& [action, name] : icons)
        action->setIcon(themeIcon(QString::fromLatin1(name), theme));
    updateRun();
}

void RunActions::updateHistory() {
    History& history = session_.history();
    const auto describe = [](QAction* action, bool possible, const QString& refusal, const QString& what) {
        action->setEnabled(possible);
        action->setToolTip(refusal.isEmpty() ? what : refusal);
    };
    const QUndoStack& stack = history.stack();
    describe(undo, history.canUndo(), history.undoRefusal(), tr("Undo %1").arg(stack.undoText()));
    describe(redo, history.canRedo(), history.redoRefusal(), tr("Redo %1").arg(stack.redoText()));
}

} // namespace dalescope
