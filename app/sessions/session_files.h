// A session and its file: saved, opened, and copied now and then in case the program does not end well.
#pragma once

#include "app/session.h"
#include "core/sessions/session_file.h"

#include <QDateTime>
#include <QHash>
#include <QObject>

#include <atomic>
#include <functional>
#include <memory>

namespace dalescope {

/// Reads and writes on threads of their own; training goes on meanwhile, and what is written is one moment of
/// each run between two of its updates.
class SessionFiles : public QObject {
    Q_OBJECT

public:
    /// What the window adds to a file and takes from one.
    struct Layout {
        std::function<std::string()> get;
        std::function<void(const std::string&)> set;
        /// The same for what SavedSession::sweep is.
        std::function<std::string()> getSweep = {};
        std::function<void(const std::string&)> setSweep = {};
    };
    SessionFiles(Session& session, Layout layout, QObject* parent);

    /// Where the session was opened from or last saved; empty for a new one.
    const QString& path() const { return path_; }
    /// Whether it differs from its file: something was changed, or training went on.
    bool isModified() const;
    /// Something has changed that is neither a step of the history nor training.
    void touch();
    /// Whether any run has made an update.
    bool hasTraining() const;
    /// Whether a person would miss what goes with the session: an epoch or more, or a change to a file.
    bool isWorthAQuestion() const;
    bool isWriting() const { return writing_; }
    /// Whether another program, or another window, has written the session's file since this one did or read
    /// it.
    bool isChangedElsewhere() const;

    /// Ends with saved() or failed(). One after the other.
    void save(const QString& path);
    /// Ends with copied() or copyFailed(); the session's own file stays the one it is saved to. The moments
    /// that runs kept are left out: a copy is made every few minutes, and they would make it several times as
    /// long. What is not `wanted` any more when it has been written goes again.
    void saveCopy(const QString& path, std::shared_ptr<const std::atomic<bool>> wanted = {});
    /// Ends with opened() or failed(); then everything is as it was. `asCopy`: of a session that has no file.
    void open(const QString& path, bool asCopy = false);

Q_SIGNALS:
    void saved(const QString& path);
    void copied(const QString& path);
    void opened(const QString& path);
    void failed(const QString& sentence);
    void copyFailed(const QString& sentence);
    /// Nothing is being written any more.
    void idle();
    /// isModified() or path() may differ.
    void changed();

private:
    struct Progress {
        std::int64_t update = 0;
        double epoch = 0;
        double seconds = 0;
    };
    using ProgressOfRuns = QHash<int, Progress>;
    ProgressOfRuns progress() const;
    using Done = std::function<void(const QString& fault)>;
    struct Target {
        QString path;
        bool isCopy = false;
        std::shared_ptr<const std::atomic<bool>> wanted = {};
    };
    void collect(const Target& target, Done done);
    void take(SavedSession saved, const QString& path);
    void finish(const QString& fault, const Done& done);

    Session& session_;
    Layout layout_;
    QString path_;
    QDateTime writtenAt_;                ///< the session's file, when it was last read or written here
    ProgressOfRuns savedProgress_;       ///< what is in the file
    int touches_ = 0, savedTouches_ = 0; ///< those that are in the file
    bool writing_ = false;
    std::function<void()> next_; ///< to be written after what is being written
    int reading_ = 0;            ///< number of the newest open(); older ones that come late are dropped
};

} // namespace dalescope
