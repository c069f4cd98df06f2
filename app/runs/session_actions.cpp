#include "app/runs/session_actions.h"

#include <algorithm>

namespace dalescope {

namespace {

/// Untrained, with the settings that the program knows as its own, on the data set at hand.
Config freshConfig(const Run& run) {
    Config config = defaultConfig();
    config.data = run.document().config().data;
    config.training.threads = run.document().config().training.threads;
    if (const auto data = run.data())
        config.layers.back().units = data->classes;
    return config;
}

} // namespace

SessionActions::SessionActions(Session& session, QObject* parent) : QObject(parent), session_(session) {
    newRun = make(tr("Ne&w run"), tr("Add a run with the program's first settings on the same data set"),
                  tr("Ctrl+N"), [this] {
                      session_.add({freshConfig(session_.current()), {}, {}}, tr("New run"));
                  });
    duplicate = make(tr("&Duplicate run"), tr("Add a run with the same settings, from untrained weights"),
                     tr("Ctrl+D"), [this] {
                         for (Run* run : chosen())
                             session_.duplicate(*run);
                     });
    rename = make(tr("Rena&me run"), tr("Give the run another name"), tr("Ctrl+M"),
                  [this] { Q_EMIT renameAsked(); });
    pin = make(tr("P&in run"), tr("Draw the run in the plots, whichever is the current one"), tr("Ctrl+I"),
               [this] { change(&RunLabel::pinned, tr("Pin %1"), tr("Unpin %1")); });
    hide = make(tr("&Hide run"), tr("Draw the run in the plots only while it is the current one"),
                tr("Ctrl+H"), [this] { change(&RunLabel::hidden, tr("Hide %1"), tr("Show %1")); });
    remove = make(tr("De&lete run"), tr("Take the run out of the session; undo brings it back"),
                  tr("Ctrl+Del"), [this] { session_.remove(chosen()); });
    next =
        make(tr("Ne&xt run"), tr("Work on the next run of the list"), tr("Ctrl+PgDown"), [this] { step(1); });
    previous = make(tr("Previo&us run"), tr("Work on the run before in the list"), tr("Ctrl+PgUp"),
                    [this] { step(-1); });
    for (QAction* action : {pin, hide})
        action->setCheckable(true);
    connect(&session, &Session::added, this, &SessionActions::update);
    connect(&session, &Session::removed, this, &SessionActions::update);
    connect(&session, &Session::currentChanged, this, &SessionActions::update);
    connect(&session, &Session::aboutToRemove, this, [this](int row) {
        std::erase(selection_, session_.runs()[static_cast<std::size_t>(row)].get());
    });
    connect(&session, &Session::labelChanged, this, &SessionActions::update);
    update();
}

QAction* SessionActions::make(const QString& text, const QString& tip, const QString& key,
                              std::function<void()> act) {
    auto* action = new QAction(text, this);
    action->setShortcut(QKeySequence(key));
    action->setToolTip(
        QStringLiteral("%1 (%2)").arg(tip, action->shortcut().toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, std::move(act));
    return action;
}

std::vector<Run*> SessionActions::chosen() const {
    return selection_.empty() ? std::vector{&session_.current()} : selection_;
}

void SessionActions::setSelection(const std::vector<Run*>& runs) {
    selection_ = runs;
    update();
}

void SessionActions::change(bool RunLabel::*mark, const QString& setText, const QString& clearText) {
    const auto runs = chosen();
    const bool on = !(runs.front()->label().*mark);
    for (Run* run : runs) {
        RunLabel label = run->label();
        label.*mark = on;
        session_.relabel(*run, label, (on ? setText : clearText).arg(label.name));
    }
    update();
}

void SessionActions::step(int by) {
    const auto& runs = session_.runs();
    const auto at =
        std::ranges::find_if(runs, [this](const auto& run) { return run.get() == &session_.current(); });
    const auto count = static_cast<std::ptrdiff_t>(runs.size());
    const auto row = (at - runs.begin() + by + count) % count;
    session_.setCurrent(*runs[static_cast<std::size_t>(row)]);
}

void SessionActions::update() {
    const auto runs = chosen();
    const std::size_t all = session_.runs().size();
    pin->setChecked(runs.front()->label().pinned);
    hide->setChecked(runs.front()->label().hidden);
    remove->setEnabled(runs.size() < all);
    for (QAction* action : {next, previous})
        action->setEnabled(all > 1);
}

} // namespace dalescope
