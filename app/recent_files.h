// The configurations opened or saved last, as a menu.
#pragma once

#include <QMenu>

namespace dalescope {

class RecentFiles : public QMenu {
    Q_OBJECT

public:
    explicit RecentFiles(QWidget* parent);

    /// Puts `path` first and remembers it; at most eight are kept.
    void add(const QString& path);

Q_SIGNALS:
    void chosen(const QString& path);

private:
    void fill();
};

} // namespace dalescope
