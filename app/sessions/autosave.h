// Copies of a session that has not been saved, for after a crash or a power cut.
#pragma once

#include "app/sessions/session_files.h"

#include <QElapsedTimer>
#include <QLockFile>
#include <QTimer>

#include <map>

namespace dalescope {

/// Keeps a copy in a folder while the session differs from its file: every few minutes, and when a run comes
/// to rest. The copy goes with this object, with a save, and where another session is opened; one that is
/// left over tells of an unclean end.
class Autosave : public QObject {
    Q_OBJECT

public:
    /// Makes the folder where there is none.
    Autosave(Session& session, SessionFiles& files, const QString& folder, QObject* parent);
    ~Autosave() override;

    /// Copies that no running program keeps, the newest first.
    QStringList left() const;
    /// Takes such a copy, which has been opened, for its own.
    void adopt(const QString& path);
    /// Looks at once whether a copy is due.
    void look();
    /// Makes one, due or not.
    void copy() { files_.saveCopy(copy_, wanted_); }
    const QString& copyPath() const { return copy_; }

Q_SIGNALS:
    /// Said once, and again only after a copy could be made.
    void failed(const QString& sentence);

private:
    void clear();

    Session& session_;
    SessionFiles& files_;
    QString folder_, copy_;
    std::unique_ptr<QLockFile> lock_; ///< held as long as the copy is ours
    /// Of the next copy; false once it was cleared, and one that is still being written goes too.
    std::shared_ptr<std::atomic<bool>> wanted_ = std::make_shared<std::atomic<bool>>(true);
    QTimer timer_;
    QElapsedTimer since_;                ///< the last copy
    std::map<int, std::int64_t> rested_; ///< the update at which each run was last seen at rest
    bool restless_ = false;              ///< one came to rest since the last copy
    bool saidSo_ = false;
};

} // namespace dalescope
