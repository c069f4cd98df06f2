#include "app/sessions/left_sessions.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QLocale>

#include <algorithm>
#include <functional>
#include <utility>

namespace dalescope {

namespace {

constexpr qsizetype most = 5;

QFileInfoList filesIn(const QString& folder) {
    return QDir(folder).entryInfoList({QLatin1String("*") + QLatin1String(sessionSuffix)}, QDir::Files,
                                      QDir::Name | QDir::Reversed);
}

} // namespace

LeftSessions::LeftSessions(SessionFiles& files, QWidget* parent)
    : QMenu(tr("Sessions &left unsaved"), parent), files_(files) {
    setEnabled(false);
    connect(&files_, &SessionFiles::opened, this, &LeftSessions::fill, Qt::QueuedConnection); // one less
}

void LeftSessions::keepIn(const QString& folder) {
    folder_ = folder;
    QDir().mkpath(folder_);
    for (const QFileInfo& old : filesIn(folder_).mid(most))
        QFile::remove(old.filePath());
    fill();
}

void LeftSessions::offer(const QStringList& copies) {
    others_ += copies;
    others_.removeDuplicates();
    fill();
}

void LeftSessions::keep(const std::function<void()>& then) {
    if (!isWanted())
        return then();
    const auto written = [this, then] {
        fill();
        then();
    };
    connect(&files_, &SessionFiles::idle, this, written,
            static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
    // By names that sort as they were left.
    const QString now = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
    files_.saveCopy(QDir(folder_).filePath(now + QLatin1String(sessionSuffix)));
}

void LeftSessions::fill() {
    clear();
    QFileInfoList files = filesIn(folder_);
    for (const QString& path : std::as_const(others_))
        if (QFile::exists(path))
            files << QFileInfo(path);
    const auto time = [](const QFileInfo& file) { return file.lastModified(); };
    std::ranges::stable_sort(files, std::greater(), time);
    for (const QFileInfo& file : std::as_const(files))
        addAction(tr("Left on %1").arg(QLocale().toString(file.lastModified(), QLocale::ShortFormat)), this,
                  [this, path = file.filePath()] { Q_EMIT chosen(path); });
    setEnabled(!isEmpty());
}

} // namespace dalescope
