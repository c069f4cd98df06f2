// Run folders, as `dalescope train` and sweeps make them, opened in the window.
#pragma once

#include "app/session.h"

#include <QObject>
#include <QThreadPool>

namespace dalescope {

/// Reads on another thread and adds each run to the session, as one undoable step.
class RunFolders : public QObject {
    Q_OBJECT

public:
    explicit RunFolders(Session& session, QObject* parent = nullptr);

    /// The run folder that a person means by `path`: itself, or that of a file that only run folders have;
    /// empty where it is neither.
    static QString folderOf(const QString& path);
    void open(const QString& folder);

Q_SIGNALS:
    void opened(const QString& folder);
    void failed(const QString& sentence);

private:
    Session& session_;
    QThreadPool reader_;
};

} // namespace dalescope
