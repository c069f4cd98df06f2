// What the window works on: runs side by side, one of them current, and one history of every change.
#pragma once

#include "app/runs/run.h"
#include "widgets/editors/history.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace dalescope {

/// There is always at least one run. Making, deleting and relabelling runs are commands of the history, which
/// keeps what was deleted, so that undo brings it back as it was (a run that trained is paused).
class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(Config first, QObject* parent = nullptr);
    ~Session() override;

    /// In the order of the list.
    const std::vector<std::unique_ptr<Run>>& runs() const { return runs_; }
    Run& current() const { return *current_; }
    /// Null where no run of the session has that id.
    Run* find(int id) const;
    History& history() { return history_; }
    DataLibrary& library() { return library_; }

    /// Which run the window works on; no command.
    void setCurrent(Run& run);
    /// Adds a run after the current one and makes it the current one. An empty name becomes "Run N".
    Run& add(NewRun made, const QString& text);
    /// The same of one that was made elsewhere; it takes the place of a run that is alone and with which
    /// nothing was done.
    Run& open(NewRun made, const QString& text);
    /// The same with the settings and the data set of `run`, from untrained weights.
    Run& duplicate(const Run& run);
    /// Begins the current run anew, from other initial weights where a new seed is wanted. A command where
    /// updates were made: undo goes on from where the run stood, without the moments that it kept.
    void reset(bool toNewSeed);
    void relabel(Run& run, const RunLabel& label, const QString& text);
    /// What a person notes about the session as a whole.
    const QString& notes() const { return notes_; }
    /// A command; what is typed in one go is one.
    void editNotes(const QString& notes);
    /// Not undoable; see editNotes().
    void setNotes(const QString& notes);
    /// Pauses and takes out these runs, as one command; refused (false) where none would be left.
    bool remove(const std::vector<Run*>& runs);

    /// Puts other runs, at least one, in place of all, as from a file. The history begins anew.
    void restore(std::vector<NewRun> runs, std::size_t current, const QString& notes = {});
    bool isAnyRunning() const;

    /// Not drawn beside the current run for now, whatever their labels say: a lesson's curves are to be seen
    /// by themselves. No command, and no file has it.
    void setAside(std::vector<int> ids);
    bool isAside(const Run& run) const;

Q_SIGNALS:
    /// The list: before and after a run comes in, and goes out.
    void aboutToAdd(int row);
    void added(int row);
    void aboutToRemove(int row);
    void removed(int row);
    /// Another run is the current one; the four below follow.
    void currentChanged();

    void notesChanged();

    // Of the current run, also when another becomes it.
    void dataChanged();
    void journalChanged();
    /// When the state changes, and up to 10 times a second while updates are made.
    void statusChanged();
    void configChanged();

    // Of any run.
    void labelChanged();
    void anyConfigChanged();
    void anyJournalChanged();
    /// unread: of the current run, what it cannot train on; null: something else went wrong.
    void failed(const QString& sentence, const Config* unread);
    void saved(const QString& file);

    /// 90 times a second: time for one of the three plots to look at its journals, each at 30 a second.
    void tick();

private:
    friend class RunListCommand;
    std::unique_ptr<Run> make(NewRun made);
    void insert(std::size_t row, std::unique_ptr<Run> run);
    std::unique_ptr<Run> take(std::size_t row);
    /// As one command.
    Run& putInPlaceOf(Run& old, NewRun made, const QString& text);
    void relay(Run& run);
    int freeColour() const;
    void poll();

    History history_;
    DataLibrary library_;
    std::vector<std::unique_ptr<Run>> runs_;
    Run* current_ = nullptr;
    QString notes_;
    int lastId_ = 0;
    std::vector<int> aside_; ///< see setAside()
    QTimer poll_;
};

} // namespace dalescope
