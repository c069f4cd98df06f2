#include "app/recent_files.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace dalescope {

namespace {

constexpr qsizetype most = 8;

} // namespace

RecentFiles::RecentFiles(QWidget* parent, const QString& key) : QMenu(tr("Open &recent"), parent), key_(key) {
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &RecentFiles::fill);
    fill();
}

void RecentFiles::add(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QSettings settings;
    QStringList paths = settings.value(key_).toStringList();
    paths.removeAll(absolute);
    paths.prepend(absolute);
    settings.setValue(key_, QStringList(paths.mid(0, most)));
    fill();
}

void RecentFiles::fill() {
    clear();
    const QStringList paths = QSettings().value(key_).toStringList();
    for (const QString& path : paths) {
        // A file's name says little where every run has its config.json: the folder is shown with it.
        const QFileInfo file(path);
        QAction* action = addAction(QDir(file.dir().dirName()).filePath(file.fileName()), this,
                                    [this, path] { Q_EMIT chosen(path); });
        action->setToolTip(path);
        action->setEnabled(file.exists());
    }
    if (paths.isEmpty())
        addAction(tr("Nothing yet"))->setEnabled(false);
}

} // namespace dalescope
