// Sessions that were left without a question, as a menu.
#pragma once

#include "app/sessions/session_files.h"

#include <QMenu>

namespace dalescope {

/// A short training is not worth a question when the window closes, but may still be missed. What a session
/// without a file holds is kept in a folder when it is left; five of them stay there.
class LeftSessions : public QMenu {
    Q_OBJECT

public:
    LeftSessions(SessionFiles& files, QWidget* parent);
    /// Until then nothing is kept.
    void keepIn(const QString& folder);
    /// Offers those copies, too, as long as they lie there.
    void offer(const QStringList& copies);

    /// Whether the session holds what only this would keep.
    bool isWanted() const { return !folder_.isEmpty() && files_.path().isEmpty() && files_.isModified(); }
    /// Keeps that; calls `then` when it is written, at once where there is nothing.
    void keep(const std::function<void()>& then);

Q_SIGNALS:
    void chosen(const QString& path);

private:
    void fill();

    SessionFiles& files_;
    QString folder_;
    QStringList others_; ///< copies that lie elsewhere
};

} // namespace dalescope
