#include "app/runs/run_folders.h"

#include "core/experiments/folder_run.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QPointer>

namespace dalescope {

RunFolders::RunFolders(Session& session, QObject* parent) : QObject(parent), session_(session) {
    reader_.setMaxThreadCount(1); // runs come in the order in which they were asked for
}

QString RunFolders::folderOf(const QString& path) {
    const QFileInfo file(path);
    const QStringList own = {QStringLiteral("checkpoint.npz"), QStringLiteral("metrics.csv"),
                             QStringLiteral("summary.json")};
    const QString folder = own.contains(file.fileName()) ? file.absolutePath() : file.absoluteFilePath();
    return isRunFolder(folder.toStdString()) ? folder : QString();
}

void RunFolders::open(const QString& folder) {
    reader_.start([self = QPointer(this), folder] {
        auto read = std::make_shared<FolderRun>();
        QString fault;
        try {
            *read = readFolderRun(folder.toStdString());
        } catch (const std::exception& error) {
            fault = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(qApp, [self, folder, read, fault] {
            if (!self)
                return;
            if (!fault.isEmpty()) {
                Q_EMIT self->failed(fault);
                return;
            }
            NewRun run{.config = read->config, .standing = read->standing};
            run.label.name = QDir(folder).dirName();
            self->session_.open(std::move(run), tr("Open %1").arg(run.label.name));
            Q_EMIT self->opened(folder);
        });
    });
}

} // namespace dalescope
