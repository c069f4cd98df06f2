#include "app/run_actions.h"

namespace dalescope {

RunActions::RunActions(Session& session, QObject* parent) : QObject(parent), session_(session) {
    startOrPause = make(tr("&Start"), tr("Train until paused or done"), QKeySequence(Qt::Key_F5),
                        [this] { session_.isRunning() ? session_.pause() : session_.start(); });
    oneUpdate = make(tr("+&1"), tr("Make one update, then pause"), QKeySequence(Qt::Key_F6),
                     [this] { session_.runUpdates(1); });
    tenUpdates = make(tr("+10"), tr("Make ten updates, then pause"), QKeySequence(Qt::Key_F7),
                      [this] { session_.runUpdates(10); });
    hundredUpdates = make(tr("+100"), tr("Make a hundred updates, then pause"), QKeySequence(Qt::Key_F8),
                          [this] { session_.runUpdates(100); });
    epoch = make(tr("+&Epoch"), tr("Train to the end of the epoch, then pause"), QKeySequence(Qt::Key_F9),
                 [this] { session_.runEpoch(); });
    reset = make(tr("&Reset"), tr("Stop, and go back to the same initial weights"),
                 QKeySequence(tr("Ctrl+R")), [this] { session_.reset(); });
    newSeed = make(tr("&New seed"), tr("Stop, and draw other initial weights"),
                   QKeySequence(tr("Ctrl+Shift+R")), [this] { session_.resetToNewSeed(); });
    undo = make(tr("&Undo"), {}, QKeySequence(QKeySequence::Undo), [this] { session_.document().undo(); });
    redo = make(tr("&Redo"), {}, QKeySequence(QKeySequence::Redo), [this] { session_.document().redo(); });
    connect(&session_, &Session::statusChanged, this, &RunActions::updateRun);
    connect(&session_.document(), &ConfigDocument::historyChanged, this, &RunActions::updateHistory);
    updateRun();
    updateHistory();
}

QAction* RunActions::make(const QString& text, const QString& tip, const QKeySequence& key,
                          std::function<void()> act) {
    auto* action = new QAction(text, this);
    action->setShortcut(key);
    action->setToolTip(tip + QStringLiteral(" (%1)").arg(key.toString(QKeySequence::NativeText)));
    action->setStatusTip(tip);
    connect(action, &QAction::triggered, this, std::move(act));
    return action;
}

void RunActions::updateRun() {
    const bool running = session_.isRunning();
    startOrPause->setText(running ? tr("&Pause") : session_.hasProgress() ? tr("&Continue") : tr("&Start"));
    const bool usable = session_.journal() && !session_.status().diverged;
    for (auto* action : {oneUpdate, tenUpdates, hundredUpdates, epoch})
        action->setEnabled(usable && !running);
    startOrPause->setEnabled(usable);
    reset->setEnabled(session_.journal() != nullptr);
}

void RunActions::updateHistory() {
    auto& document = session_.document();
    const auto describe = [&](QAction* action, bool possible, bool inStack, const QString& verb,
                              const QString& what) {
        action->setEnabled(possible);
        action->setToolTip(inStack && !possible ? ConfigDocument::lockReason()
                                                : verb + QLatin1Char(' ') + what);
    };
    auto& stack = document.undoStack();
    describe(undo, document.canUndo(), stack.canUndo(), tr("Undo"), stack.undoText());
    describe(redo, document.canRedo(), stack.canRedo(), tr("Redo"), stack.redoText());
}

} // namespace dalescope
