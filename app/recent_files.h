// The files or folders opened or saved last, as a menu.
#pragma once

#include <QMenu>

namespace dalescope {

class RecentFiles : public QMenu {
    Q_OBJECT

public:
    /// `key` is where the settings keep them.
    explicit RecentFiles(QWidget* parent, const QString& key = QStringLiteral("recent"));

    /// Puts `path` first and remembers it; at most eight are kept.
    void add(const QString& path);

Q_SIGNALS:
    void chosen(const QString& path);

private:
    void fill();
    QString key_;
};

} // namespace dalescope
