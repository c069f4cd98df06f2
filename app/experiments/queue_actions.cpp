#include "app/experiments/queue_actions.h"

#include "widgets/theme/icons.h"

#include <algorithm>

namespace dalescope {

QueueActions::QueueActions(SweepSession& session, std::function<QList<int>()> selected, QObject* parent)
    : QObject(parent), session_(session), selected_(std::move(selected)) {
    start = make(tr("&Start"), tr("Begin the waiting runs; interrupted and failed ones go on"),
                 QKeySequence(tr("Ctrl+Return")), [this] { session_.start(); });
    pause = make(tr("&Pause"), tr("Begin no further run; those that go on do so"), QKeySequence(tr("Ctrl+P")),
                 [this] { session_.pause(); });
    stop = make(tr("S&top"), tr("Stop all runs at checkpoints, from which they can go on"),
                QKeySequence(tr("Ctrl+.")), [this] { session_.stop(); });
    submit = make(tr("Submit to S&lurm\u2026"), tr("Give what is not over to a cluster"),
                  QKeySequence(tr("Ctrl+Shift+Return")), [this] { Q_EMIT submitAsked(); });
    hold = make(tr("&Hold"), tr("Take the selected runs from the queue; running ones stop at a checkpoint"),
                QKeySequence(tr("Ctrl+H")), [this] { session_.hold(selected_()); });
    release = make(tr("&Queue"), tr("Put the selected runs at the end of the queue"),
                   QKeySequence(tr("Ctrl+J")), [this] { session_.release(selected_()); });
    up = make(tr("&Up"), tr("Let the selected waiting runs begin earlier"), QKeySequence(tr("Ctrl+Up")),
              [this] { session_.move(selected_(), -1); });
    down = make(tr("&Down"), tr("Let the selected waiting runs begin later"), QKeySequence(tr("Ctrl+Down")),
                [this] { session_.move(selected_(), 1); });
    connect(&session_, &SweepSession::queueChanged, this, &QueueActions::update);
    connect(&session_, &SweepSession::snapshotChanged, this, &QueueActions::update);
    update();
}

QAction* QueueActions::make(const QString& text, const QString& tip, const QKeySequence& key,
                            std::function<void()> act) {
    auto* action = new QAction(text, this);
    action->setShortcut(key);
    action->setToolTip(tip + QStringLiteral(" (%1)").arg(key.toString(QKeySequence::NativeText)));
    action->setStatusTip(tip);
    connect(action, &QAction::triggered, this, std::move(act));
    return action;
}

void QueueActions::setTheme(const Theme& theme) {
    const std::pair<QAction*, const char*> icons[] = {{start, "start"}, {pause, "pause"}, {stop, "stop"}};
    for (const auto& [action, name] : icons)
        action->setIcon(themeIcon(QString::fromLatin1(name), theme));
}

void QueueActions::update() {
    const auto& snapshot = session_.snapshot();
    const QList<int> queue = session_.queue(), chosen = selected_();
    const auto over = [&](int run) {
        return snapshot && snapshot->runs[static_cast<std::size_t>(run)].status.isOver();
    };
    const bool left =
        snapshot && std::ranges::any_of(snapshot->runs, [](const RunFacts& r) { return !r.status.isOver(); });
    start->setEnabled(left && !session_.isOnSlurm() && (!session_.isStarted() || session_.isPaused()));
    submit->setEnabled(left && !session_.isOnSlurm() && !session_.isStarted());
    pause->setEnabled(session_.isStarted() && !session_.isPaused() && !queue.isEmpty());
    stop->setEnabled(session_.isStarted() || session_.isOnSlurm());
    const bool waiting = std::ranges::any_of(chosen, [&](int run) { return queue.contains(run); });
    up->setEnabled(waiting);
    down->setEnabled(waiting);
    hold->setEnabled(
        waiting || std::ranges::any_of(chosen, [&](int run) { return session_.isStarted() && !over(run); }));
    release->setEnabled(
        std::ranges::any_of(chosen, [&](int run) { return !queue.contains(run) && !over(run); }));
}

} // namespace dalescope
