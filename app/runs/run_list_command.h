// Undoable changes of the list of runs.
#pragma once

#include "app/session.h"

#include <chrono>

namespace dalescope {

/// Brings runs into the session or takes them out; it owns them while they are out.
class RunListCommand : public QUndoCommand {
public:
    /// A run that is new, for the place `row`.
    RunListCommand(Session& session, std::unique_ptr<Run> made, std::size_t row, const QString& text);
    /// Runs that go, not all of them.
    RunListCommand(Session& session, const std::vector<Run*>& leaving, const QString& text);

    void undo() override { adds_ ? takeOut() : putIn(); }
    void redo() override { adds_ ? putIn() : takeOut(); }

private:
    struct Place {
        std::size_t row; ///< when the runs before it are in
        Run* run;
        std::unique_ptr<Run> outside; ///< while it is out
    };
    void putIn();
    void takeOut();

    Session& session_;
    std::vector<Place> places_; ///< by row
    bool adds_;
    Run* before_; ///< the current run before it was first done
};

/// Changes the notes on the session. What is typed without a pause is one step.
class SessionNotesCommand : public QUndoCommand {
public:
    SessionNotesCommand(Session& session, QString after)
        : QUndoCommand(Session::tr("Notes on the session")), session_(session), before_(session.notes()),
          after_(std::move(after)) {}
    void undo() override { session_.setNotes(before_); }
    void redo() override { session_.setNotes(after_); }
    int id() const override { return 2; }
    bool mergeWith(const QUndoCommand* next) override;

private:
    Session& session_;
    QString before_, after_;
    std::chrono::steady_clock::time_point made_ = std::chrono::steady_clock::now();
};

/// Begins a run anew.
class RunResetCommand : public QUndoCommand {
public:
    /// standing: where `run` stands, to which undo goes back
    RunResetCommand(Run& run, Origin standing, const QString& text)
        : QUndoCommand(text), run_(run), standing_(std::move(standing)) {}
    void undo() override { run_.goOnFrom(standing_); }
    void redo() override { run_.reset(); }

private:
    Run& run_;
    Origin standing_;
};

/// Changes how a run is known.
class RunLabelCommand : public QUndoCommand {
public:
    RunLabelCommand(Run& run, RunLabel after, const QString& text)
        : QUndoCommand(text), run_(run), before_(run.label()), after_(std::move(after)) {}
    void undo() override { run_.setLabel(before_); }
    void redo() override { run_.setLabel(after_); }

private:
    Run& run_;
    RunLabel before_, after_;
};

} // namespace dalescope
