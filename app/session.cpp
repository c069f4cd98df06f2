#include "app/session.h"

#include "app/runs/run_list_command.h"

#include <QCoreApplication>
#include <QPointer>
#include <QRegularExpression>
#include <QThreadPool>

#include <algorithm>

namespace dalescope {

Session::Session(Config first, QObject* parent) : QObject(parent) {
    insert(0, make({std::move(first), {}, {}, 0}));
    setCurrent(*runs_.front());
    connect(&poll_, &QTimer::timeout, this, &Session::poll);
    poll_.start(11);
}

Session::~Session() {
    const QSignalBlocker quiet(history_);
    history_.clear(); // its commands refer to the runs
    runs_.clear();
    QThreadPool::globalInstance()->waitForDone();
}

Run* Session::find(int id) const {
    const auto found = std::ranges::find_if(runs_, [id](const auto& run) { return run->id() == id; });
    return found == runs_.end() ? nullptr : found->get();
}

int Session::freeColour() const {
    int colour = 0;
    while (std::ranges::any_of(runs_, [&](const auto& run) { return run->label().colour == colour; }))
        ++colour;
    return colour;
}

std::unique_ptr<Run> Session::make(NewRun made) {
    made.id = made.id > 0 ? made.id : lastId_ + 1;
    lastId_ = std::max(lastId_, made.id);
    if (made.label.name.isEmpty())
        made.label.name = tr("Run %1").arg(made.id);
    if (made.label.colour < 0)
        made.label.colour = freeColour();
    return std::make_unique<Run>(std::move(made), library_, history_);
}

void Session::insert(std::size_t row, std::unique_ptr<Run> run) {
    Q_EMIT aboutToAdd(static_cast<int>(row));
    relay(*run);
    runs_.insert(runs_.begin() + static_cast<std::ptrdiff_t>(row), std::move(run));
    Q_EMIT added(static_cast<int>(row));
}

std::unique_ptr<Run> Session::take(std::size_t row) {
    Q_EMIT aboutToRemove(static_cast<int>(row));
    std::unique_ptr<Run> run = std::move(runs_[row]);
    runs_.erase(runs_.begin() + static_cast<std::ptrdiff_t>(row));
    run->disconnect(this);
    run->document().disconnect(this);
    Q_EMIT removed(static_cast<int>(row));
    return run;
}

void Session::relay(Run& run) {
    const auto ofCurrent = [this, &run](auto signal) {
        return [this, &run, signal] {
            if (current_ == &run)
                Q_EMIT(this->*signal)();
        };
    };
    connect(&run, &Run::dataChanged, this, ofCurrent(&Session::dataChanged));
    connect(&run, &Run::journalChanged, this, ofCurrent(&Session::journalChanged));
    connect(&run, &Run::statusChanged, this, ofCurrent(&Session::statusChanged));
    connect(&run, &Run::labelChanged, this, &Session::labelChanged);
    connect(&run, &Run::journalChanged, this, &Session::anyJournalChanged);
    connect(&run.document(), &ConfigDocument::changed, this, [this, &run] {
        if (history_.isStepping()) // one sees what one undoes
            setCurrent(run);
        if (current_ == &run)
            Q_EMIT configChanged();
        Q_EMIT anyConfigChanged();
    });
    connect(&run, &Run::failed, this, [this, &run](const QString& sentence, const Config* unread) {
        Q_EMIT failed(runs_.size() > 1 ? tr("%1: %2").arg(run.label().name, sentence) : sentence,
                      &run == current_ ? unread : nullptr);
    });
    connect(&run, &Run::saved, this, &Session::saved);
    connect(&run, &Run::wantsSuccessor, this, [this, &run](const Config& config, const QString& text) {
        putInPlaceOf(run, {config, run.label()}, text);
    });
}

void Session::setCurrent(Run& run) {
    if (current_ == &run)
        return;
    current_ = &run;
    Q_EMIT currentChanged();
    Q_EMIT dataChanged();
    Q_EMIT journalChanged();
    Q_EMIT statusChanged();
    Q_EMIT configChanged();
}

Run& Session::add(NewRun made, const QString& text) {
    const auto at = std::ranges::find_if(runs_, [this](const auto& run) { return run.get() == current_; });
    std::unique_ptr<Run> run = make(std::move(made));
    Run& added = *run;
    history_.push(
        new RunListCommand(*this, std::move(run), static_cast<std::size_t>(at - runs_.begin()) + 1, text));
    return added;
}

Run& Session::open(NewRun made, const QString& text) {
    Run& first = *runs_.front();
    if (runs_.size() > 1 || history_.stack().count() > 0 || first.hasProgress() || first.isRunning())
        return add(std::move(made), text);
    made.label.colour = first.label().colour;
    return putInPlaceOf(first, std::move(made), text);
}

Run& Session::putInPlaceOf(Run& old, NewRun made, const QString& text) {
    setCurrent(old);
    history_.stack().beginMacro(text);
    Run& put = add(std::move(made), text);
    remove({&old});
    history_.stack().endMacro();
    return put;
}

Run& Session::duplicate(const Run& run) {
    static const QRegularExpression numbered(tr(" copy( \\d+)?$"));
    const QString stem = QString(run.label().name).remove(numbered);
    const auto isTaken = [this](const QString& name) {
        return std::ranges::any_of(runs_, [&](const auto& other) { return other->label().name == name; });
    };
    RunLabel label;
    label.name = tr("%1 copy").arg(stem);
    for (int number = 2; isTaken(label.name); ++number)
        label.name = tr("%1 copy %2").arg(stem).arg(number);
    return add({run.document().config(), label, {}, 0}, tr("Duplicate %1").arg(run.label().name));
}

void Session::reset(bool toNewSeed) {
    if (!current_->hasProgress())
        return toNewSeed ? current_->resetToNewSeed() : current_->reset();
    current_->stand([self = QPointer(this), id = current_->id(), toNewSeed](Origin standing) {
        standing.kept.clear(); // they may be hundreds of megabytes
        QMetaObject::invokeMethod(qApp, [self, id, toNewSeed, standing = std::move(standing)] {
            Run* run = self ? self->find(id) : nullptr;
            if (!run)
                return;
            const QString text = toNewSeed ? tr("New seed") : tr("Reset");
            self->history_.stack().beginMacro(text);
            self->history_.push(new RunResetCommand(*run, standing, text));
            if (toNewSeed)
                run->resetToNewSeed();
            self->history_.stack().endMacro();
        });
    });
}

void Session::relabel(Run& run, const RunLabel& label, const QString& text) {
    if (label != run.label())
        history_.push(new RunLabelCommand(run, label, text));
}

void Session::editNotes(const QString& notes) {
    if (notes != notes_)
        history_.push(new SessionNotesCommand(*this, notes));
}

void Session::setNotes(const QString& notes) {
    if (notes == notes_)
        return;
    notes_ = notes;
    Q_EMIT notesChanged();
}

bool Session::remove(const std::vector<Run*>& runs) {
    if (runs.empty() || runs.size() >= runs_.size())
        return false;
    history_.push(new RunListCommand(*this, runs,
                                     runs.size() == 1 ? tr("Delete %1").arg(runs.front()->label().name)
                                                      : tr("Delete %1 runs").arg(runs.size())));
    return true;
}

void Session::restore(std::vector<NewRun> runs, std::size_t current, const QString& notes) {
    history_.clear();
    setNotes(notes);
    aside_.clear();
    lastId_ = 0;
    std::vector<std::unique_ptr<Run>> made;
    for (NewRun& run : runs)
        made.push_back(make(std::move(run)));
    // The new ones come before the old ones go: there is always a current run.
    for (std::size_t i = 0; i < made.size(); ++i)
        insert(i, std::move(made[i]));
    setCurrent(*runs_[std::min(current, runs.size() - 1)]);
    while (runs_.size() > runs.size())
        take(runs_.size() - 1);
}

bool Session::isAnyRunning() const {
    return std::ranges::any_of(runs_, [](const auto& run) { return run->isRunning(); });
}

void Session::setAside(std::vector<int> ids) {
    if (std::exchange(aside_, std::move(ids)) != aside_)
        Q_EMIT labelChanged();
}

bool Session::isAside(const Run& run) const {
    return std::ranges::find(aside_, run.id()) != aside_.end();
}

void Session::poll() {
    for (const auto& run : runs_)
        run->poll();
    Q_EMIT tick();
}

} // namespace dalescope
